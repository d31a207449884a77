/// Tests of the meters.
@NullMarked
package dev.fulgur.store.metrics;

import org.jspecify.annotations.NullMarked;
