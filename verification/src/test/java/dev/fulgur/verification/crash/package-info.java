/// Processes that are killed in the middle of their work.
@NullMarked
package dev.fulgur.verification.crash;

import org.jspecify.annotations.NullMarked;
