@NullMarked
package dev.fulgur.tracker.index.syntax;

import org.jspecify.annotations.NullMarked;
