/// Typed tables, indexes, snapshots and transactions on LMDB.
@NullMarked
package dev.fulgur.store;

import org.jspecify.annotations.NullMarked;
