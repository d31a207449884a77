package dev.fulgur.tracker.migrate;

import dev.fulgur.tracker.Checkpoint;
import dev.fulgur.tracker.Entity;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.NamedText;
import dev.fulgur.tracker.PatternRecord;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.ThreadFile;
import dev.fulgur.tracker.ThreadQuery;
import dev.fulgur.tracker.ThreadRecord;
import dev.fulgur.tracker.ThreadTool;
import dev.fulgur.tracker.TrackerException;
import dev.fulgur.tracker.TranscriptPosition;
import dev.fulgur.tracker.stored.Intake;
import dev.fulgur.tracker.stored.StoreTracker;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries a database over into a tracker on a store, and compares the two.
///
/// Each transaction holds 10,000 records and how far it came, so that a migration that was cut
/// short goes on where it was. While one is written, the one before is compared and the next is
/// read, so that the source is read once. What cannot be taken is named and left out.
public final class Migration {

  /// How many records share a transaction.
  public static final int BATCH = 10_000;

  private static final String MARK = "fulgur.migration.";
  private static final int MAX_PROBLEMS = 100;

  private final Source source;
  private final StoreTracker target;
  private final Consumer<? super Progress> progress;
  private final List<String> problems = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();
  private final Map<Entity.Kind, Long> leftOut = new EnumMap<>(Entity.Kind.class);
  private final Map<Entity.Kind, Long> same = new EnumMap<>(Entity.Kind.class);
  private long done;
  private long total;

  private Migration(Source source, StoreTracker target, Consumer<? super Progress> progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
    for (long count : source.counts().values()) {
      total += count;
    }
  }

  /// How far a migration is.
  ///
  /// @param kind what is carried over or compared now
  /// @param done how many records are done
  /// @param total how many there are
  public record Progress(Entity.Kind kind, long done, long total) {}

  /// What a migration came to.
  ///
  /// @param counts how many records of each kind the source has
  /// @param leftOut how many of each kind could not be taken
  /// @param orphans what points to something that is not there; taken as it is, where there is a
  ///   place for it
  /// @param problems why records were left out, one sentence each, for the first of them
  /// @param differences where source and tracker differ, one sentence each; empty if all was
  ///   carried over
  public record Report(
      Map<Entity.Kind, Long> counts,
      Map<Entity.Kind, Long> leftOut,
      List<String> orphans,
      List<String> problems,
      List<String> differences) {

    /// Copies the collections.
    public Report {
      counts = Map.copyOf(counts);
      leftOut = Map.copyOf(leftOut);
      orphans = List.copyOf(orphans);
      problems = List.copyOf(problems);
      differences = List.copyOf(differences);
    }
  }

  /// Carries everything over and compares it: each record with what is stored of it after its
  /// transaction, and the numbers of records at the end.
  ///
  /// @param target a tracker without records, or one that a migration of the same source was begun
  ///   on
  /// @param progress told after every transaction
  /// @throws IllegalStateException if the target has records that no migration brought
  public static Report run(
      Source source, StoreTracker target, Consumer<? super Progress> progress) {
    Migration migration = new Migration(source, target, progress);
    migration.refuseForeignRecords();
    for (Entity.Kind kind : Entity.Kind.values()) {
      migration.carry(kind);
    }
    migration.finish();
    migration.compareCounts(false);
    return new Report(
        source.counts(),
        migration.leftOut,
        source.orphans(),
        migration.problems,
        migration.differences);
  }

  /// Compares a source with a tracker, record by record and both ways, without changing either.
  ///
  /// @return one sentence for each difference, at most some hundred
  public static List<String> verify(
      Source source, StoreTracker target, Consumer<? super Progress> progress) {
    Migration migration = new Migration(source, target, progress);
    for (Entity.Kind kind : Entity.Kind.values()) {
      List<Entity> page = new ArrayList<>();
      source.forEach(
          kind,
          entity -> {
            page.add(entity);
            if (page.size() == BATCH) {
              migration.compare(kind, page);
              page.clear();
            }
            return true;
          },
          migration::differ);
      migration.compare(kind, page);
    }
    migration.compareCounts(true);
    return migration.differences;
  }

  private void refuseForeignRecords() {
    long records = 0;
    for (long count : target.counts().values()) {
      records += count;
    }
    if (records > 0 && target.metadata().get(MARK + Entity.Kind.FILES) == null) {
      throw new IllegalStateException(
          "The tracker %s has %d records already; migrate into an empty one."
              .formatted(target.store().path(), records));
    }
  }

  private void carry(Entity.Kind kind) {
    String mark = target.metadata().get(MARK + kind);
    try (Carrier carrier = new Carrier(kind, mark == null ? 0 : Long.parseLong(mark))) {
      source.forEach(kind, carrier::take, carrier::leaveOut);
      carrier.end();
    }
  }

  /// Gathers the records of one kind, has them written, and compares them when they are.
  private final class Carrier implements AutoCloseable {
    private final Entity.Kind kind;
    private final long known;
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private List<Entity> batch = new ArrayList<>();
    private @Nullable Written writing;
    private long rows;

