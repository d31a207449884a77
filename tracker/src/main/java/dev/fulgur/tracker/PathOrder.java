package dev.fulgur.tracker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The order of texts in the store: that of their UTF-8 bytes, which is that of their code points.
public final class PathOrder {

  /// Compares by code points.
  public static final Comparator<String> CODE_POINTS = PathOrder::compare;

  private PathOrder() {}

  /// Compares two texts by their code points.
  ///
  /// @return below, at or above 0 as `a` is below, equal to or above `b`
  public static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // A surrogate stands for a code point above every other char.
        boolean xs = Character.isSurrogate(x);
        boolean ys = Character.isSurrogate(y);
        return xs == ys ? Character.compare(x, y) : xs ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  static List<String> sortedOnce(List<String> texts) {
    boolean sorted = true;
    for (int i = 1; i < texts.size() && sorted; i++) {
      sorted = compare(texts.get(i - 1), texts.get(i)) < 0;
    }
    if (sorted) {
      return List.copyOf(texts);
    }
    List<String> copy = new ArrayList<>(texts);
    copy.sort(CODE_POINTS);
    List<String> once = new ArrayList<>(copy.size());
    for (String text : copy) {
      if (once.isEmpty() || !once.getLast().equals(text)) {
        once.add(text);
      }
    }
    return List.copyOf(once);
  }
}
