@NullMarked
package dev.fulgur.prompts.watch;

import org.jspecify.annotations.NullMarked;
