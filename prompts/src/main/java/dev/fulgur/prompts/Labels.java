package dev.fulgur.prompts;

import static dev.fulgur.prompts.PromptTables.VERSIONS;

import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.prompts.versions.LabelKey;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.LabelRows;
import dev.fulgur.prompts.versions.LabelTables;
import dev.fulgur.prompts.versions.Targets;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.View;
import dev.fulgur.store.codec.Keys;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The labels of a database's templates: names such as `production` that stand for a version, and
/// are moved while versions stay as they are.
///
/// ```java
/// Labels labels = registry.labels();
/// labels.move(LabelPlacement.of("support/reply", "production", "1.4.0"), edit, Gate.CLOSED);
/// TemplateSpec now = registry.load("support/reply@production");
/// labels.rollback("support/reply", "production", edit, Gate.CLOSED);
/// ```
///
/// A move is durable when the method returns, and seen by the next read of every process. Each is
/// kept for good in the history of its label, whose order is that of the moves, whatever the clocks
/// of those who made them said. A label is taken away with its template or its version; its history
/// stays.
///
/// A *guarded* label does not take a version that [breaks][Compatibility] callers of the ones that
/// it names, or named last.
///
/// Shared by all threads. Methods throw [dev.fulgur.store.StoreException] where the store fails.
public final class Labels {

  /// What happens where a guarded label is to take a version that breaks its callers.
  public enum Gate {
    /// It is [LabelException.Refused].
    CLOSED,
    /// It takes it, on purpose.
    FORCED
  }

  private final LmdbRegistry registry;
  private final Clock clock;
  private final LongAdder moves = new LongAdder();

