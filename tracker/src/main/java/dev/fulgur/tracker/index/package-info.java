/// Real source trees in: the walk, what is ignored, contexts and insights, and the run over all of
/// it.
@NullMarked
package dev.fulgur.tracker.index;

import org.jspecify.annotations.NullMarked;
