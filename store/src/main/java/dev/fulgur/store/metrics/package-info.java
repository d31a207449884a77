/// Meters of a store, for applications that have Micrometer on their class path.
@NullMarked
package dev.fulgur.store.metrics;

import org.jspecify.annotations.NullMarked;
