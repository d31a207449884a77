/// Looks through templates for what would fail or be forgotten at their next render.
@NullMarked
package dev.fulgur.prompts.lint;

import org.jspecify.annotations.NullMarked;
