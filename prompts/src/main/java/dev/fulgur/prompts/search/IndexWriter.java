package dev.fulgur.prompts.search;

import static dev.fulgur.prompts.search.SearchTables.BLOCKS;
import static dev.fulgur.prompts.search.SearchTables.BUILT;
import static dev.fulgur.prompts.search.SearchTables.PENDING;
import static dev.fulgur.prompts.search.SearchTables.STEPS;

import dev.fulgur.prompts.search.Postings.Change;
import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Keeps the inverted index up to date inside one transaction.
///
/// A template that is written gets a row in `search_pending`, which a reader asks beside the
/// blocks, and which alone counts for that template. Its terms go into the blocks in steps, one for
/// each template that is written: a step brings one slice of all terms into the blocks, for all
/// templates that are pending. When every slice has had its step, a template is pending no more. So
/// a write does a bounded part of the work, and a block is rewritten for many templates at a time.
public final class IndexWriter {
  /// So many steps take all terms into the blocks.
  static final int SLICES = 512;

  /// Longer ids stay pending: behind a term, they would be no key.
  static final int MAX_ID_BYTES = 500;

  private static final int SLICE_SHIFT = 23;
  private static final int[] NOTHING = {};

  /// As many in one transaction are brought into the blocks at a time.
  private static final int MOST_AT_ONCE = 4_096;

  private final Transaction tx;
  private final boolean built;
  private int written;

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
    tx.put(PENDING, id, new Pending(now, gone, tx.get(STEPS)));
    if (++written == MOST_AT_ONCE) {
      finish();
    }
  }

  /// Ends the writing: takes as many steps as templates were written.
  public void finish() {
    if (written > 0) {
      int steps = Math.min(written, SLICES);
      long first = tx.get(STEPS);
      tx.add(STEPS, steps);
      written = 0;
      step(first, steps);
    }
  }

  private void step(long first, int steps) {
    List<Change> changes = new ArrayList<>();
    List<String> done = new ArrayList<>();
    int slice = (int) (first % SLICES);
    try (Cursor<String, Pending> rows = tx.cursor(PENDING, Range.all())) {
      while (rows.next()) {
        String id = rows.key();
        if (id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
          continue;
        }
        Pending pending = rows.record();
        collect(id, pending.terms(), true, slice, steps, changes);
        collect(id, pending.gone(), false, slice, steps, changes);
        if (pending.since() + SLICES <= first + steps) {
          done.add(id);
        }
      }
    }
    // Rows came in the order of ids, and the sort is stable.
    changes.sort((a, b) -> Integer.compareUnsigned(a.term(), b.term()));
    new Postings(tx).apply(changes);
    done.forEach(id -> tx.delete(PENDING, id));
  }

  /// Collects the terms of some slices, which go on with the first one behind the last.
  private static void collect(
      String id, int[] terms, boolean has, int slice, int slices, List<Change> changes) {
    int behind = slice + slices;
    between(id, terms, has, slice, Math.min(behind, SLICES), changes);
    if (behind > SLICES) {
      between(id, terms, has, 0, behind - SLICES, changes);
    }
  }

  private static void between(
      String id, int[] terms, boolean has, int slice, int end, List<Change> changes) {
    int i = TermSets.place(terms, slice << SLICE_SHIFT);
    while (i < terms.length && terms[i] >>> SLICE_SHIFT < end) {
      changes.add(new Change(terms[i++], id, has));
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
