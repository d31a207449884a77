package dev.fulgur.store.engine.logged;

import dev.fulgur.log.FrameVisitor;
import dev.fulgur.store.Counter;
import dev.fulgur.store.KeepingProgress;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.Counters;
import dev.fulgur.store.engine.LogNotes;
import dev.fulgur.store.engine.Scratch;
import dev.fulgur.store.engine.Tree;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Brings what only the log has into LMDB's file when a store is opened, in slices, each a whole
/// stretch of commits together with the number of its last one. Of each key the newest value of a
/// slice is kept and stored, in the order of keys. Cut short anywhere, the next opening goes on
/// where the last slice ended.
final class Replay implements FrameVisitor {
  /// What one transaction of LMDB is to hold at most.
  private static final long MOST_SLICE_BYTES = 256L << 20;

  /// A log that is read in a moment is not told of.
  private static final long TELL_EVERY_BYTES = 4L << 20;

  private final Applier applier;
  private final List<Tree> all;
  private final LogNotes.Note before;
  private final long mostBytes;
  private final DiskRoom disk;
  private final String place;
  private final Payload.Reader payloads;
  private final Map<Counter, Long> deltas = new HashMap<>();
  private final Scratch scratch = new Scratch();
  private final KeepingProgress progress;
  private Generation slice;
  private long last;
  private long committed;

  /// Bytes of the log that were read, those of them that are in LMDB's file, and what was told.
  private long readBytes;

  private long appliedBytes;
  private long toldBytes;
  private long totalBytes;

  /// @param mostBytes how much of the log's changes may lie in memory at once
  /// @param place what to call the log's folder
  /// @param progress told in bytes of the log, half of each when it is read and half when it is in
  ///   LMDB's file
  Replay(
      Applier applier,
      Catalog catalog,
      LogNotes.Note before,
      long mostBytes,
      DiskRoom disk,
      String place,
      KeepingProgress progress) {
    this.applier = applier;
    this.all = catalog.trees();
    this.before = before;
    this.mostBytes = Math.min(mostBytes, MOST_SLICE_BYTES);
    this.disk = disk;
    this.place = place;
    this.progress = progress;
    this.last = before.applied();
    this.slice = new Generation(all.size(), last + 1);
    Map<String, Tree> trees = new HashMap<>();
    for (Tree tree : all) {
      trees.put(tree.name(), tree);
    }
    this.payloads = new Payload.Reader(trees::get);
  }

  @Override
  public void frame(long sequence, byte[] payload) {
    if (before.logId() == 0) {
      throw applier.refusedLog(
          "The log folder "
              + place
              + " holds transactions of another store, and this one has no log of its own yet, as a"
              + " new store or a restored backup; move them away, or give another folder.");
    }
    try {
      for (Change change : payloads.read(payload)) {
        take(change, sequence);
      }
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
    if (slice.bytes() >= Math.min(mostBytes, disk.generationBytes())) {
      finish();
    }
  }

  @Override
  public void read(long done, long total) {
    if (committed == 0) {
      appliedBytes = done;
    }
    readBytes = done;
    totalBytes = total;
    tell(appliedBytes);
  }

  private void tell(long applied) {
    long done = (readBytes + applied) / 2;
    if (done - toldBytes >= TELL_EVERY_BYTES) {
      toldBytes = done;
      progress.at(done, totalBytes);
    }
  }

  private void take(Change change, long sequence) {
    Rowset rows = slice.ofChanged(change.tree().number());
    switch (change.kind()) {
      case PUT, DELETE -> slice.addBytes(rows.replace(change.key(), change.value(), sequence));
      case CLEAR -> rows.clear(sequence);
      case ADD ->
          deltas.merge(
              new Counter(new String(change.key(), StandardCharsets.UTF_8)),
              change.delta(),
              Long::sum);
    }
  }

  /// Applies what is left.
  void finish() {
    if (slice.firstSequence() > last) {
      return;
    }
    long more = readBytes - appliedBytes;
    applier.apply(
        rows -> {
          slice.bringInto(
              rows, all, (done, keys) -> tell(appliedBytes + (long) ((double) more * done / keys)));
          for (Map.Entry<Counter, Long> delta : deltas.entrySet()) {
            long _ = Counters.add(rows, scratch, delta.getKey(), delta.getValue());
          }
        },
        new LogNotes.Note(before.open(), before.logId(), last));
    appliedBytes = readBytes;
    disk.measure(last);
    slice = new Generation(all.size(), last + 1);
    deltas.clear();
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
