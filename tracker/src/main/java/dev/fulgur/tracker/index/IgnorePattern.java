package dev.fulgur.tracker.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One pattern of a `.gitignore` file.
///
/// Patterns and names are compared byte by byte of their UTF-8, as git does: `?` is one byte.
///
/// Matching takes time at most in the product of the lengths of pattern and path, whatever the
/// pattern.
final class IgnorePattern {

  private static final String ANY_FOLDERS = "**";

  private final String[] parts;
  private final boolean takesIn;
  private final boolean foldersOnly;

  private IgnorePattern(String[] parts, boolean takesIn, boolean foldersOnly) {
    this.parts = parts;
    this.takesIn = takesIn;
    this.foldersOnly = foldersOnly;
  }

  /// Reads a line; null if it holds no pattern.
  static @Nullable IgnorePattern parse(String line) {
    String text = bytes(withoutTrailingSpace(line.endsWith("\r") ? chop(line) : line));
    if (text.isEmpty() || text.charAt(0) == '#') {
      return null;
    }
    boolean takesIn = text.charAt(0) == '!';
    if (takesIn) {
      text = text.substring(1);
    }
    boolean foldersOnly = text.endsWith("/");
    if (foldersOnly) {
      text = chop(text);
    }
    boolean anchored = text.indexOf('/') >= 0;
    if (text.startsWith("/")) {
      text = text.substring(1);
    }
    if (text.isEmpty()) {
      return null;
    }
    String[] parts = text.split("/", -1);
    if (!anchored) {
      parts = new String[] {ANY_FOLDERS, parts[0]};
    }
    return new IgnorePattern(parts, takesIn, foldersOnly);
  }

  private static String chop(String text) {
    return text.substring(0, text.length() - 1);
  }

  private static String withoutTrailingSpace(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      if (end > 1 && line.charAt(end - 2) == '\\') {
        break;
      }
      end--;
    }
    return line.substring(0, end);
  }

  /// Whether what matches is taken in again.
  boolean takesIn() {
    return takesIn;
  }

  /// Whether only folders match.
  boolean foldersOnly() {
    return foldersOnly;
  }

  /// Whether the pattern matches a path, given name by name.
  boolean matches(String[] names) {
    // reach[j]: the parts so far match the first j names.
    boolean[] reach = new boolean[names.length + 1];
    reach[0] = true;
    for (int i = 0; i < parts.length; i++) {
      boolean[] next = new boolean[names.length + 1];
      if (parts[i].equals(ANY_FOLDERS)) {
        // At the end it stands for something; elsewhere for any number of folders, none as well.
        boolean open = false;
        boolean last = i == parts.length - 1;
        for (int j = 0; j <= names.length; j++) {
          if (last) {
            next[j] = open;
          }
          open |= reach[j];
          if (!last) {
            next[j] = open;
          }
        }
      } else {
        for (int j = 1; j <= names.length; j++) {
          next[j] = reach[j - 1] && glob(parts[i], names[j - 1]);
        }
      }
      reach = next;
    }
    return reach[names.length];
  }

  /// Whether a name matches a part: `*`, `?`, `[...]` and `\` as in the shell.
  private static boolean glob(String part, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int starName = 0;
    while (n < name.length()) {
      int step = p < part.length() && part.charAt(p) != '*' ? step(part, p, name.charAt(n)) : 0;
      if (p < part.length() && part.charAt(p) == '*') {
        star = p++;
        starName = n;
      } else if (step > 0) {
        p += step;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++starName;
      } else {
        return false;
      }
    }
    while (p < part.length() && part.charAt(p) == '*') {
      p++;
    }
    return p == part.length();
  }

  /// How many chars of the part match one char of the name; 0 if they do not.
  private static int step(String part, int p, char c) {
    char wanted = part.charAt(p);
    return switch (wanted) {
      case '?' -> 1;
      case '\\' -> p + 1 < part.length() && part.charAt(p + 1) == c ? 2 : 0;
      case '[' -> set(part, p, c);
      default -> wanted == c ? 1 : 0;
    };
  }

  private static int set(String part, int open, char c) {
    int i = open + 1;
    boolean negated = i < part.length() && (part.charAt(i) == '!' || part.charAt(i) == '^');
    if (negated) {
      i++;
    }
    boolean found = false;
    for (int first = i; i < part.length(); i++) {
      char from = part.charAt(i);
      if (from == ']' && i > first) {
        return found == negated ? 0 : i + 1 - open;
      }
      if (part.startsWith("[:", i)) {
        int close = part.indexOf(']', i + 2);
        if (close < 0) {
          return 0;
        }
        if (close > i + 2 && part.charAt(close - 1) == ':') {
          found |= isOf(part.substring(i + 2, close - 1), c);
          i = close;
          continue;
        }
      }
      if (from == '\\' && i + 1 < part.length()) {
        from = part.charAt(++i);
      }
      char to = from;
      if (i + 2 < part.length() && part.charAt(i + 1) == '-' && part.charAt(i + 2) != ']') {
        i += 2;
        to = part.charAt(i);
        if (to == '\\' && i + 1 < part.length()) {
          to = part.charAt(++i);
        }
      }
      found |= c >= from && c <= to;
    }
    return 0; // never closed: matches nothing
  }

  /// Whether a byte is of a class of POSIX; those above ASCII are of none.
  private static boolean isOf(String type, char c) {
    boolean lower = c >= 'a' && c <= 'z';
    boolean upper = c >= 'A' && c <= 'Z';
    boolean digit = c >= '0' && c <= '9';
    boolean graph = c > ' ' && c < 0x7f;
    return switch (type) {
      case "alnum" -> lower || upper || digit;
      case "alpha" -> lower || upper;
      case "blank" -> c == ' ' || c == '\t';
      case "cntrl" -> c < ' ' || c == 0x7f;
      case "digit" -> digit;
      case "graph" -> graph;
      case "lower" -> lower;
      case "print" -> graph || c == ' ';
      case "punct" -> graph && !lower && !upper && !digit;
      case "space" -> c == ' ' || (c >= '\t' && c <= '\r');
      case "upper" -> upper;
      case "xdigit" -> digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      default -> false;
    };
  }

  /// A text as git takes it: each byte of its UTF-8 as one char.
  static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return (takesIn ? "!" : "") + Arrays.toString(parts) + (foldersOnly ? "/" : "");
  }
}
