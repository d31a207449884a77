/// Templates rendered: the renderer, the vault that keeps them compiled, and the log of calls.
@NullMarked
package dev.fulgur.prompts.vault;

import org.jspecify.annotations.NullMarked;
