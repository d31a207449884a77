/// Input that a fuzzer makes, guided by what it reaches.
@NullMarked
package dev.fulgur.verification.fuzz;

import org.jspecify.annotations.NullMarked;
