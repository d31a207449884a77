package dev.fulgur.jinja.runtime;

import org.jspecify.annotations.Nullable;

/// Text by code points, as Python counts it, over Java's UTF-16. Text without surrogates, which is
/// nearly all text, needs no counting.
public final class Strings {

  private Strings() {}

  /// How many code points.
  public static int length(String s) {
    return s.codePointCount(0, s.length());
  }

  static int length(String s, Budget budget) {
    budget.scan(s.length());
    return length(s);
  }

  /// Where the code point of this index starts.
  static int offset(String s, int points, int index) {
    return points == s.length() ? index : s.offsetByCodePoints(0, index);
  }

  /// The code point of an index, as text, or null when there is none.
  static @Nullable String at(String s, long index, Budget budget) {
    int points = length(s, budget);
    long i = index < 0 ? index + points : index;
    if (i < 0 || i >= points) {
      return null;
    }
    int from = offset(s, points, (int) i);
    return s.substring(from, from + Character.charCount(s.codePointAt(from)));
  }

  /// From one code point to another.
  static String slice(String s, int from, int to) {
    int points = length(s);
    if (points == s.length()) {
      return s.substring(from, to);
    }
    int start = s.offsetByCodePoints(0, from);
    return s.substring(start, s.offsetByCodePoints(start, to - from));
  }

  /// By code points, which differs from Java's order where surrogates are.
  static int compare(String a, String b) {
    int n = Math.min(a.length(), b.length());
    for (int i = 0; i < n; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogates = Character.isSurrogate(x) && Character.isSurrogate(y);
        if (surrogates || !(Character.isSurrogate(x) || Character.isSurrogate(y))) {
          return x - y;
        }
        return Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  static String reverse(String s) {
    return new StringBuilder(s).reverse().toString();
  }
}
