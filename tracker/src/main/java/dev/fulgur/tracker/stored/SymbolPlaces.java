package dev.fulgur.tracker.stored;

import dev.fulgur.store.CoveredRow;
import dev.fulgur.store.Range;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.View;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.stored.IndexKeys.IdentityKey;
import dev.fulgur.tracker.stored.IndexKeys.SymbolKey;
import dev.fulgur.tracker.stored.PlacesCodec.Places;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the symbols of a walk by name have their blobs and vectors, which do not stand in the
/// index by name.
///
/// For few symbols the records are looked up, each anywhere in the table. For many the index by
/// identity, which has the places in rows that are short, is walked once from its beginning to its
/// end, and what it says is kept in 32 bytes each.
final class SymbolPlaces {

  /// How many rows are passed in the time in which one is found.
  private static final int PASSED_FOR_ONE = 8;

  /// With more ids the memory is not worth the time.
  private static final long MOST = 1_000_000;

  private final View view;
  private final long count;
  private final long ids;
  private long found;
  private @Nullable Kept kept;

  /// @param all whether all symbols are likely to be asked for
  SymbolPlaces(View view, boolean all) {
    this.view = view;
    this.count = view.count(Tables.SYMBOLS);
    this.ids = view.get(Tables.LAST_SYMBOL);
    this.found = all ? count : 0;
  }

  SymbolRecord complete(CoveredRow<NameKey, SymbolKey, NamedCodec.Named> row) {
    if (kept == null && ++found * PASSED_FOR_ONE > count && ids <= MOST) {
      kept = new Kept(view, ids);
    }
    SymbolRecord known = kept == null ? null : kept.complete(row);
    if (known != null) {
      return known;
    }
    SymbolRecord symbol = view.get(Tables.SYMBOLS, row.key());
    if (symbol == null) {
      throw new StoreException.CorruptRecord(
          Tables.SYMBOLS_BY_NAME.name(), "id " + row.key().id(), "its record is not there", null);
    }
    return symbol;
  }

  /// What the records say, by id. Ids are given one after the other and lie close together, those
  /// of a file next to each other.
  private static final class Kept {
    private static final int PAGE = 1024;
    private static final int BITS = 6;
    private static final int FIELDS = 4;
    private static final long NONE = SymbolKey.ANY;

    /// Of 64 ids each: offset and length of the blob, then of the vector.
    private final long[][] chunks;

    /// Whether two files share an id, so that it does not tell which is meant.
    private boolean ambiguous;

    Kept(View view, long ids) {
      chunks = new long[(int) (ids >> BITS) + 1][];
      var index = Tables.SYMBOLS_BY_IDENTITY;
      List<CoveredRow<IdentityKey, SymbolKey, Places>> rows =
          view.covered(index, Range.all(), PAGE);
      while (!rows.isEmpty()) {
        for (int i = 0; i < rows.size(); i++) {
          keep(rows.get(i).key().id(), rows.get(i).value());
        }
        var last = rows.getLast();
        rows = view.coveredAfter(index, Range.all(), last.indexKey(), last.key(), PAGE);
      }
    }

    private void keep(long id, Places of) {
      long chunk = id >> BITS;
      if (chunk < 0 || chunk >= chunks.length) {
        return;
      }
      long[] places = chunks[(int) chunk];
      if (places == null) {
        places = new long[FIELDS << BITS];
        Arrays.fill(places, NONE);
        chunks[(int) chunk] = places;
      }
      int at = at(id);
      ambiguous |= places[at] != NONE;
      places[at] = of.blob().offset();
      places[at + 1] = of.blob().length();
      Span vector = of.vector();
      if (vector != null) {
        places[at + 2] = vector.offset();
        places[at + 3] = vector.length();
      }
    }

    /// The symbol, or null if its places were not there when they were read.
    @Nullable SymbolRecord complete(CoveredRow<NameKey, SymbolKey, NamedCodec.Named> row) {
      long id = row.indexKey().id();
      long chunk = id >> BITS;
      if (ambiguous || chunk < 0 || chunk >= chunks.length) {
        return null;
      }
      long[] places = chunks[(int) chunk];
      int at = at(id);
      if (places == null || places[at] == NONE) {
        return null;
      }
      Span vector = places[at + 2] == NONE ? null : new Span(places[at + 2], places[at + 3]);
      return row.value().with(row.indexKey(), new Span(places[at], places[at + 1]), vector);
    }

    private static int at(long id) {
      return (int) (id & (1 << BITS) - 1) * FIELDS;
    }
  }
}
