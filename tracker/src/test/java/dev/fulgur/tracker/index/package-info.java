@NullMarked
package dev.fulgur.tracker.index;

import org.jspecify.annotations.NullMarked;
