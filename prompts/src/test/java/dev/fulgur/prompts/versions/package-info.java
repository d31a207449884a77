/// Tests of versions and labels as values.
@NullMarked
package dev.fulgur.prompts.versions;

import org.jspecify.annotations.NullMarked;
