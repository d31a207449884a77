/// Tests of finding templates.
@NullMarked
package dev.fulgur.prompts.search;

import org.jspecify.annotations.NullMarked;
