/// LMDB below the engines: opening, snapshots from a pool, rows, resizing, copies, and the
/// structure of the data file.
@NullMarked
package dev.fulgur.store.engine.env;

import org.jspecify.annotations.NullMarked;
