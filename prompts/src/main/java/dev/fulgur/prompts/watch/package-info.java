/// A prompt folder watched, and a database kept in step with it.
@NullMarked
package dev.fulgur.prompts.watch;

import org.jspecify.annotations.NullMarked;
