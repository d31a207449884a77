/// Several processes on one store: readers that die, maps that grow under others, and what is left
/// behind.
@NullMarked
package dev.fulgur.verification.process;

import org.jspecify.annotations.NullMarked;
