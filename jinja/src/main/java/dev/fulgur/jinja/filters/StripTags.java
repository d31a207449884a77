package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Chars;

/// Takes comments, then tags out of a text, and makes one blank of each run of white space.
final class StripTags {

  private StripTags() {}

  static String strip(String s, Budget budget) {
    budget.text(s.length() * 3L);
    return collapsed(withoutTags(withoutComments(s)));
  }

  /// Without comments. What a comment leaves behind may begin another one, so the text before it is
  /// looked at again.
  private static String withoutComments(String s) {
    if (!s.contains("<!--")) {
      return s;
    }
    StringBuilder out = new StringBuilder(s.length());
    int at = 0;
    while (at < s.length()) {
      out.append(s.charAt(at++));
      if (endsWithOpening(out)) {
        int end = endOfComment(s, at);
        if (end < 0) {
          return out.append(s, at, s.length()).toString();
        }
        out.setLength(out.length() - 4);
        at = end;
      }
    }
    return out.toString();
  }

  private static boolean endsWithOpening(StringBuilder out) {
    int n = out.length();
    return n >= 4
        && out.charAt(n - 1) == '-'
        && out.charAt(n - 2) == '-'
        && out.charAt(n - 3) == '!'
        && out.charAt(n - 4) == '<';
  }

  /// Behind the next end of a comment, or -1. The dashes of the opening may be those of the end:
  /// `<!-->` is a whole comment.
  private static int endOfComment(String s, int at) {
    if (s.startsWith(">", at)) {
      return at + 1;
    }
    if (s.startsWith("->", at)) {
      return at + 2;
    }
    int end = s.indexOf("-->", at);
    return end < 0 ? -1 : end + 3;
  }

  private static String withoutTags(String s) {
    int open = s.indexOf('<');
    if (open < 0) {
      return s;
    }
    StringBuilder out = new StringBuilder(s.length());
    int from = 0;
    while (open >= 0) {
      int close = s.indexOf('>', open);
      if (close < 0) {
        break;
      }
      out.append(s, from, open);
      from = close + 1;
      open = s.indexOf('<', from);
    }
    return out.append(s, from, s.length()).toString();
  }

  private static String collapsed(String s) {
    StringBuilder out = new StringBuilder(s.length());
    boolean pending = false;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (Chars.isSpace(c)) {
        pending = !out.isEmpty();
      } else {
        if (pending) {
          out.append(' ');
          pending = false;
        }
        out.append(c);
      }
    }
    return out.toString();
  }
}
