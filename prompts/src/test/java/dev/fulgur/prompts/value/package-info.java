/// Tests of the package.
@NullMarked
package dev.fulgur.prompts.value;

import org.jspecify.annotations.NullMarked;
