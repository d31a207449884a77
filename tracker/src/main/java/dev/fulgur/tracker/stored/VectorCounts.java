package dev.fulgur.tracker.stored;

import dev.fulgur.store.Counter;
import dev.fulgur.store.Transaction;
import dev.fulgur.tracker.Span;
import org.jspecify.annotations.Nullable;

/// Keeps the counters of vectors in step with the records that point to them: gathers what changes
/// in a transaction, and then adds it.
final class VectorCounts {

  private long vectors;
  private long bytes;
  private long files;
  private long symbols;

  /// The vector of one record became another.
  static void changed(
      Transaction tx, @Nullable Counter embedded, @Nullable Span before, @Nullable Span after) {
    VectorCounts counts = new VectorCounts();
    counts.changed(embedded, before, after);
    counts.addTo(tx);
  }

  /// A record's vector became another.
  ///
  /// @param embedded the counter of the record's table, or null if it has none
  void changed(@Nullable Counter embedded, @Nullable Span before, @Nullable Span after) {
    int count = (after == null ? 0 : 1) - (before == null ? 0 : 1);
    vectors += count;
    bytes += (after == null ? 0 : after.length()) - (before == null ? 0 : before.length());
    if (Tables.FILES_EMBEDDED.equals(embedded)) {
      files += count;
    } else if (Tables.SYMBOLS_EMBEDDED.equals(embedded)) {
      symbols += count;
    }
  }

  /// Adds what was gathered.
  void addTo(Transaction tx) {
    add(tx, Tables.VECTORS, vectors);
    add(tx, Tables.VECTOR_BYTES, bytes);
    add(tx, Tables.FILES_EMBEDDED, files);
    add(tx, Tables.SYMBOLS_EMBEDDED, symbols);
  }

  private static void add(Transaction tx, Counter counter, long delta) {
    if (delta != 0) {
      tx.add(counter, delta);
    }
  }
}
