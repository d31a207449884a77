@NullMarked
package dev.fulgur.prompts.lint;

import org.jspecify.annotations.NullMarked;
