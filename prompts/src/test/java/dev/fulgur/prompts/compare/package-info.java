/// Tests of differences.
@NullMarked
package dev.fulgur.prompts.compare;

import org.jspecify.annotations.NullMarked;
