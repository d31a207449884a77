package dev.fulgur.prompts.search;

import static dev.fulgur.prompts.search.SearchTables.BUILT;
import static dev.fulgur.prompts.search.SearchTables.PENDING;

import dev.fulgur.prompts.search.Postings.Change;
import dev.fulgur.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes the inverted index of all templates inside one transaction. Terms and templates are sorted
/// on the heap, as many at a time as a sixteenth of it holds, so that rows are written in their
/// order and pages are full.
public final class IndexBuilder {
  private static final long MOST =
      Math.clamp(Runtime.getRuntime().maxMemory() / 16 / Long.BYTES, 1 << 18, 1 << 26);

  private final Transaction tx;
  private final List<String> ids = new ArrayList<>();

  /// The term, in signed order, and the place of the id.
  private long[] pairs = new long[1 << 12];

  private int size;

  /// Begins an index in place of one that may be there. Every template is to be given to [#add], in
  /// the order of ids, before [#finish].
  public IndexBuilder(Transaction tx) {
    this.tx = tx;
    IndexWriter.clear(tx);
  }

  /// Adds a template.
  ///
  /// @param terms what it has
  public void add(String id, int[] terms) {
    if (id.getBytes(StandardCharsets.UTF_8).length > IndexWriter.MAX_ID_BYTES) {
      tx.put(PENDING, id, new Pending(terms, TermSets.EMPTY, 0));
      return;
    }
    if (size + terms.length > MOST) {
      flush();
    }
    if (size + terms.length > pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * (size + terms.length));
    }
    for (int term : terms) {
      pairs[size++] = (long) (term ^ Integer.MIN_VALUE) << Integer.SIZE | ids.size();
    }
    ids.add(id);
  }

  private void flush() {
    Arrays.sort(pairs, 0, size);
    Postings postings = new Postings(tx);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int term = (int) (pairs[i] >> Integer.SIZE) ^ Integer.MIN_VALUE;
      if (!changes.isEmpty() && changes.getFirst().term() != term) {
        postings.apply(changes);
        changes.clear();
      }
      changes.add(new Change(term, ids.get((int) pairs[i]), true));
    }
    postings.apply(changes);
    ids.clear();
    size = 0;
  }

  /// Ends the index; every write keeps it from here on.
  public void finish() {
    flush();
    tx.add(BUILT, 1);
  }
}
