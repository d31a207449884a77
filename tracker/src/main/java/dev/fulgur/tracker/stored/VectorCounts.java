package dev.fulgur.tracker.stored;

import dev.fulgur.store.Counter;
import dev.fulgur.store.Transaction;
import dev.fulgur.tracker.Span;
import org.jspecify.annotations.Nullable;

/// Keeps the counters of vectors in step with the records that point to them.
final class VectorCounts {

  private VectorCounts() {}

  /// A record's vector became another.
  ///
  /// @param embedded the counter of the record's table, or null if it has none
  static void changed(
      Transaction tx, @Nullable Counter embedded, @Nullable Span before, @Nullable Span after) {
    int count = (after == null ? 0 : 1) - (before == null ? 0 : 1);
    long bytes = (after == null ? 0 : after.length()) - (before == null ? 0 : before.length());
    if (count != 0) {
      tx.add(Tables.VECTORS, count);
      if (embedded != null) {
        tx.add(embedded, count);
      }
    }
    if (bytes != 0) {
      tx.add(Tables.VECTOR_BYTES, bytes);
    }
  }
}
