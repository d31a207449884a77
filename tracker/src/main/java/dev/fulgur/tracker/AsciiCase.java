package dev.fulgur.tracker;

/// Comparing texts without regard to the case of ASCII letters, and of those only.
public final class AsciiCase {

  private AsciiCase() {}

  /// `text` with its ASCII letters in lower case.
  public static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        char[] chars = text.toCharArray();
        for (int j = i; j < chars.length; j++) {
          chars[j] = lower(chars[j]);
        }
        return new String(chars);
      }
    }
    return text;
  }

  /// Whether `part`, which is in lower case, stands anywhere in `text`.
  public static boolean contains(String text, String part) {
    int last = text.length() - part.length();
    if (part.isEmpty()) {
      return true;
    }
    char first = part.charAt(0);
    for (int i = 0; i <= last; i++) {
      if (lower(text.charAt(i)) == first && matchesAt(text, part, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesAt(String text, String part, int offset) {
    for (int j = 1; j < part.length(); j++) {
      if (lower(text.charAt(offset + j)) != part.charAt(j)) {
        return false;
      }
    }
    return true;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }
}
