package dev.fulgur.jinja.runtime;

/// Finds text in text in time that grows with their sum, whatever they are: Java's own search takes
/// the product where both repeat themselves.
///
/// Source: Knuth, Morris and Pratt, Fast pattern matching in strings, 1977.
public final class TextSearch {

  /// Up to here the product is small.
  private static final int SHORT = 16;

  private TextSearch() {}

  /// Where the part begins first, from `from` on, or -1.
  public static int indexOf(String s, String part, int from) {
    return part.length() <= SHORT ? s.indexOf(part, from) : search(s, part, from, false);
  }

  /// Where the part begins last, among those that end at `to` or before, or -1.
  static int lastIndexOf(String s, String part, int to) {
    return part.length() <= SHORT
        ? s.lastIndexOf(part, to - part.length())
        : search(s, part, s.length() - to, true);
  }

  private static int search(String s, String part, int from, boolean backwards) {
    int n = s.length();
    int m = part.length();
    if (m > n - from) {
      return -1;
    }
    int[] borders = borders(part, backwards);
    int matched = 0;
    for (int i = from; i < n; i++) {
      char c = at(s, i, backwards);
      while (matched > 0 && at(part, matched, backwards) != c) {
        matched = borders[matched - 1];
      }
      if (at(part, matched, backwards) == c) {
        matched++;
      }
      if (matched == m) {
        return backwards ? n - 1 - i : i - m + 1;
      }
    }
    return -1;
  }

  /// For each beginning of the part, how long its longest border is.
  private static int[] borders(String part, boolean backwards) {
    int[] borders = new int[part.length()];
    int length = 0;
    for (int i = 1; i < borders.length; i++) {
      char c = at(part, i, backwards);
      while (length > 0 && at(part, length, backwards) != c) {
        length = borders[length - 1];
      }
      if (at(part, length, backwards) == c) {
        length++;
      }
      borders[i] = length;
    }
    return borders;
  }

  private static char at(String s, int index, boolean backwards) {
    return s.charAt(backwards ? s.length() - 1 - index : index);
  }
}
