package dev.fulgur.jinja.yaml;

import java.util.Set;

/// Whether YAML 1.1 reads a plain text back as text, as PyYAML resolves it. Scans, so that no text
/// takes long.
final class YamlResolver {

  private static final Set<String> WORDS =
      Set.of(
          "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE",
          "on", "On", "ON", "off", "Off", "OFF", "~", "null", "Null", "NULL", "", "<<", "=", "!",
          "&", "*");

  private static final Set<String> FLOAT_WORDS =
      Set.of(
          ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan",
          ".NaN", ".NAN");

  private YamlResolver() {}

  static boolean isPlainText(String s) {
    if (WORDS.contains(s) || FLOAT_WORDS.contains(s)) {
      return false;
    }
    char c = s.charAt(0);
    boolean maybeNumber = (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
    return !maybeNumber || !(isInteger(s) || isFloat(s) || isTimestamp(s));
  }

  private static boolean digit(String s, int i) {
    return i < s.length() && s.charAt(i) >= '0' && s.charAt(i) <= '9';
  }

  private static int sign(String s) {
    return s.startsWith("-") || s.startsWith("+") ? 1 : 0;
  }

  private static int skip(String s, int from, String set) {
    int i = from;
    while (i < s.length() && set.indexOf(s.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static boolean isInteger(String s) {
    int at = sign(s);
    int n = s.length();
    if (s.startsWith("0b", at)) {
      return n > at + 2 && skip(s, at + 2, "01_") == n;
    }
    if (s.startsWith("0x", at)) {
      return n > at + 2 && skip(s, at + 2, "0123456789abcdefABCDEF_") == n;
    }
    if (s.startsWith("0", at)) {
      return n == at + 1 || skip(s, at + 1, "01234567_") == n;
    }
    if (!digit(s, at)) {
      return false;
    }
    int end = skip(s, at, "0123456789_");
    return end == n || sexagesimal(s, end) == n;
  }

  /// Behind groups of a colon and a number below 60, or -1 when there is none.
  private static int sexagesimal(String s, int from) {
    int i = from;
    while (i < s.length() && s.charAt(i) == ':') {
      int first = i + 1;
      if (!digit(s, first)) {
        break;
      }
      boolean two = s.charAt(first) <= '5' && digit(s, first + 1);
      i = two ? first + 2 : first + 1;
    }
    return i == from ? -1 : i;
  }

  private static boolean isFloat(String s) {
    int at = sign(s);
    int n = s.length();
    if (digit(s, at)) {
      int whole = skip(s, at, "0123456789_");
      if (whole < n && s.charAt(whole) == '.') {
        int end = skip(s, whole + 1, "0123456789_");
        return end == n || exponent(s, end);
      }
      int minutes = sexagesimal(s, whole);
      return minutes > 0
          && minutes < n
          && s.charAt(minutes) == '.'
          && skip(s, minutes + 1, "0123456789_") == n;
    }
    if (at == 0 && s.startsWith(".") && digit(s, 1)) {
      int end = skip(s, 1, "0123456789_");
      return end == n || exponent(s, end);
    }
    return false;
  }

  private static boolean exponent(String s, int from) {
    boolean letter = from < s.length() && (s.charAt(from) == 'e' || s.charAt(from) == 'E');
    boolean signed =
        from + 1 < s.length() && (s.charAt(from + 1) == '-' || s.charAt(from + 1) == '+');
    return letter && signed && digit(s, from + 2) && skip(s, from + 2, "0123456789") == s.length();
  }

  /// `2001-12-14`, or a date and a time with an optional fraction and zone.
  private static boolean isTimestamp(String s) {
    if (s.length() > 64 || !digits(s, 0, 4) || !s.startsWith("-", 4)) {
      return false;
    }
    boolean dateOnly = s.length() == 10 && digits(s, 5, 2) && s.charAt(7) == '-' && digits(s, 8, 2);
    return dateOnly || new TimestampReader(s).read();
  }

  private static boolean digits(String s, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (!digit(s, i)) {
        return false;
      }
    }
    return true;
  }

  private static final class TimestampReader {
    private final String s;
    private int at = 5;

    TimestampReader(String s) {
      this.s = s;
    }

    private boolean oneOrTwo() {
      if (!digit(s, at)) {
        return false;
      }
      at += digit(s, at + 1) ? 2 : 1;
      return true;
    }

    private boolean two() {
      boolean there = digits(s, at, 2);
      at += 2;
      return there;
    }

    private boolean take(char c) {
      if (at < s.length() && s.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private boolean blanks() {
      int from = at;
      at = skip(s, at, " \t");
      return at > from;
    }

    boolean read() {
      boolean date = oneOrTwo() && take('-') && oneOrTwo();
      if (!date || !(take('T') || take('t') || blanks())) {
        return false;
      }
      if (!(oneOrTwo() && take(':') && two() && take(':') && two())) {
        return false;
      }
      if (take('.')) {
        at = skip(s, at, "0123456789");
      }
      if (at == s.length()) {
        return true;
      }
      blanks();
      return zone() && at == s.length();
    }

    private boolean zone() {
      if (take('Z')) {
        return true;
      }
      if (!(take('-') || take('+')) || !oneOrTwo()) {
        return false;
      }
      return at == s.length() || (take(':') && two());
    }
  }
}