  Labels(LmdbRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /// Where a label stands, or null if the template does not have it.
  public @Nullable LabelMove find(String id, String label) {
    return registry.read(
        view -> isThere(view, id) ? LabelRows.last(view, new LabelKey(id, label)) : null);
  }

  /// The labels of a template and where they stand, by name.
  public Map<String, LabelMove> of(String id) {
    return registry.read(
        view -> {
          Map<String, LabelMove> found = new LinkedHashMap<>();
          if (StorableSpec.isId(id) && isThere(view, id)) {
            for (Row<LabelKey, LabelMove> row : LabelRows.of(view, id)) {
              found.put(row.key().label(), LabelRows.whole(view, row.key(), row.record()));
            }
          }
          return found;
        });
  }

  /// The first `limit` labels of all templates in a range, in the order of ids and labels.
  public List<Row<LabelKey, LabelMove>> list(Range<LabelKey> range, int limit) {
    return registry.read(
        view -> {
          List<Row<LabelKey, LabelMove>> rows = new ArrayList<>();
          try (var cursor = view.cursor(LabelTables.LABELS, range)) {
            while (rows.size() < limit && cursor.next()) {
              LabelKey key = cursor.key();
              if (!key.id().isEmpty() && isThere(view, key.id())) {
                rows.add(new Row<>(key, LabelRows.whole(view, key, cursor.record())));
              }
            }
          }
          return rows;
        });
  }

  /// Whether labels of the template count: another program may have deleted it since our last
  /// write.
  private static boolean isThere(View view, String id) {
    return !view.writtenByOthers() || LmdbRegistry.contains(view, id);
  }

  /// The last `limit` moves of a label, the newest first; also of one that was taken away.
  public List<LabelMove> history(String id, String label, int limit) {
    return registry.read(view -> LabelRows.history(view, new LabelKey(id, label), limit));
  }

  /// The moves of every label that a template has or had, by label and then the newest first.
  public Map<String, List<LabelMove>> history(String id) {
    return registry.read(
        view -> {
          Map<String, List<LabelMove>> moved = new LinkedHashMap<>();
          for (var row : LabelRows.history(view, id)) {
            moved.computeIfAbsent(row.key().label(), _ -> new ArrayList<>()).add(row.record());
          }
          return moved;
        });
  }

  /// The move that a label stood at, at some time, or null if it was not there then. Of moves whose
  /// times are out of order, because a clock was put back, the last one that is not after `time`
  /// counts.
  public @Nullable LabelMove asOf(String id, String label, Instant time) {
    return registry.read(view -> asOf(view, new LabelKey(id, label), time));
  }

  private static @Nullable LabelMove asOf(View view, LabelKey key, Instant time) {
    LabelMove move = LabelRows.asOf(view, key, time.toEpochMilli());
    return move == null || move.targets() == null ? null : move;
  }

  /// What a label said at some time.
  ///
  /// @param stickyKey chooses among weighted versions; see [Targets#pick]
  /// @throws LabelException.Missing if the label was not there then
  /// @throws PromptException.NotFound if the version that it named is not there any more
  public TemplateSpec loadAsOf(String id, String label, Instant time, @Nullable String stickyKey) {
    return registry.read(
        view -> {
          LabelMove move = asOf(view, new LabelKey(id, label), time);
          Targets targets = move == null ? null : move.targets();
          if (targets == null) {
            throw new LabelException.Missing(id, label, registry.place() + " as it was at " + time);
          }
          String version = targets.pick(stickyKey, salt(id, label));
          TemplateSpec spec = LmdbRegistry.find(view, id, version);
          if (spec == null) {
            throw PromptException.NotFound.of(id, version, registry.place());
          }
          return spec;
        });
  }

  /// What a label says.
  ///
  /// @param stickyKey chooses among weighted versions, the same one for the same key; null for the
  ///   version with the greatest weight
  /// @throws LabelException.Missing if the template does not have the label
  public TemplateSpec load(String id, String label, @Nullable String stickyKey) {
    TemplateSpec spec = registry.read(view -> find(view, id, label, stickyKey));
    if (spec == null) {
      throw new LabelException.Missing(id, label, registry.place());
    }
    return spec;
  }

  /// The version that a label gives, or null. A body of a label's version is asked for directly,
  /// unless another program wrote since: then the current version counts first, as everywhere.
  static @Nullable TemplateSpec find(
      View view, String id, String label, @Nullable String stickyKey) {
    LabelMove move = LabelRows.get(view, new LabelKey(id, label));
    if (move == null || move.targets() == null) {
      return null;
    }
    Targets targets = move.targets();
    String version =
        targets.shares().size() == 1
            ? targets.shares().getFirst().version()
            : targets.pick(stickyKey, salt(id, label));
    if (view.writtenByOthers()) {
      return LmdbRegistry.find(view, id, version);
    }
    VersionRecord record = view.get(VERSIONS, new VersionKey(id, version));
    return record == null ? null : record.spec();
  }

  static String salt(String id, String label) {
    return id + '@' + label;
  }

  /// Puts a label on a version, or on several with weights.
  ///
  /// @return the move, or the one that stands if it names these already
  /// @throws LabelException.Invalid if it is no label
  /// @throws PromptException.NotFound if the template or a version is not there
  /// @throws LabelException.Refused if it is guarded and the version breaks its callers
  public LabelMove move(LabelPlacement placement, Edit edit, Gate gate) {
    return place(List.of(placement), null, edit, gate).getFirst();
  }

  /// Puts labels of many templates in place, all in one transaction: no read sees a part of them.
  ///
  /// @param name what the release is called in the history
  /// @return the moves, in the order of the placements
  /// @throws LabelException.Invalid if one is no label, or is placed twice
  /// @throws PromptException.NotFound if a template or a version is not there
  /// @throws LabelException.Refused if one is guarded and its version breaks its callers
  public List<LabelMove> release(
      String name, List<LabelPlacement> placements, Edit edit, Gate gate) {
    Map<LabelKey, LabelPlacement> seen = LinkedHashMap.newLinkedHashMap(placements.size());
    for (LabelPlacement placement : placements) {
      if (seen.put(new LabelKey(placement.id(), placement.label()), placement) != null) {
        throw new LabelException.Invalid(
            placement.label(),
            placement.id(),
            "the release places it twice",
            "name each label of a template once");
      }
    }
    return place(List.copyOf(placements), name, edit, gate);
  }

  private List<LabelMove> place(
      List<LabelPlacement> placements, @Nullable String release, Edit edit, Gate gate) {
    for (LabelPlacement placement : placements) {
      LabelRules.check(placement.id(), placement.label());
    }
    List<Integer> order = inOrderOfKeys(placements);
    List<LabelMove> all =
        registry
            .store()
            .writeAndGet(
                tx -> {
                  long now = clock.millis();
                  LabelMove[] made = new LabelMove[placements.size()];
                  List<String> guarded = gate == Gate.CLOSED ? guarded(tx) : List.of();
                  List<TemplateSpec> composed = new ArrayList<>();
                  for (int i : order) {
                    LabelPlacement placement = placements.get(i);
                    LabelKey key = new LabelKey(placement.id(), placement.label());
                    Targets targets = placement.targets();
                    LabelRules.admit(tx, key, targets, guarded, composed, registry.place());
                    made[i] = LabelRows.move(tx, key, targets, null, now, edit, release);
                  }
                  LabelRules.checkIncludes(tx, composed);
                  return List.of(made);
                });
    moves.add(all.size());
    return all;
  }

  /// The places of placements in the order of their rows, which lie together on pages.
  private static List<Integer> inOrderOfKeys(List<LabelPlacement> placements) {
    List<Integer> order = new ArrayList<>(placements.size());
    for (int i = 0; i < placements.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparing((Integer i) -> placements.get(i).id(), ByteOrder.BYTES)
            .thenComparing(i -> placements.get(i).label(), ByteOrder.BYTES));
    return order;
  }

  /// Puts a label back on what it named before. Done again, it goes back further: what was rolled
  /// back from is passed over. A label that was taken away comes back to what it named last.
  ///
  /// @throws LabelException.NothingBefore if there is nothing to go back to
  /// @throws PromptException.NotFound if that version is not there any more
  /// @throws LabelException.Refused if the label is guarded and that version breaks its callers
  public LabelMove rollback(String id, String label, Edit edit, Gate gate) {
    LabelMove made =
        registry
            .store()
            .writeAndGet(
                tx -> {
                  LabelKey key = new LabelKey(id, label);
                  LabelMove before = StorableSpec.isId(id) ? LabelRows.previous(tx, key) : null;
                  Targets targets = before == null ? null : before.targets();
                  if (before == null || targets == null) {
                    if (StorableSpec.isId(id) && LabelRows.lastTargets(tx, key) != null) {
                      throw new LabelException.NothingBefore(id, label);
                    }
                    throw new LabelException.Missing(id, label, registry.place());
                  }
                  List<TemplateSpec> composed = new ArrayList<>();
                  List<String> guarded = gate == Gate.CLOSED ? guarded(tx) : List.of();
                  LabelRules.admit(tx, key, targets, guarded, composed, registry.place());
                  LabelMove move =
                      LabelRows.move(tx, key, targets, before, clock.millis(), edit, null);
                  LabelRules.checkIncludes(tx, composed);
                  return move;
                });
    moves.increment();
    return made;
  }

  /// Takes a label away; it is gone at the next read.
  ///
  /// @throws LabelException.Missing if the template does not have it
  public void remove(String id, String label, Edit edit) {
    boolean removed =
        registry
            .store()
            .writeAndGet(
                tx ->
                    StorableSpec.isId(id)
                        && LabelRows.remove(tx, new LabelKey(id, label), clock.millis(), edit));
    if (!removed) {
      throw new LabelException.Missing(id, label, registry.place());
    }
    moves.increment();
  }

  /// Marks a label as guarded on every template, or takes the mark away.
  ///
  /// @return whether that changed anything
  /// @throws LabelException.Invalid if it is no label
  public boolean guard(String label, boolean guarded, Edit edit) {
    LabelRules.check(null, label);
    return registry
        .store()
        .writeAndGet(tx -> LabelRows.guard(tx, label, guarded, clock.millis(), edit));
  }

  /// The guarded labels, by name.
  public List<String> guarded() {
    return registry.read(Labels::guarded);
  }

  private static List<String> guarded(View view) {
    return view
        .keys(LabelTables.LABELS, Range.<String, LabelKey>part(Keys.UTF8, ""), Integer.MAX_VALUE)
        .stream()
        .map(LabelKey::label)
        .toList();
  }

  /// How often this registry moved or removed a label, since it was opened; for meters.
  public long moveCount() {
    return moves.sum();
  }
}
