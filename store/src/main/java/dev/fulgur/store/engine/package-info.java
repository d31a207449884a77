/// What the engines share: typed tables, indexes, cursors and transactions over rows of bytes.
///
/// [dev.fulgur.store.engine.Rows] and [dev.fulgur.store.engine.MutableRows] are the seam: an engine
/// brings these, and everything typed stands on them. Nothing here is part of the public interface.
@NullMarked
package dev.fulgur.store.engine;

import org.jspecify.annotations.NullMarked;
