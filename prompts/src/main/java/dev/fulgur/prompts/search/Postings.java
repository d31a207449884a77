package dev.fulgur.prompts.search;

import static dev.fulgur.prompts.ByteOrder.BYTES;
import static dev.fulgur.prompts.search.SearchTables.BLOCKS;

import dev.fulgur.prompts.search.SearchTables.BlockKey;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.codec.Keys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes the blocks of terms. What is true of them: the blocks of a term hold each id once, in
/// their order, and begin with the id in their key.
final class Postings {
  /// One change: that a template has a term, or has it no more.
  record Change(int term, String id, boolean has) {}

  private final Transaction tx;

  Postings(Transaction tx) {
    this.tx = tx;
  }

  /// Applies changes, which are in the unsigned order of their terms and the order of their ids.
  void apply(List<Change> changes) {
    int from = 0;
    for (int to = 1; to <= changes.size(); to++) {
      if (to == changes.size() || changes.get(to).term != changes.get(from).term) {
        applyToTerm(changes.subList(from, to));
        from = to;
      }
    }
  }

  private void applyToTerm(List<Change> changes) {
    int term = changes.getFirst().term;
    int at = 0;
    while (at < changes.size()) {
      Row<BlockKey, Block> block = blockOf(term, changes.get(at).id);
      String end = block == null ? firstOf(term) : firstBehind(block.key());
      int to = at + 1;
      while (to < changes.size() && (end == null || BYTES.compare(changes.get(to).id, end) < 0)) {
        to++;
      }
      rewrite(term, block, changes.subList(at, to), end == null);
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

  private void rewrite(
      int term, @Nullable Row<BlockKey, Block> block, List<Change> changes, boolean isLast) {
    List<String> ids = block == null ? new ArrayList<>() : block.record().ids(block.key().first());
    boolean appends =
        isLast && (ids.isEmpty() || BYTES.compare(ids.getLast(), changes.getFirst().id) < 0);
    boolean changed = false;
    for (Change change : changes) {
      int place = appends ? -ids.size() - 1 : Collections.binarySearch(ids, change.id, BYTES);
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
    write(term, ids, appends);
  }

  /// Writes ids as blocks: full ones where more is likely to come behind them, else those that had
  /// to be divided as halves, which have room.
  private void write(int term, List<String> ids, boolean full) {
    List<String> rest = ids;
    while (!rest.isEmpty()) {
      Block.Packed packed = Block.pack(rest, rest.size());
      if (!full && packed.count() < rest.size()) {
        packed = Block.pack(rest, (rest.size() + 1) / 2);
      }
      tx.put(BLOCKS, new BlockKey(term, rest.getFirst()), packed.block());
      rest = rest.subList(packed.count(), rest.size());
    }
  }
}
