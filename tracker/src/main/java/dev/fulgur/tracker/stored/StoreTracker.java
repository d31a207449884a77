package dev.fulgur.tracker.stored;

import dev.fulgur.store.Index;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Table;
import dev.fulgur.tracker.Checkpoints;
import dev.fulgur.tracker.Entity;
import dev.fulgur.tracker.Memories;
import dev.fulgur.tracker.Metadata;
import dev.fulgur.tracker.Patterns;
import dev.fulgur.tracker.SourceFiles;
import dev.fulgur.tracker.Symbols;
import dev.fulgur.tracker.Threads;
import dev.fulgur.tracker.Tracker;
import dev.fulgur.tracker.Transcripts;
import dev.fulgur.tracker.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A [Tracker] on a [Store].
///
/// Every method that writes is durable when it returns. Counts take the same time whatever there is
/// to count. Paths and names may be of any length: as keys they are cut, and kept whole in their
/// records.
public final class StoreTracker implements Tracker {

  private final Access access;
  private final DoubleSupplier clock;
  private final SourceFiles files;
  private final Symbols symbols;
  private final Memories memories;
  private final Patterns patterns;
  private final Threads threads;
  private final Checkpoints checkpoints;
  private final Metadata metadata;
  private final Transcripts transcripts;
  private final Vectors vectors;

  private StoreTracker(Access access, DoubleSupplier clock) {
    this.access = access;
    this.clock = clock;
    this.files = new StoredFiles(access, clock);
    this.symbols = new StoredSymbols(access);
    this.memories = new StoredMemories(access, clock);
    this.patterns = new StoredPatterns(access, clock);
    this.threads = new StoredThreads(access, clock);
    this.checkpoints = new StoredNotes.OfCheckpoints(access, clock);
    this.metadata = new StoredNotes.OfMetadata(access);
    this.transcripts = new StoredNotes.OfTranscripts(access, clock);
    this.vectors = new StoredVectors(access);
  }

  /// The tables that a tracker uses; they may share a store with others.
  public static Schema schema() {
    return Tables.SCHEMA;
  }

  /// Opens the tracker in a folder, or makes one.
  public static StoreTracker open(Path folder) {
    return open(folder, StoreOptions.defaults(), StoreTracker::now);
  }

  /// Opens the tracker in a folder.
  ///
  /// @param clock seconds since 1970
  public static StoreTracker open(Path folder, StoreOptions options, DoubleSupplier clock) {
    return on(Store.open(folder, Tables.SCHEMA, options), clock);
  }

  /// A tracker on a store that is open already, whose schema has the [tables][#schema]. Closing the
  /// tracker closes the store.
  ///
  /// @param clock seconds since 1970
  public static StoreTracker on(Store store, DoubleSupplier clock) {
    return new StoreTracker(new Access.Whole(store), clock);
  }

  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }

  /// Takes records in as they are, in one transaction.
  ///
  /// @param work may run twice
  public void takeIn(Consumer<? super Intake> work) {
    access.<@Nullable Object>write(
        tx -> {
          Intake intake = new Intake(tx);
          work.accept(intake);
          intake.finish();
          return null;
        });
  }

  /// Hands over each of `likes` with the record that stands where it would be stored, or null; all
  /// of one snapshot.
  public void forEachTwin(
      List<? extends Entity> likes, BiConsumer<? super Entity, ? super @Nullable Entity> action) {
    access.<@Nullable Object>read(
        view -> {
          for (Entity like : likes) {
            action.accept(like, Intake.find(view, like));
          }
          return null;
        });
  }

  /// How many records of each kind there are.
  public Map<Entity.Kind, Long> counts() {
    return access.read(Intake::counts);
  }

  /// Whether everything can be asked. A tracker that an earlier version wrote and that is open for
  /// reading refuses what needs an index that is not there yet; opening it for writing makes them.
  public boolean isCurrent() {
    return access.read(
        view -> {
          for (Table<?, ?> table : Tables.SCHEMA.tables()) {
            for (Index<?, ?, ?> index : table.indexes()) {
              if (!view.isBuilt(index)) {
                return false;
              }
            }
          }
          return true;
        });
  }

  /// The store that it stands on.
  ///
  /// @throws IllegalStateException inside a batch or snapshot
  public Store store() {
    if (access instanceof Access.Whole whole) {
      return whole.store();
    }
    throw new IllegalStateException("Inside a batch or snapshot there is no store to be had.");
  }

  @Override
  public SourceFiles files() {
    return files;
  }

  @Override
  public Symbols symbols() {
    return symbols;
  }

  @Override
  public Memories memories() {
    return memories;
  }

  @Override
  public Patterns patterns() {
    return patterns;
  }

  @Override
  public Threads threads() {
    return threads;
  }

  @Override
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  @Override
  public Metadata metadata() {
    return metadata;
  }

  @Override
  public Transcripts transcripts() {
    return transcripts;
  }

  @Override
  public Vectors vectors() {
    return vectors;
  }

  @Override
  public <T extends @Nullable Object> T batch(Function<? super Tracker, ? extends T> work) {
    if (!(access instanceof Access.Whole)) {
      return work.apply(this);
    }
    return access.<T>write(
        tx -> {
          Access.Batch batch = new Access.Batch(tx);
          try {
            return work.apply(new StoreTracker(batch, clock));
          } finally {
            batch.end();
          }
        });
  }

  @Override
  public <T extends @Nullable Object> T snapshot(Function<? super Tracker, ? extends T> work) {
    if (!(access instanceof Access.Whole)) {
      return work.apply(this);
    }
    return access.<T>read(
        view -> {
          Access.Reading reading = new Access.Reading(view);
          try {
            return work.apply(new StoreTracker(reading, clock));
          } finally {
            reading.end();
          }
        });
  }

  @Override
  public void close() {
    if (access instanceof Access.Whole whole) {
      whole.store().close();
    }
  }
}
