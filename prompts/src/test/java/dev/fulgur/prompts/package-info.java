/// Tests of the package.
@NullMarked
package dev.fulgur.prompts;

import org.jspecify.annotations.NullMarked;
