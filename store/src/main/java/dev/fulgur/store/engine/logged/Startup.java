package dev.fulgur.store.engine.logged;

import dev.fulgur.log.Durability;
import dev.fulgur.log.Log;
import dev.fulgur.log.LogException;
import dev.fulgur.log.LogOptions;
import dev.fulgur.log.LogStorage;
import dev.fulgur.log.RecoveryStats;
import dev.fulgur.log.Resume;
import dev.fulgur.log.Retention;
import dev.fulgur.store.LogHealth;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.Schema;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.LogNotes;
import dev.fulgur.store.engine.SchemaKeeper;
import dev.fulgur.store.engine.SchemaNotes;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.Preparing;
import dev.fulgur.store.engine.env.ReadSlot;
import dev.fulgur.store.engine.env.ViewWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Opens a logged store: takes the log, brings into LMDB's file what only the log has, then holds
/// schema and file together, and only then lets anyone in. Killed anywhere, it can be done again.
final class Startup {
  private static final System.Logger LOG = System.getLogger("dev.fulgur.store");

  /// What a logged store is made of.
  record Parts(
      Environment environment,
      Catalog catalog,
      Overlay overlay,
      AppliedMap applied,
      Applier applier,
      LogStorage.Lock owned,
      Log<LoggedCommit> log,
      LogHealth.Recovery recovery,
      LogSettings settings,
      DiskRoom disk) {}

  private Startup() {}

  static LoggedStore open(
      Path folder, Schema schema, StoreOptions options, Function<Path, LogStorage> storage) {
    Catalog catalog = new Catalog(schema);
    Path absolute = folder.toAbsolutePath().normalize();
    Environment environment = Environment.open(absolute, options, catalog.trees());
    boolean opened = false;
    try {
      LogStorage files = storage.apply(LoggedStore.logFolder(absolute, options));
      LoggedStore store = own(environment, catalog, options, files);
      opened = true;
      return store;
    } catch (LogException e) {
      throw Failed.toOpen(e, absolute);
    } catch (StoreException.StoreFull e) {
      throw new StoreException.StoreFull(
          "There is no room to bring in what the log of %s holds, so it cannot be opened; nothing is lost, make room and open it again (%s)."
              .formatted(absolute, e.getMessage()),
          e.usedBytes(),
          e.quotaBytes(),
          e);
    } finally {
      if (!opened) {
        environment.close();
      }
    }
  }

