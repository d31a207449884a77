package dev.fulgur.prompts.versions;

import static dev.fulgur.prompts.versions.LabelTables.HISTORY;
import static dev.fulgur.prompts.versions.LabelTables.LABELS;

import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.View;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.codec.UnencodableValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads and changes the rows of labels. Holds what is true of them at every commit: a label that
/// is there has its last move in `label_history`, and that move's number and targets in `labels`;
/// the moves of a label are numbered from 1 without gaps, over its removal too.
public final class LabelRows {
  private LabelRows() {}

  /// The last move of a label that is there, or null, without when, who and why.
  public static @Nullable LabelMove get(View view, LabelKey key) {
    try {
      return key.label().isEmpty() ? null : view.get(LABELS, key);
    } catch (UnencodableValue e) {
      return null; // a text that is no key names nothing
    }
  }

  /// The last move of a label that is there, or null.
  public static @Nullable LabelMove last(View view, LabelKey key) {
    LabelMove bare = get(view, key);
    return bare == null ? null : whole(view, key, bare);
  }

  /// A move of `labels` with when, who and why.
  public static LabelMove whole(View view, LabelKey key, LabelMove bare) {
    LabelMove whole = view.get(HISTORY, MoveKey.of(key, bare.sequence()));
    return whole == null ? bare : whole;
  }

  /// Whether the label is guarded, on every template.
  public static boolean isGuarded(View view, String label) {
    return get(view, LabelKey.everywhere(label)) != null;
  }

  /// The labels of a template, by name, without when, who and why.
  public static List<Row<LabelKey, LabelMove>> of(View view, String id) {
    return view.scan(LABELS, Range.part(Keys.UTF8, id), Integer.MAX_VALUE);
  }

  /// The moves of a label, the newest first.
  ///
  /// @param limit at most so many
  public static List<LabelMove> history(View view, LabelKey key, int limit) {
    List<LabelMove> moves = new ArrayList<>();
    for (Row<MoveKey, LabelMove> row : view.scan(HISTORY, MoveKey.all(key).reversed(), limit)) {
      moves.add(row.record());
    }
    return moves;
  }

  /// The moves of every label of a template, by label and then the newest first.
  public static List<Row<MoveKey, LabelMove>> history(View view, String id) {
    List<Row<MoveKey, LabelMove>> rows =
        view.scan(HISTORY, Range.<String, MoveKey>part(Keys.UTF8, id), Integer.MAX_VALUE);
    List<Row<MoveKey, LabelMove>> ordered = new ArrayList<>(rows.size());
    int from = 0;
    for (int to = 1; to <= rows.size(); to++) {
      if (to == rows.size() || !rows.get(to).key().label().equals(rows.get(from).key().label())) {
        ordered.addAll(rows.subList(from, to).reversed());
        from = to;
      }
    }
    return ordered;
  }

  /// The last move by number whose time is not after `at`, or null if there is none: where the
  /// label stood then.
  ///
  /// @param at in milliseconds since 1970
  public static @Nullable LabelMove asOf(View view, LabelKey key, long at) {
    return newest(view, MoveKey.all(key), move -> move.at() <= at);
  }

  /// The last move that put the label on other targets before the move whose targets stand, or
  /// null: what a rollback goes back to. What was rolled back from lies behind that move, and so is
  /// passed over.
  public static @Nullable LabelMove previous(View view, LabelKey key) {
    LabelMove last = newest(view, MoveKey.all(key), _ -> true);
    if (last == null) {
      return null;
    }
    return newest(
        view,
        MoveKey.upTo(key, last.standing() - 1),
        move -> move.targets() != null && !move.targets().equals(last.targets()));
  }

  /// The targets that stand, or those that stood last if the label was removed; null if it never
  /// was there.
  public static @Nullable Targets lastTargets(View view, LabelKey key) {
    LabelMove last = newest(view, MoveKey.all(key), move -> move.targets() != null);
    return last == null ? null : last.targets();
  }

  private static @Nullable LabelMove newest(
      View view, Range<MoveKey> range, Predicate<LabelMove> wanted) {
    try (Cursor<MoveKey, LabelMove> moves = view.cursor(HISTORY, range.reversed())) {
      while (moves.next()) {
        LabelMove move = moves.record();
        if (wanted.test(move)) {
          return move;
        }
      }
      return null;
    } catch (UnencodableValue e) {
      return null;
    }
  }

  private static long lastSequence(View view, LabelKey key, @Nullable LabelMove current) {
    if (current != null) {
      return current.sequence();
    }
    LabelMove last = newest(view, MoveKey.all(key), _ -> true);
    return last == null ? 0 : last.sequence();
  }

  /// Puts a label on versions, and answers the move; the one that stands where that changes
  /// nothing.
  ///
  /// @param restored the move that is gone back to, or null for a move of its own
  /// @param release the release that it belongs to, or null
  public static LabelMove move(
      Transaction tx,
      LabelKey key,
      Targets targets,
      @Nullable LabelMove restored,
      long now,
      Edit edit,
      @Nullable String release) {
    LabelMove current = tx.get(LABELS, key);
    if (current != null && targets.equals(current.targets())) {
      return whole(tx, key, current);
    }
    long sequence = lastSequence(tx, key, current) + 1;
    LabelMove move =
        new LabelMove(
            sequence,
            restored == null ? LabelMove.Kind.MOVE : LabelMove.Kind.ROLLBACK,
            targets,
            restored == null ? sequence : restored.standing(),
            now,
            edit.author(),
            edit.message(),
            release);
    tx.put(LABELS, key, move.bare());
    append(tx, key, move);
    return move;
  }

  /// Takes a label away.
  ///
  /// @return whether it was there
  public static boolean remove(Transaction tx, LabelKey key, long now, Edit edit) {
    LabelMove current = tx.get(LABELS, key);
    if (current == null) {
      return false;
    }
    tx.delete(LABELS, key);
    append(tx, key, plain(current.sequence() + 1, LabelMove.Kind.REMOVE, now, edit));
    return true;
  }

  /// Marks a label as guarded on every template, or takes the mark away.
  ///
  /// @return whether that changed anything
  public static boolean guard(Transaction tx, String label, boolean guarded, long now, Edit edit) {
    LabelKey key = LabelKey.everywhere(label);
    LabelMove current = tx.get(LABELS, key);
    if (guarded == (current != null)) {
      return false;
    }
    LabelMove move =
        plain(
            lastSequence(tx, key, current) + 1,
            guarded ? LabelMove.Kind.GUARD : LabelMove.Kind.UNGUARD,
            now,
            edit);
    if (guarded) {
      tx.put(LABELS, key, move.bare());
    } else {
      tx.delete(LABELS, key);
    }
    append(tx, key, move);
    return true;
  }

  /// Takes the labels of a template away that name a version which is gone.
  ///
  /// @param exists whether a version is there
  public static void sweep(
      Transaction tx, String id, Predicate<String> exists, long now, Edit edit) {
    for (Row<LabelKey, LabelMove> row : of(tx, id)) {
      Targets targets = row.record().targets();
      if (targets != null && !targets.versions().stream().allMatch(exists)) {
        remove(tx, row.key(), now, edit);
      }
    }
  }

  private static LabelMove plain(long sequence, LabelMove.Kind kind, long now, Edit edit) {
    return new LabelMove(sequence, kind, null, sequence, now, edit.author(), edit.message(), null);
  }

  private static void append(Transaction tx, LabelKey key, LabelMove move) {
    tx.put(HISTORY, MoveKey.of(key, move.sequence()), move); // a number that is new
  }
}
