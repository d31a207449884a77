/// Logs of writes: read, carried out, and used to compare two trackers.
@NullMarked
package dev.fulgur.tracker.replay;

import org.jspecify.annotations.NullMarked;
