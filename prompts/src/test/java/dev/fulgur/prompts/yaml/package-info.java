/// Tests of the package.
@NullMarked
package dev.fulgur.prompts.yaml;

import org.jspecify.annotations.NullMarked;
