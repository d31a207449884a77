/// What a fuzzer calls.
@NullMarked
package dev.fulgur.log.fuzz;

import org.jspecify.annotations.NullMarked;
