/// Templates that a fuzzer makes.
@NullMarked
package dev.fulgur.jinja.fuzz;

import org.jspecify.annotations.NullMarked;
