@NullMarked
package dev.fulgur.prompts.vault;

import org.jspecify.annotations.NullMarked;
