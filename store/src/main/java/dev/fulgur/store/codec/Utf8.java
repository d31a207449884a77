package dev.fulgur.store.codec;

/// UTF-8 where the JDK's own conversions replace what they should refuse.
final class Utf8 {

  private Utf8() {}

  /// How many bytes the text takes. Refuses lone surrogates.
  static long length(String text) {
    int chars = text.length();
    long bytes = chars;
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes++;
        if (c >= 0x800) {
          bytes++;
          if (Character.isSurrogate(c)) {
            checkPair(text, i);
            i++;
          }
        }
      }
    }
    return bytes;
  }

  /// Writes the text at `at`, where there must be room for its [#length], and returns the end of
  /// it. Refuses lone surrogates.
  static int encode(String text, byte[] target, int at) {
    int chars = text.length();
    int i = 0;
    int p = at;
    for (; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        break;
      }
      target[p++] = (byte) c;
    }
    for (; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        target[p++] = (byte) c;
      } else if (c < 0x800) {
        target[p++] = (byte) (0xC0 | (c >> 6));
        target[p++] = (byte) (0x80 | (c & 0x3F));
      } else if (!Character.isSurrogate(c)) {
        target[p++] = (byte) (0xE0 | (c >> 12));
        target[p++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        target[p++] = (byte) (0x80 | (c & 0x3F));
      } else {
        int point = checkPair(text, i++);
        target[p++] = (byte) (0xF0 | (point >> 18));
        target[p++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        target[p++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        target[p++] = (byte) (0x80 | (point & 0x3F));
      }
    }
    return p;
  }

  private static int checkPair(String text, int at) {
    char high = text.charAt(at);
    if (Character.isHighSurrogate(high) && at + 1 < text.length()) {
      char low = text.charAt(at + 1);
      if (Character.isLowSurrogate(low)) {
        return Character.toCodePoint(high, low);
      }
    }
    throw new UnencodableValue(
        String.format("its text has a lone surrogate, U+%04X, at index %d", (int) high, at));
  }

  /// Where the first sequence begins that is not UTF-8 (overlong forms, surrogates and points above
  /// U+10FFFF are not), or -1.
  static int malformedAt(byte[] bytes, int from, int to) {
    int p = from;
    while (p < to) {
      int b = bytes[p];
      if (b >= 0) {
        p++;
        continue;
      }
      int more;
      int lowest = 0x80;
      int highest = 0xBF;
      int lead = b & 0xFF;
      if (lead >= 0xC2 && lead <= 0xDF) {
        more = 1;
      } else if (lead >= 0xE0 && lead <= 0xEF) {
        more = 2;
        lowest = lead == 0xE0 ? 0xA0 : 0x80;
        highest = lead == 0xED ? 0x9F : 0xBF;
      } else if (lead >= 0xF0 && lead <= 0xF4) {
        more = 3;
        lowest = lead == 0xF0 ? 0x90 : 0x80;
        highest = lead == 0xF4 ? 0x8F : 0xBF;
      } else {
        return p;
      }
      if (to - p <= more) {
        return p;
      }
      int second = bytes[p + 1] & 0xFF;
      if (second < lowest || second > highest) {
        return p;
      }
      for (int i = 2; i <= more; i++) {
        if ((bytes[p + i] & 0xC0) != 0x80) {
          return p;
        }
      }
      p += more + 1;
    }
    return -1;
  }

  /// The end of the last whole character before `to`, in UTF-8 that may have been cut there.
  static int wholeUpTo(byte[] bytes, int to) {
    int lead = to - 1;
    while (lead > 0 && lead > to - 4 && (bytes[lead] & 0xC0) == 0x80) {
      lead--;
    }
    if (lead < 0) {
      return to;
    }
    int first = bytes[lead] & 0xFF;
    int needed = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return needed > to - lead ? lead : to;
  }
}
