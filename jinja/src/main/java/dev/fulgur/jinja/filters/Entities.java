package dev.fulgur.jinja.filters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns HTML's character references back into characters, as HTML 5 reads them.
final class Entities {

  /// What the numbers 0x80 to 0x9f stand for: Windows-1252.
  private static final String WINDOWS =
      "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d"
          + "\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153"
          + "\u009d\u017e\u0178";

  private static final int LONGEST = 32;

  /// The names, loaded when the first one is met. A name that ends with a semicolon has it.
  private static final class Names {
    static final Map<String, String> TABLE = load();

    private static Map<String, String> load() {
      Map<String, String> table = new HashMap<>(4096);
      try (InputStream in = Entities.class.getResourceAsStream("entities.txt")) {
        if (in == null) {
          throw new IllegalStateException("entities.txt is not beside the class");
        }
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] parts = line.split(" ", -1);
          StringBuilder text = new StringBuilder();
          for (int i = 1; i < parts.length; i++) {
            text.appendCodePoint(Integer.parseInt(parts[i], 16));
          }
          table.put(parts[0], text.toString());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return table;
    }
  }

  private Entities() {}

  static String unescape(String s) {
    int at = s.indexOf('&');
    if (at < 0) {
      return s;
    }
    StringBuilder out = new StringBuilder(s.length());
    int from = 0;
    while (at >= 0) {
      out.append(s, from, at);
      from = s.startsWith("#", at + 1) ? number(s, at, out) : name(s, at, out);
      at = s.indexOf('&', from);
    }
    return out.append(s, from, s.length()).toString();
  }

  /// Writes what a number stands for and returns what lies behind it.
  private static int number(String s, int at, StringBuilder out) {
    boolean hex = s.startsWith("x", at + 2) || s.startsWith("X", at + 2);
    int i = at + (hex ? 3 : 2);
    int start = i;
    long value = 0;
    while (i < s.length()
        && Character.digit(s.charAt(i), hex ? 16 : 10) >= 0
        && s.charAt(i) < 0x80) {
      value = Math.min(0x11_0000, value * (hex ? 16 : 10) + Character.digit(s.charAt(i), 16));
      i++;
    }
    if (i == start) {
      out.append('&');
      return at + 1;
    }
    if (i < s.length() && s.charAt(i) == ';') {
      i++;
    }
    append(out, (int) value);
    return i;
  }

  private static void append(StringBuilder out, int c) {
    if (c >= 0x80 && c <= 0x9f) {
      out.append(WINDOWS.charAt(c - 0x80));
    } else if (c == 0 || c > Character.MAX_CODE_POINT || (c >= 0xd800 && c <= 0xdfff)) {
      out.append('\ufffd');
    } else if (!isInvalid(c)) {
      out.appendCodePoint(c);
    }
  }

  private static boolean isInvalid(int c) {
    return (c >= 1 && c <= 8)
        || c == 0xb
        || (c >= 0xe && c <= 0x1f)
        || c == 0x7f
        || (c >= 0xfdd0 && c <= 0xfdef)
        || (c & 0xfffe) == 0xfffe;
  }

  private static int name(String s, int at, StringBuilder out) {
    int i = at + 1;
    int count = 0;
    while (i < s.length() && count < LONGEST && "\t\n\f <&#;".indexOf(s.charAt(i)) < 0) {
      i += Character.charCount(s.codePointAt(i));
      count++;
    }
    if (count == 0) {
      out.append('&');
      return at + 1;
    }
    if (i < s.length() && s.charAt(i) == ';') {
      i++;
    }
    String whole = s.substring(at + 1, i);
    String text = Names.TABLE.get(whole);
    if (text != null) {
      out.append(text);
      return i;
    }
    String longest = longest(whole);
    if (longest == null) {
      out.append('&').append(whole);
    } else {
      out.append(Names.TABLE.get(longest)).append(whole, longest.length(), whole.length());
    }
    return i;
  }

  /// The longest beginning that is a name.
  private static @Nullable String longest(String whole) {
    for (int n = whole.length() - 1; n > 1; n--) {
      String prefix = whole.substring(0, n);
      if (Names.TABLE.containsKey(prefix)) {
        return prefix;
      }
    }
    return null;
  }
}