  /// Takes the log before anything is read: what an owner before this one still brings into the
  /// file, it brings in while it owns the log.
  private static LoggedStore own(
      Environment environment, Catalog catalog, StoreOptions options, LogStorage files) {
    LogStorage.Lock owned = Log.own(files);
    boolean opened = false;
    try {
      LoggedStore store = open(environment, catalog, options, files, owned);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        giveFree(owned);
      }
    }
  }

  /// The end of owning a log.
  static void giveFree(LogStorage.Lock owned) {
    try {
      owned.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The lock of a log could not be given free", e);
    }
  }

  private static LoggedStore open(
      Environment environment,
      Catalog catalog,
      StoreOptions options,
      LogStorage files,
      LogStorage.Lock owned) {
    long start = System.nanoTime();
    long diskBytes = DiskRoom.sizeBytes(environment.folder());
    LogSettings settings = DiskRoom.fitted(options.log(), diskBytes);
    Preparing backend = new Preparing(environment, catalog);
    LogNotes.@Nullable Note found = backend.read(LogNotes::read);
    LogNotes.Note note = found == null ? new LogNotes.Note(false, 0, 0) : found;
    AppliedMap applied = new AppliedMap(lastTxnId(environment), note.applied());
    Applier applier = new Applier(environment, applied);
    DiskRoom disk = new DiskRoom(environment, settings);
    Replay replay =
        new Replay(
            applier,
            catalog,
            note,
            settings.overlayBytes(),
            disk,
            files.description(),
            options.recovery());
    Entrance entrance = new Entrance();
    Log<LoggedCommit> log =
        Log.open(
            owned,
            files,
            logOptions(options, settings, diskBytes),
            new Resume(note.applied(), note.logId(), note.open()),
            replay,
            entrance);
    boolean opened = false;
    try {
      replay.finish();
      new SchemaKeeper(catalog, "logged").prepare(backend, options.progress());
      Reconciling.run(environment, catalog, applier, options, replay.last());
      long last = log.lastSequence();
      applier.apply(_ -> {}, new LogNotes.Note(true, log.id(), last));
      log.release(last, disk.reusable());
      Overlay overlay = new Overlay(catalog.trees().size(), last);
      LogHealth.Recovery recovery =
          report(log.recovery(), replay.committed(), System.nanoTime() - start, environment);
      Parts parts =
          new Parts(
              environment,
              catalog,
              overlay,
              applied,
              applier,
              owned,
              log,
              recovery,
              settings,
              disk);
      environment.keepOne();
      LoggedStore store = assemble(parts, entrance);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        log.close();
      }
    }
  }

  private static LoggedStore assemble(Parts parts, Entrance entrance) {
    Environment environment = parts.environment();
    String name = String.valueOf(environment.folder().getFileName());
    Checkpointer checkpointer =
        new Checkpointer(
            parts.overlay(),
            parts.applier(),
            parts.catalog(),
            parts.log(),
            parts.disk(),
            parts.settings().checkpointInterval(),
            name);
    entrance.open(
        new Order(
            environment,
            parts.catalog(),
            parts.overlay(),
            parts.applied(),
            parts.settings(),
            parts.disk()::generationBytes,
            checkpointer::wake));
    ViewWatch watch = new ViewWatch(environment);
    LoggedStore store = new LoggedStore(parts, checkpointer, watch);
    checkpointer.start();
    watch.start();
    return store;
  }

  /// The log needs a sequencer before there is anything to sequence.
  private static final class Entrance implements dev.fulgur.log.Sequencer<LoggedCommit> {
    private final AtomicReference<@Nullable Order> order = new AtomicReference<>();

    void open(Order with) {
      order.set(with);
    }

    private Order order() {
      Order now = order.get();
      if (now == null) {
        throw new IllegalStateException("A commit came before the store was open.");
      }
      return now;
    }

    @Override
    public boolean validate(LoggedCommit commit) {
      return order().validate(commit);
    }

    @Override
    public void apply(LoggedCommit commit, long sequence) {
      order().apply(commit, sequence);
    }

    @Override
    public void revoke(LoggedCommit commit, long sequence) {
      order().revoke(commit, sequence);
    }

    @Override
    public void publish(long sequence) {
      order().publish(sequence);
    }

    @Override
    public boolean wantsPoint() {
      return order().wantsPoint();
    }

    @Override
    public void point(long sequence) {
      order().point(sequence);
    }
  }

  private static long lastTxnId(Environment environment) {
    ReadSlot slot = environment.take();
    try {
      return slot.rows().version();
    } finally {
      environment.end(slot);
    }
  }

  private static LogOptions logOptions(StoreOptions options, LogSettings settings, long diskBytes) {
    LogOptions defaults = LogOptions.DEFAULTS;
    int largestSegment =
        DiskRoom.largestSegment(diskBytes, settings.segmentBytes(), defaults.maxSegmentBytes());
    return defaults
        .withDurability(
            options.durability() == dev.fulgur.store.Durability.RELAXED
                ? Durability.RELAXED
                : Durability.SYNCED)
        .withQueueCapacity(settings.queueCapacity())
        .withSegmentBytes(settings.segmentBytes(), largestSegment)
        .withFlushInterval(settings.flushInterval())
        .withReserve(settings.folder() == null ? DiskRoom.RESERVE : 0)
        .withRetention(new Retention(settings.keptSegments(), settings.keptFor()));
  }

  private static LogHealth.Recovery report(
      RecoveryStats stats, long committed, long nanos, Environment environment) {
    LogHealth.Recovery recovery =
        new LogHealth.Recovery(
            stats.frames(),
            committed,
            stats.discarded(),
            stats.bytes(),
            stats.truncatedBytes(),
            Duration.ofNanos(nanos));
    if (recovery.isAfterCrash()) {
      LOG.log(
          System.Logger.Level.INFO,
          "Recovered {0}: {1} transactions of {2} frames were brought in, {3} frames and {4} bytes of a"
              + " torn tail were cut away, in {5}",
          environment.folder(),
          committed,
          stats.frames(),
          stats.discarded(),
          stats.truncatedBytes(),
          recovery.duration());
    }
    return recovery;
  }

  /// Brings up to date what another program left behind, before anyone writes.
  private static final class Reconciling {
    static void run(
        Environment environment,
        Catalog catalog,
        Applier applier,
        StoreOptions options,
        long applied) {
      ReadSlot slot = environment.take();
      boolean others;
      LogNotes.Note note;
      long lastOwn;
      try {
        others = SchemaNotes.writtenByOthers(slot.rows());
        note = LogNotes.read(slot.rows());
        SchemaNotes.Commit commit = SchemaNotes.commit(slot.rows());
        lastOwn = commit == null ? 0 : commit.txnId();
      } finally {
        environment.end(slot);
      }
      if (!others) {
        return;
      }
      applier.apply(
          rows -> {
            new SchemaKeeper(catalog, "logged").reindexShared(rows);
            StoreOptions.Reconciler reconciler = options.reconciler();
            if (reconciler != null) {
              reconciler.reconcile(new OpeningTransaction(catalog, rows), lastOwn);
            }
          },
          note == null ? new LogNotes.Note(false, 0, applied) : note);
    }
  }
}
