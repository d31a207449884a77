package dev.fulgur.prompts.search;

import static dev.fulgur.prompts.search.SearchTables.BLOCKS;
import static dev.fulgur.prompts.search.SearchTables.BUILT;
import static dev.fulgur.prompts.search.SearchTables.PENDING;

import dev.fulgur.prompts.ByteOrder;
import dev.fulgur.prompts.search.SearchTables.BlockKey;
import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.View;
import dev.fulgur.store.codec.Keys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Asks the inverted index of one snapshot: the ids of templates that may have all terms of a
/// query, in their order.
public final class IndexReader {
  private IndexReader() {}

  /// Whether the index of this snapshot holds all of its templates: not before the first write to a
  /// database that has none, and not while another program's writes are not taken over.
  public static boolean isUsable(View view) {
    return view.get(BUILT) != 0 && !view.writtenByOthers();
  }

  /// Visits the ids that may match, until the visitor has enough.
  ///
  /// @param query asks for one term or more
  /// @param visitor answers whether it wants to see more
  public static void visit(View view, Query query, Predicate<String> visitor) {
    int[] terms = query.terms();
    Set<String> pending = new HashSet<>();
    List<String> fresh = new ArrayList<>();
    try (Cursor<String, Pending> rows = view.cursor(PENDING, Range.all())) {
      while (rows.next()) {
        String id = rows.key();
        pending.add(id);
        if (hasAll(rows.record().terms(), terms) && isWithin(query, id)) {
          fresh.add(id);
        }
      }
    }
    int next = 0;
    Posting[] postings = new Posting[terms.length];
    for (int i = 0; i < terms.length; i++) {
      postings[i] = new Posting(view, terms[i]);
    }
    String id = firstId(query);
    boolean inclusive = query.after() == null || !id.equals(query.after());
    while (true) {
      String found = intersect(postings, id, inclusive);
      if (found == null || !isWithin(query, found)) {
        break;
      }
      while (next < fresh.size() && ByteOrder.BYTES.compare(fresh.get(next), found) < 0) {
        if (!visitor.test(fresh.get(next++))) {
          return;
        }
      }
      if (!pending.contains(found) && !visitor.test(found)) {
        return;
      }
      id = found;
      inclusive = false;
    }
    while (next < fresh.size() && visitor.test(fresh.get(next))) {
      next++;
    }
  }

  private static boolean hasAll(int[] set, int[] terms) {
    for (int term : terms) {
      if (!TermSets.contains(set, term)) {
        return false;
      }
    }
    return true;
  }

  private static String firstId(Query query) {
    String prefix = query.prefix() == null ? "" : query.prefix();
    String after = query.after();
    return after == null || ByteOrder.BYTES.compare(after, prefix) < 0 ? prefix : after;
  }

  private static boolean isWithin(Query query, String id) {
    return (query.prefix() == null || id.startsWith(query.prefix()))
        && (query.after() == null || ByteOrder.BYTES.compare(id, query.after()) > 0);
  }

  /// The first id from `from` on that all terms have, or null.
  private static @Nullable String intersect(Posting[] postings, String from, boolean inclusive) {
    String candidate = postings[0].seek(from, inclusive);
    int agreed = 1;
    int i = 0;
    while (candidate != null && agreed < postings.length) {
      i = (i + 1) % postings.length;
      String found = postings[i].seek(candidate, true);
      if (candidate.equals(found)) {
        agreed++;
      } else {
        candidate = found;
        agreed = 1;
      }
    }
    return candidate;
  }

  /// The ids of a term, asked for upwards.
  private static final class Posting {
    private final View view;
    private final int term;
    private List<String> ids = List.of();
    private int at;

    /// Where the next block begins, or null if there is none.
    private @Nullable BlockKey next;

    private boolean begun;

    Posting(View view, int term) {
      this.view = view;
      this.term = term;
    }

    /// The first id that is not below `id`, or is above it; null if there is none.
    @Nullable String seek(String id, boolean inclusive) {
      BlockKey following = next;
      if (!begun || (following != null && ByteOrder.BYTES.compare(following.first(), id) <= 0)) {
        begun = true;
        load(blockOf(id));
      }
      while (true) {
        while (at < ids.size()) {
          int order = ByteOrder.BYTES.compare(ids.get(at), id);
          if (order > 0 || (order == 0 && inclusive)) {
            return ids.get(at);
          }
          at++;
        }
        following = next;
        if (following == null) {
          return null;
        }
        load(following);
      }
    }

    private @Nullable BlockKey blockOf(String id) {
      List<BlockKey> keys = view.keys(BLOCKS, range(null, new BlockKey(term, id)).reversed(), 1);
      if (keys.isEmpty()) {
        keys = view.keys(BLOCKS, range(null, null), 1);
      }
      return keys.isEmpty() ? null : keys.getFirst();
    }

    private void load(@Nullable BlockKey key) {
      Block block = key == null ? null : view.get(BLOCKS, key);
      ids = key == null || block == null ? List.of() : block.ids(key.first());
      at = 0;
      List<BlockKey> keys = key == null ? List.of() : view.keys(BLOCKS, range(key, null), 1);
      next = keys.isEmpty() ? null : keys.getFirst();
    }

    private Range<BlockKey> range(@Nullable BlockKey after, @Nullable BlockKey upTo) {
      return new Range<>(after, false, upTo, true, null, new Range.Part<>(Keys.U32, term), false);
    }
  }
}
