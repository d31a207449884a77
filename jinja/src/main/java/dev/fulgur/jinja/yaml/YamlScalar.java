package dev.fulgur.jinja.yaml;

import org.jspecify.annotations.Nullable;

/// What libyaml finds out about a text before it chooses how to write it.
///
/// @param multiline it has line breaks
/// @param plain it may stand without quotes, outside flow style
/// @param singleQuoted it may stand in single quotes
/// @param block it may stand as a block
record YamlScalar(boolean multiline, boolean plain, boolean singleQuoted, boolean block) {

  private static final String FIRST = "#,[]{}&*!|>'\"%@`";

  static YamlScalar analyze(String s) {
    if (s.isEmpty()) {
      return new YamlScalar(false, true, true, false);
    }
    Analysis a = new Analysis(s);
    a.run();
    return a.result();
  }

  static boolean isBreak(int c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  /// What libyaml writes as it is. Everything beyond the basic plane is escaped.
  static boolean isPrintable(int c) {
    return c == '\n'
        || (c >= 0x20 && c <= 0x7e)
        || (c >= 0xa0 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
  }

  static boolean hasLineBreak(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (isBreak(s.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  static int utf8Length(String s) {
    int length = 0;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }

  private static final class Analysis {
    private final String s;
    private boolean indicators;
    private boolean breaks;
    private boolean special;
    private boolean edgeSpace;
    private boolean trailingSpace;
    private boolean breakThenSpace;
    private boolean spaceThenBreak;

    Analysis(String s) {
      this.s = s;
      this.indicators = s.startsWith("---") || s.startsWith("...");
    }

    private boolean blankAt(int i) {
      if (i >= s.length()) {
        return true;
      }
      char c = s.charAt(i);
      return c == ' ' || c == '\t' || c == 0 || isBreak(c);
    }

    void run() {
      boolean afterSpace = false;
      boolean afterBreak = false;
      for (int i = 0; i < s.length(); ) {
        int c = s.codePointAt(i);
        int next = i + Character.charCount(c);
        indicator(c, i, next);
        special |= !isPrintable(c);
        boolean last = next == s.length();
        if (c == ' ') {
          edgeSpace |= i == 0 || last;
          trailingSpace |= last;
          breakThenSpace |= afterBreak;
          afterSpace = true;
          afterBreak = false;
        } else if (isBreak(c)) {
          breaks = true;
          edgeSpace |= i == 0 || last;
          spaceThenBreak |= afterSpace;
          afterSpace = false;
          afterBreak = true;
        } else {
          afterSpace = false;
          afterBreak = false;
        }
        i = next;
      }
    }

    private void indicator(int c, int at, int next) {
      if (at == 0) {
        indicators |= FIRST.indexOf(c) >= 0;
        indicators |= (c == '?' || c == ':' || c == '-') && blankAt(next);
      } else {
        indicators |= c == ':' && blankAt(next);
        indicators |= c == '#' && blankAt(at - 1);
      }
    }

    YamlScalar result() {
      boolean quotedOnly = edgeSpace || breaks || indicators;
      boolean doubleOnly = breakThenSpace || spaceThenBreak || special;
      return new YamlScalar(
          breaks,
          !quotedOnly && !doubleOnly,
          !doubleOnly,
          !trailingSpace && !spaceThenBreak && !special);
    }
  }

  /// The letter of a short escape, or null.
  static @Nullable String shortEscape(int c) {
    return switch (c) {
      case 0 -> "0";
      case 7 -> "a";
      case 8 -> "b";
      case 9 -> "t";
      case 10 -> "n";
      case 11 -> "v";
      case 12 -> "f";
      case 13 -> "r";
      case 27 -> "e";
      case '"' -> "\"";
      case '\\' -> "\\";
      case 0x85 -> "N";
      case 0xa0 -> "_";
      case 0x2028 -> "L";
      case 0x2029 -> "P";
      default -> null;
    };
  }
}
