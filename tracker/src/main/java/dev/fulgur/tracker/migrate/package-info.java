/// Old data in: from the SQLite and the LMDB files of the tracker that this one follows.
@NullMarked
package dev.fulgur.tracker.migrate;

import org.jspecify.annotations.NullMarked;
