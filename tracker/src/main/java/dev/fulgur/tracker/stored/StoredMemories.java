package dev.fulgur.tracker.stored;

import dev.fulgur.store.IndexCursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.View;
import dev.fulgur.tracker.Memories;
import dev.fulgur.tracker.MemoryEntry;
import dev.fulgur.tracker.MemoryQuery;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.TrackerException;
import dev.fulgur.tracker.stored.IndexKeys.TermKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

final class StoredMemories implements Memories {

  /// How many entries of each term are counted to find the rarest.
  private static final int PROBE = 200;

  private final Access access;
  private final DoubleSupplier clock;

  StoredMemories(Access access, DoubleSupplier clock) {
    this.access = access;
    this.clock = clock;
  }

  @Override
  public MemoryRecord upsert(MemoryEntry entry) {
    return access.write(
        tx -> {
          MemoryRecord old = find(tx, entry.id());
          double now = clock.getAsDouble();
          MemoryRecord memory =
              old == null
                  ? entry.at(now, null, null)
                  : entry.at(old.createdAt(), now, old.vector());
          replace(tx, old, memory);
          return memory;
        });
  }

  @Override
  public void put(MemoryRecord memory) {
    access.<@Nullable Object>write(
        tx -> {
          replace(tx, find(tx, memory.id()), memory);
          return null;
        });
  }

  static void replace(Transaction tx, @Nullable MemoryRecord old, MemoryRecord memory) {
    VectorCounts counts = new VectorCounts();
    replace(tx, old, memory, counts);
    counts.addTo(tx);
  }

  static void replace(
      Transaction tx, @Nullable MemoryRecord old, MemoryRecord memory, VectorCounts counts) {
    if (old == null || old.keyHash() != memory.keyHash()) {
      Row<String, MemoryRecord> other = tx.find(Tables.MEMORIES_BY_KEY, memory.keyHash());
      if (other != null && !other.record().id().equals(memory.id())) {
        throw new TrackerException.KeyHashTaken(memory.id(), memory.keyHash(), null);
      }
    }
    tx.put(Tables.MEMORIES, TextKey.of(memory.id()), memory);
    counts.changed(null, old == null ? null : old.vector(), memory.vector());
  }

  @Override
  public @Nullable MemoryRecord get(String id) {
    return access.<@Nullable MemoryRecord>read(view -> find(view, id));
  }

  static @Nullable MemoryRecord find(View view, String id) {
    MemoryRecord memory = view.get(Tables.MEMORIES, TextKey.of(id));
    return memory != null && memory.id().equals(id) ? memory : null;
  }

  @Override
  public @Nullable MemoryRecord byKey(long keyHash) {
    return access.<@Nullable MemoryRecord>read(view -> byKey(view, keyHash));
  }

  static @Nullable MemoryRecord byKey(View view, long keyHash) {
    Row<String, MemoryRecord> row = view.find(Tables.MEMORIES_BY_KEY, keyHash);
    return row == null ? null : row.record();
  }

  @Override
  public List<MemoryRecord> query(MemoryQuery query, @Nullable MemoryRecord after, int limit) {
    if (limit == 0) {
      return List.of();
    }
    return access.read(
        view -> {
          List<MemoryRecord> found = new ArrayList<>();
          walk(
              view,
              query,
              after,
              memory -> {
                found.add(memory);
                return limit < 0 || found.size() < limit;
              });
          return found;
        });
  }

  /// Walks the rarest of the terms asked for, newest first, and looks at each record for the
  /// others.
  private static void walk(
      View view, MemoryQuery query, @Nullable MemoryRecord after, Predicate<MemoryRecord> action) {
    List<String> terms = terms(query);
    String term = terms.size() == 1 ? terms.getFirst() : rarest(view, terms);
    Range<TermKey> range = Range.prefix(new TermKey(term, null));
    try (IndexCursor<TermKey, String, MemoryRecord> cursor =
        after == null
            ? view.cursor(Tables.MEMORIES_BY_TERM, range)
            : view.cursorAfter(
                Tables.MEMORIES_BY_TERM,
                range,
                new TermKey(term, -after.createdAt()),
                TextKey.of(after.id()))) {
      while (cursor.next()) {
        MemoryRecord memory = cursor.record();
        if ((terms.size() == 1 || query.matches(memory)) && !action.test(memory)) {
          return;
        }
      }
    }
  }

  private static List<String> terms(MemoryQuery query) {
    List<String> terms = new ArrayList<>();
    if (query.task() != null) {
      terms.add(Tables.task(query.task()));
    }
    for (String context : query.contexts()) {
      terms.add(Tables.context(context));
    }
    for (String insight : query.insights()) {
      terms.add(Tables.insight(insight));
    }
    for (String tag : query.tags()) {
      terms.add(Tables.tag(tag));
    }
    for (String word : query.words()) {
      terms.add(Tables.word(word));
    }
    if (terms.isEmpty()) {
      terms.add(Tables.ANY);
    }
    return terms;
  }

  private static String rarest(View view, List<String> terms) {
    String rarest = terms.getFirst();
    int fewest = Integer.MAX_VALUE;
    for (String term : terms) {
      int count =
          view.keys(Tables.MEMORIES_BY_TERM, Range.prefix(new TermKey(term, null)), PROBE).size();
      if (count < fewest) {
        fewest = count;
        rarest = term;
      }
    }
    return rarest;
  }

  @Override
  public void forEach(Consumer<? super MemoryRecord> action) {
    access.<@Nullable Object>read(
        view -> {
          walk(
              view,
              MemoryQuery.ALL,
              null,
              memory -> {
                action.accept(memory);
                return true;
              });
          return null;
        });
  }

  @Override
  public boolean delete(String id) {
    return access.write(
        tx -> {
          MemoryRecord old = find(tx, id);
          if (old == null) {
            return false;
          }
          tx.delete(Tables.MEMORIES, TextKey.of(id));
          VectorCounts.changed(tx, null, old.vector(), null);
          return true;
        });
  }

  @Override
  public long count() {
    return access.read(view -> view.count(Tables.MEMORIES));
  }
}
