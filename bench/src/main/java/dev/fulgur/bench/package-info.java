/// Benchmarks, with the peers that we compare with.
@NullMarked
package dev.fulgur.bench;

import org.jspecify.annotations.NullMarked;
