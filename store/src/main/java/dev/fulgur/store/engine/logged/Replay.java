package dev.fulgur.store.engine.logged;

import dev.fulgur.log.FrameVisitor;
import dev.fulgur.store.Counter;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.Counters;
import dev.fulgur.store.engine.LogNotes;
import dev.fulgur.store.engine.MutableRows;
import dev.fulgur.store.engine.Scratch;
import dev.fulgur.store.engine.Tree;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Brings what only the log has into LMDB's file when a store is opened, in slices, each a whole
/// stretch of commits together with the number of its last one. Cut short anywhere, the next
/// opening goes on where the last slice ended.
final class Replay implements FrameVisitor {
  private static final long SLICE_BYTES = 8L << 20;

  private final Applier applier;
  private final LogNotes.Note before;
  private final Map<String, Tree> trees = new HashMap<>();
  private final Scratch scratch = new Scratch();
  private final List<List<Change>> slice = new ArrayList<>();
  private long sliceBytes;
  private long last;
  private long committed;

  Replay(Applier applier, Catalog catalog, LogNotes.Note before) {
    this.applier = applier;
    this.before = before;
    this.last = before.applied();
    for (Tree tree : catalog.trees()) {
      trees.put(tree.name(), tree);
    }
  }

  @Override
  public void frame(long sequence, byte[] payload) {
    try {
      slice.add(Payload.read(payload, trees::get));
    } catch (Payload.UnknownTree e) {
      throw new StoreException.SchemaMismatch(
          String.valueOf(e.getMessage()),
          "The log has changes of \"%s\", which this program does not know; open the store once with the program that wrote them."
              .formatted(e.getMessage()));
    } catch (Payload.MalformedPayload e) {
      throw new StoreException.CorruptRecord(
          "log", "transaction " + sequence, String.valueOf(e.getMessage()), e);
    }
    last = sequence;
    committed++;
    sliceBytes += payload.length;
    if (sliceBytes >= SLICE_BYTES) {
      finish();
    }
  }

  /// Applies what is left.
  void finish() {
    if (slice.isEmpty()) {
      return;
    }
    applier.apply(
        rows -> slice.forEach(changes -> make(rows, changes)),
        new LogNotes.Note(before.open(), before.logId(), last));
    slice.clear();
    sliceBytes = 0;
  }

  private void make(MutableRows rows, List<Change> changes) {
    for (Change change : changes) {
      MemorySegment key = MemorySegment.ofArray(change.key());
      switch (change.kind()) {
        case PUT -> {
          byte[] value = change.value();
          rows.put(change.tree(), key, MemorySegment.ofArray(value == null ? new byte[0] : value));
        }
        case DELETE -> rows.delete(change.tree(), key);
        case CLEAR -> rows.clear(change.tree());
        case ADD -> {
          Counter counter = new Counter(new String(change.key(), StandardCharsets.UTF_8));
          long _ = Counters.add(rows, scratch, counter, change.delta());
        }
      }
    }
  }

  /// The last commit that LMDB's file holds now.
  long last() {
    return last;
  }

  /// How many commits were brought in.
  long committed() {
    return committed;
  }
}
