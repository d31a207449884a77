/// Templates on the way from one place to another: migration, verification, export, import.
@NullMarked
package dev.fulgur.prompts.transfer;

import org.jspecify.annotations.NullMarked;
