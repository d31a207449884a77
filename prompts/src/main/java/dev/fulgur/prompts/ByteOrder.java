package dev.fulgur.prompts;

import java.util.Comparator;

/// The order of texts by their UTF-8 bytes, which is that of their code points.
public final class ByteOrder {
  /// The order; a surrogate that stands alone counts as its own code point.
  public static final Comparator<String> BYTES = ByteOrder::compare;

  private ByteOrder() {}

  private static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
