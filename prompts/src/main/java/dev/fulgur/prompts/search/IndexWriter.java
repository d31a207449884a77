package dev.fulgur.prompts.search;

import static dev.fulgur.prompts.search.SearchTables.BLOCKS;
import static dev.fulgur.prompts.search.SearchTables.BUILT;
import static dev.fulgur.prompts.search.SearchTables.PENDING;

import dev.fulgur.prompts.ByteOrder;
import dev.fulgur.prompts.search.SearchTables.BlockKey;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.codec.Keys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the inverted index up to date inside one transaction.
///
/// A template that is written gets a row in `search_pending`, which costs a write about as much as
/// any other row. Once there are many, their terms go into the blocks together, so that a block is
/// rewritten for many templates at a time. A reader asks both.
public final class IndexWriter {
  /// As many pending templates make a save bring them into the blocks.
  static final int MOST_PENDING = 256;

  /// Longer ids stay pending: behind a term, they would be no key.
  private static final int MAX_ID_BYTES = 500;

  private static final int[] NOTHING = {};

  /// As many in one transaction are brought into the blocks at a time.
  private static final int MOST_AT_ONCE = 4_096;

  private final Transaction tx;
  private boolean built;
  private long written;

  /// A writer in a transaction.
  public IndexWriter(Transaction tx) {
    this.tx = tx;
    this.built = tx.get(BUILT) != 0;
  }

  /// Whether there is an index, which every write then keeps up to date. Nobody pays for one that
  /// was never asked: the first search builds it.
  public boolean isBuilt() {
    return built;
  }

  /// Begins an index; all templates are to be given to [#put] before [#finish].
  public void begin() {
    tx.add(BUILT, 1);
    built = true;
  }

  /// Notes a template as it is now.
  ///
  /// @param before what it had, as far as that is known
  /// @param now what it has, nothing if it is gone
  public void put(String id, int[] before, int[] now) {
    Pending known = tx.get(PENDING, id);
    int[] had = known == null ? before : TermSets.without(known.terms(), before, NOTHING);
    int[] gone =
        known == null
            ? TermSets.without(had, NOTHING, now)
            : TermSets.without(had, known.gone(), now);
    tx.put(PENDING, id, new Pending(now, gone));
    if (++written % MOST_AT_ONCE == 0) {
      merge();
    }
  }

  /// Ends the writing: brings what is pending into the blocks where it is much.
  public void finish() {
    if (built && tx.count(PENDING) >= MOST_PENDING) {
      merge();
    }
  }

  /// One change of a block: that a template has a term, or has it no more.
  private record Change(int term, String id, boolean has) {}

  private void merge() {
    List<Change> changes = new ArrayList<>();
    List<String> merged = new ArrayList<>();
    for (Row<String, Pending> row : tx.scan(PENDING, Range.all(), Integer.MAX_VALUE)) {
      String id = row.key();
      if (id.getBytes(StandardCharsets.UTF_8).length <= MAX_ID_BYTES) {
        merged.add(id);
        for (int term : row.record().terms()) {
          changes.add(new Change(term, id, true));
        }
        for (int term : row.record().gone()) {
          changes.add(new Change(term, id, false));
        }
      }
    }
    // Rows came in the order of ids, and the sort is stable.
    changes.sort((a, b) -> Integer.compareUnsigned(a.term, b.term));
    int from = 0;
    for (int to = 1; to <= changes.size(); to++) {
      if (to == changes.size() || changes.get(to).term != changes.get(from).term) {
        apply(changes.subList(from, to));
        from = to;
      }
    }
    for (String id : merged) {
      tx.delete(PENDING, id);
    }
  }

  /// Applies changes of one term, in the order of their ids, block by block.
  private void apply(List<Change> changes) {
    int term = changes.getFirst().term;
    int at = 0;
    while (at < changes.size()) {
      Row<BlockKey, Block> block = blockOf(term, changes.get(at).id);
      String end = block == null ? firstOf(term) : firstBehind(block.key());
      int to = at + 1;
      while (to < changes.size()
          && (end == null || ByteOrder.BYTES.compare(changes.get(to).id, end) < 0)) {
        to++;
      }
      rewrite(term, block, changes.subList(at, to));
      at = to;
    }
  }

  /// The block in which an id belongs: the last one that does not begin behind it; null if all do.
  private @Nullable Row<BlockKey, Block> blockOf(int term, String id) {
    List<Row<BlockKey, Block>> found =
        tx.scan(BLOCKS, bounded(term, Range.upTo(new BlockKey(term, id))).reversed(), 1);
    return found.isEmpty() ? null : found.getFirst();
  }

  private @Nullable String firstOf(int term) {
    List<BlockKey> keys = tx.keys(BLOCKS, Range.part(Keys.U32, term), 1);
    return keys.isEmpty() ? null : keys.getFirst().first();
  }

  private @Nullable String firstBehind(BlockKey key) {
    List<BlockKey> keys = tx.keys(BLOCKS, bounded(key.term(), Range.after(key)), 1);
    return keys.isEmpty() ? null : keys.getFirst().first();
  }

  private static Range<BlockKey> bounded(int term, Range<BlockKey> range) {
    return new Range<>(
        range.from(),
        range.fromInclusive(),
        range.to(),
        range.toInclusive(),
        null,
        new Range.Part<>(Keys.U32, term),
        false);
  }

  private void rewrite(int term, @Nullable Row<BlockKey, Block> block, List<Change> changes) {
    List<String> ids = block == null ? new ArrayList<>() : new ArrayList<>(block.record().ids());
    boolean changed = false;
    for (Change change : changes) {
      int place = Collections.binarySearch(ids, change.id, ByteOrder.BYTES);
      if (change.has && place < 0) {
        ids.add(-place - 1, change.id);
        changed = true;
      } else if (!change.has && place >= 0) {
        ids.remove(place);
        changed = true;
      }
    }
    if (!changed) {
      return;
    }
    if (block != null && (ids.isEmpty() || !ids.getFirst().equals(block.key().first()))) {
      tx.delete(BLOCKS, block.key());
    }
    if (!ids.isEmpty()) {
      for (Block part : Block.split(ids)) {
        tx.put(BLOCKS, new BlockKey(term, part.ids().getFirst()), part);
      }
    }
  }

  /// Empties the index; the next search builds it anew.
  public static void clear(Transaction tx) {
    tx.clear(PENDING);
    tx.clear(BLOCKS);
    tx.add(BUILT, -tx.get(BUILT));
  }

  /// The terms of several bodies together.
  public static int[] union(int[] left, int[] right) {
    return left.length == 0
        ? Arrays.copyOf(right, right.length)
        : TermSets.without(left, right, NOTHING);
  }
}
