/// Tests of the package.
@NullMarked
package dev.fulgur.prompts.transfer;

import org.jspecify.annotations.NullMarked;
