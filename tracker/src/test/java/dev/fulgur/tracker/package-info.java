/// Tests of the tracker.
@NullMarked
package dev.fulgur.tracker;

import org.jspecify.annotations.NullMarked;
