/// Symbols from sources, by tree-sitter; the only place that knows its types.
@NullMarked
package dev.fulgur.tracker.index.syntax;

import org.jspecify.annotations.NullMarked;
