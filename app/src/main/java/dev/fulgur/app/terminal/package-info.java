/// What a person or a script sees: lines, tables, colours, progress and JSON.
@NullMarked
package dev.fulgur.app.terminal;

import org.jspecify.annotations.NullMarked;
