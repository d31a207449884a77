package dev.fulgur.jinja.runtime;

/// `str.replace`.
public final class StrReplace {

  private StrReplace() {}

  /// Replaces a text wherever it occurs, from the left.
  ///
  /// @param count how many at most; all when it is negative
  public static String replace(String s, String old, String with, long count, Budget budget) {
    long most = count < 0 ? Long.MAX_VALUE : count;
    budget.text(s.length());
    if (most == 0 || s.length() < old.length()) {
      return s;
    }
    if (old.isEmpty()) {
      return between(s, with, most, budget);
    }
    int at = TextSearch.indexOf(s, old, 0);
    if (at < 0) {
      return s;
    }
    Out out = Out.text(budget);
    int from = 0;
    for (long n = 0; at >= 0 && n < most; n++) {
      out.append(s, from, at);
      out.append(with);
      from = at + old.length();
      at = TextSearch.indexOf(s, old, from);
    }
    out.append(s, from, s.length());
    budget.text(out.length());
    return out.toString();
  }

  /// Before each character and at the end.
  private static String between(String s, String with, long most, Budget budget) {
    Out out = Out.text(budget);
    int i = 0;
    for (long n = 0; n < most; n++) {
      out.append(with);
      if (i == s.length()) {
        break;
      }
      int end = i + Character.charCount(s.codePointAt(i));
      out.append(s, i, end);
      i = end;
    }
    out.append(s, i, s.length());
    budget.text(out.length());
    return out.toString();
  }
}
