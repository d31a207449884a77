/// What operations cost in things that can be counted exactly, whatever machine runs them.
@NullMarked
package dev.fulgur.verification.cost;

import org.jspecify.annotations.NullMarked;
