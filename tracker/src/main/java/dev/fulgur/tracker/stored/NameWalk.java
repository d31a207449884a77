package dev.fulgur.tracker.stored;

import dev.fulgur.store.CoveredRow;
import dev.fulgur.store.Range;
import dev.fulgur.store.View;
import dev.fulgur.store.codec.KeyWriter;
import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.PathOrder;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.stored.IndexKeys.SymbolKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Walks symbols in the order of name, file and id.
///
/// The index cuts texts that are long, and then rows that share a beginning are in the order of
/// their hashes. Such rows are next to each other: they are gathered and put in order before they
/// are handed on.
final class NameWalk {

  /// The exact order.
  static final Comparator<SymbolRecord> ORDER =
      Comparator.comparing(SymbolRecord::name, PathOrder.CODE_POINTS)
          .thenComparing(SymbolRecord::filePath, PathOrder.CODE_POINTS)
          .thenComparingLong(SymbolRecord::id);

  /// No text of so many chars is cut, however many bytes each takes.
  private static final int SHORT = KeyWriter.INDEX_TEXT_BYTES / 3;

  private static final int PAGE = 1024;

  private final View view;
  private final Predicate<SymbolRecord> action;
  private final List<SymbolRecord> gathered = new ArrayList<>();

  /// @param action called in order until it answers false
  NameWalk(View view, Predicate<SymbolRecord> action) {
    this.view = view;
    this.action = action;
  }

  /// @param whole whether all that is found is likely to be taken
  void run(NameFilter filter, @Nullable SymbolRecord after, boolean whole) {
    Range<NameKey> range = range(filter, after);
    boolean all = filter.equals(NameFilter.ALL);
    SymbolPlaces places = new SymbolPlaces(view, all && whole);
    while (true) {
      List<CoveredRow<NameKey, SymbolKey, NamedCodec.Named>> rows =
          view.covered(Tables.SYMBOLS_BY_NAME, range, PAGE);
      for (int i = 0; i < rows.size(); i++) {
        CoveredRow<NameKey, SymbolKey, NamedCodec.Named> row = rows.get(i);
        if (all || filter.matches(row.indexKey().name())) {
          if (!take(places.complete(row), row.indexKey().whole(), after)) {
            return;
          }
        }
      }
      if (rows.size() < PAGE) {
        release(after);
        return;
      }
      range = range.beyond(rows.getLast().indexKey());
    }
  }

  private boolean take(SymbolRecord symbol, boolean whole, @Nullable SymbolRecord after) {
    if (!gathered.isEmpty() && !mayBeSwapped(gathered.getLast(), symbol) && !release(after)) {
      return false;
    }
    if (whole) {
      return (after != null && ORDER.compare(symbol, after) <= 0) || action.test(symbol);
    }
    gathered.add(symbol);
    return true;
  }

  private boolean release(@Nullable SymbolRecord after) {
    if (gathered.isEmpty()) {
      return true;
    }
    List<SymbolRecord> group = new ArrayList<>(gathered);
    gathered.clear();
    group.sort(ORDER);
    for (SymbolRecord symbol : group) {
      if ((after == null || ORDER.compare(symbol, after) > 0) && !action.test(symbol)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the index holds name and path as they are.
  private static boolean isWhole(SymbolRecord symbol) {
    return !isCut(symbol.name()) && !isCut(symbol.filePath());
  }

  private static boolean isCut(String text) {
    int bytes = text.length();
    if (bytes <= SHORT) {
      return false;
    }
    for (int i = 0; i < text.length() && bytes <= KeyWriter.INDEX_TEXT_BYTES; i++) {
      char c = text.charAt(i);
      if (c <= 1 || c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes > KeyWriter.INDEX_TEXT_BYTES;
  }

  /// Whether the index may have put two neighbours, or what follows them, in another order than the
  /// exact one. All of one cut name belongs to one group, whatever the files.
  private static boolean mayBeSwapped(SymbolRecord a, SymbolRecord b) {
    return shareBeginning(a.name(), b.name())
        || (a.name().equals(b.name()) && shareBeginning(a.filePath(), b.filePath()));
  }

  private static boolean shareBeginning(String a, String b) {
    return isCut(a) && isCut(b) && a.regionMatches(0, b, 0, SHORT);
  }

  private static Range<NameKey> range(NameFilter filter, @Nullable SymbolRecord after) {
    Range<NameKey> range =
        switch (filter.how()) {
          case CONTAINS -> Range.all();
          case EXACT -> Range.prefix(new NameKey(filter.text(), null, 0));
          case PREFIX -> ofPrefix(filter.text());
        };
    if (after == null) {
      return range;
    }
    if (isWhole(after)) {
      return range.beyond(NameKey.of(after));
    }
    // Begin where rows may be out of order, and leave out what does not come after.
    NameKey from =
        isCut(after.name())
            ? NameKey.lowest(beginning(after.name()))
            : new NameKey(after.name(), beginning(after.filePath()), 0);
    return new Range<>(
        from, true, range.to(), range.toInclusive(), range.prefix(), range.part(), false);
  }

  private static Range<NameKey> ofPrefix(String text) {
    String prefix = beginning(text);
    String end = successor(prefix);
    if (prefix.isEmpty()) {
      return Range.all();
    }
    return end.isEmpty()
        ? Range.from(NameKey.lowest(prefix))
        : Range.between(NameKey.lowest(prefix), NameKey.lowest(end));
  }

  /// So much of a text that the index does not cut it.
  private static String beginning(String text) {
    if (text.length() <= SHORT) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(SHORT - 1)) ? SHORT - 1 : SHORT);
  }

  /// The smallest text above all that begin with `prefix`; empty if there is none.
  private static String successor(String prefix) {
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      end -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return prefix.substring(0, end) + Character.toString(next);
      }
    }
    return "";
  }
}
