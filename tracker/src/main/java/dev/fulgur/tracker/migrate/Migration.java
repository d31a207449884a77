package dev.fulgur.tracker.migrate;

import dev.fulgur.tracker.Entity;
import dev.fulgur.tracker.NamedText;
import dev.fulgur.tracker.TrackerException;
import dev.fulgur.tracker.stored.StoreTracker;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries a database over into a tracker on a store, and compares the two.
///
/// Each transaction holds 10,000 records and how far it came, so that a migration that was cut
/// short goes on where it was. What cannot be taken is named and left out.
public final class Migration {

  /// How many records share a transaction.
  public static final int BATCH = 10_000;

  private static final String MARK = "fulgur.migration.";
  private static final int MAX_PROBLEMS = 100;

  private final Source source;
  private final StoreTracker target;
  private final Consumer<? super Progress> progress;
  private final List<String> problems = new ArrayList<>();
  private final Map<Entity.Kind, Long> leftOut = new EnumMap<>(Entity.Kind.class);
  private long done;
  private long total;

  private Migration(Source source, StoreTracker target, Consumer<? super Progress> progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  /// How far a migration is.
  ///
  /// @param kind what is carried over now
  /// @param verifying whether it is being compared
  /// @param done how many records are done
  /// @param total how many there are
  public record Progress(Entity.Kind kind, boolean verifying, long done, long total) {}

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

  /// Carries everything over and compares it.
  ///
  /// @param target a tracker without records, or one that a migration of the same source was begun
  ///   on
  /// @param progress told after every transaction
  /// @throws IllegalStateException if the target has records that no migration brought
  public static Report run(
      Source source, StoreTracker target, Consumer<? super Progress> progress) {
    Migration migration = new Migration(source, target, progress);
    Map<Entity.Kind, Long> counts = source.counts();
    for (long count : counts.values()) {
      migration.total += count;
    }
    migration.refuseForeignRecords();
    for (Entity.Kind kind : Entity.Kind.values()) {
      migration.carry(kind);
    }
    migration.finish();
    List<String> differences = migration.compare(false);
    return new Report(counts, migration.leftOut, source.orphans(), migration.problems, differences);
  }

  /// Compares a source with a tracker, record by record, without changing either.
  ///
  /// @return one sentence for each difference, at most 100
  public static List<String> verify(
      Source source, StoreTracker target, Consumer<? super Progress> progress) {
    Migration migration = new Migration(source, target, progress);
    for (long count : source.counts().values()) {
      migration.total += count;
    }
    return migration.compare(true);
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
    long skip = mark == null ? 0 : Long.parseLong(mark);
    done += skip;
    Carrier carrier = new Carrier(kind, skip);
    source.forEach(kind, skip, carrier::take, problem -> carrier.leaveOut(problem));
    carrier.write();
  }

  /// Gathers records of one kind and writes them.
  private final class Carrier {
    private final Entity.Kind kind;
    private final List<Entity> batch = new ArrayList<>();
    private long rows;

    Carrier(Entity.Kind kind, long rows) {
      this.kind = kind;
      this.rows = rows;
    }

    boolean take(Entity entity) {
      rows++;
      batch.add(entity);
      if (batch.size() == BATCH) {
        write();
      }
      return true;
    }

    void leaveOut(String problem) {
      rows++;
      Migration.this.leaveOut(kind, problem);
    }

    void write() {
      List<String> refused = new ArrayList<>();
      target.takeIn(
          intake -> {
            refused.clear();
            for (Entity entity : batch) {
              try {
                intake.put(entity);
              } catch (TrackerException.KeyHashTaken | IllegalArgumentException e) {
                refused.add(String.valueOf(e.getMessage()));
              }
            }
            intake.put(new NamedText(MARK + kind, Long.toString(rows)));
          });
      for (String problem : refused) {
        Migration.this.leaveOut(kind, problem);
      }
      done += batch.size();
      batch.clear();
      progress.accept(new Progress(kind, false, done, total));
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

  /// Each record of the source is in the tracker, and the tracker has no more than those.
  ///
  /// @param all whether rows of the source that cannot be read are differences too
  private List<String> compare(boolean all) {
    List<String> differences = new ArrayList<>();
    Map<Entity.Kind, Long> found = target.counts();
    done = 0;
    for (Entity.Kind kind : Entity.Kind.values()) {
      long[] same = {0};
      source.forEach(
          kind,
          0,
          entity -> {
            Entity twin = target.twinOf(entity);
            if (entity.equals(twin)) {
              same[0]++;
            } else if (differences.size() < MAX_PROBLEMS) {
              differences.add(difference(kind, entity, twin));
            }
            if (++done % BATCH == 0) {
              progress.accept(new Progress(kind, true, done, total));
            }
            return true;
          },
          bad -> {
            if (all && differences.size() < MAX_PROBLEMS) {
              differences.add(bad);
            }
          });
      long count = found.getOrDefault(kind, 0L);
      if (count != same[0]) {
        differences.add(
            "Of %s the tracker has %d records, of which %d are those of the source."
                .formatted(name(kind), count, same[0]));
      }
    }
    return differences;
  }

  private static String difference(Entity.Kind kind, Entity entity, @Nullable Entity twin) {
    return twin == null
        ? "Of %s the tracker lacks %s.".formatted(name(kind), entity)
        : "Of %s the source has %s, the tracker %s.".formatted(name(kind), entity, twin);
  }

  /// A kind in words.
  public static String name(Entity.Kind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