    /// @param known how many rows an earlier run has written
    Carrier(Entity.Kind kind, long known) {
      this.kind = kind;
      this.known = known;
    }

    boolean take(Entity entity) {
      batch.add(entity);
      if (++rows == known) {
        compare(kind, batch);
        batch.clear();
      } else if (batch.size() == BATCH) {
        next();
      }
      return true;
    }

    void leaveOut(String problem) {
      if (++rows == known) {
        compare(kind, batch);
        batch.clear();
      }
      Migration.this.leaveOut(kind, problem);
    }

    private void next() {
      if (rows <= known) {
        compare(kind, batch);
        batch.clear();
        return;
      }
      write();
    }

    private void write() {
      Written before = writing;
      if (before != null) {
        before.await();
      }
      writing = new Written(target, kind, batch, rows, writer);
      batch = new ArrayList<>();
      settle(before);
    }

    private void settle(@Nullable Written written) {
      if (written != null) {
        written.refused.forEach(problem -> Migration.this.leaveOut(kind, problem));
        compare(kind, written.taken);
      }
    }

    /// What is left, and how far the kind came.
    void end() {
      if (rows > known || known == 0) {
        write();
      } else {
        next();
      }
      if (writing != null) {
        writing.await();
        settle(writing);
      }
    }

    /// Waits for what is being written, so that the tracker can be closed.
    @Override
    public void close() {
      writer.close();
    }
  }

  /// A batch on its way into the tracker.
  private static final class Written {
    private final List<Entity> taken = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final Future<?> outcome;

    Written(
        StoreTracker target,
        Entity.Kind kind,
        List<Entity> batch,
        long rows,
        ExecutorService writer) {
      outcome =
          writer.submit(
              () ->
                  target.takeIn(
                      intake -> {
                        put(intake, batch);
                        intake.put(new NamedText(MARK + kind, Long.toString(rows)));
                      }));
    }

    private void put(Intake intake, List<Entity> batch) {
      taken.clear();
      refused.clear();
      for (Entity entity : batch) {
        try {
          intake.put(entity);
          taken.add(entity);
        } catch (TrackerException.KeyHashTaken | IllegalArgumentException e) {
          refused.add(String.valueOf(e.getMessage()));
        }
      }
    }

    /// Until it is durable.
    void await() {
      try {
        outcome.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException("A batch could not be written.", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("The migration was interrupted; run it again.", e);
      }
    }
  }

  private void leaveOut(Entity.Kind kind, String problem) {
    leftOut.merge(kind, 1L, Long::sum);
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(problem);
    }
  }

  private void finish() {
    Map<Entity.Kind, Long> lastIds = source.lastIds();
    target.takeIn(
        intake -> {
          lastIds.forEach(intake::raiseLastId);
          for (Entity.Kind kind : Entity.Kind.values()) {
            intake.forget(MARK + kind);
          }
        });
  }

  /// Each of these records is in the tracker.
  private void compare(Entity.Kind kind, List<Entity> entities) {
    target.forEachTwin(
        entities,
        (entity, twin) -> {
          if (entity.equals(twin)) {
            same.merge(kind, 1L, Long::sum);
          } else {
            differ(
                twin == null
                    ? "Of %s the tracker lacks %s.".formatted(name(kind), identity(entity))
                    : "Of %s the source has %s, the tracker %s."
                        .formatted(name(kind), entity, twin));
          }
        });
    done += entities.size();
    progress.accept(new Progress(kind, done, total));
  }

  /// The tracker has no more than those; said first where it has.
  ///
  /// @param all whether it must have every record of the source
  private void compareCounts(boolean all) {
    Map<Entity.Kind, Long> ofSource = source.counts();
    List<String> wrong = new ArrayList<>();
    target
        .counts()
        .forEach(
            (kind, count) -> {
              long found = same.getOrDefault(kind, 0L);
              long wanted = all ? ofSource.getOrDefault(kind, 0L) : found;
              if (count != found || wanted != found) {
                wrong.add(
                    "Of %s the source has %d records, the tracker %d, of which %d are those of the source."
                        .formatted(name(kind), ofSource.getOrDefault(kind, 0L), count, found));
              }
            });
    differences.addAll(0, wrong);
  }

  private void differ(String difference) {
    if (differences.size() < MAX_PROBLEMS) {
      differences.add(difference);
    }
  }

  private static String identity(Entity entity) {
    return switch (entity) {
      case FileRecord file -> file.path();
      case SymbolRecord symbol ->
          "%d, %s in %s".formatted(symbol.id(), symbol.name(), symbol.filePath());
      case MemoryRecord memory -> memory.id();
      case TranscriptPosition transcript -> transcript.path();
      case NamedText text -> text.key();
      case PatternRecord _,
          ThreadRecord _,
          ThreadFile _,
          ThreadQuery _,
          ThreadTool _,
          Checkpoint _ ->
          entity.toString();
    };
  }

  /// A kind in words.
  public static String name(Entity.Kind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
