/// The command `fulgur`.
@NullMarked
package dev.fulgur.app;

import org.jspecify.annotations.NullMarked;
