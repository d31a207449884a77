/// The direct engine: every commit is LMDB's own synced commit.
@NullMarked
package dev.fulgur.store.engine.direct;

import org.jspecify.annotations.NullMarked;
