package dev.fulgur.jinja.runtime;

import java.util.Collections;
import java.util.Map;

/// Text taken apart.
public final class StrSplit {

  private StrSplit() {}

  static void register(Map<String, Method> table) {
    Signature split = Signature.of("split").optional("sep", None.NONE).optional("maxsplit", -1L);
    table.put("split", Method.of(split, (c, self, a) -> split(c, self, a, false)));
    Signature rsplit = Signature.of("rsplit").optional("sep", None.NONE).optional("maxsplit", -1L);
    table.put("rsplit", Method.of(rsplit, (c, self, a) -> split(c, self, a, true)));
    table.put(
        "splitlines",
        Method.of(
            Signature.of("splitlines").optional("keepends", false),
            (c, self, a) ->
                StrMethods.like(
                    self, lines(Print.text(self), Numbers.toLong(a[0]) != 0, c.budget()))));
    table.put(
        "partition",
        Method.of(
            Signature.of("partition", "sep").positionalOnly(),
            (c, self, a) -> partition(c, self, a[0], false)));
    table.put(
        "rpartition",
        Method.of(
            Signature.of("rpartition", "sep").positionalOnly(),
            (c, self, a) -> partition(c, self, a[0], true)));
  }

  private static Object split(Context context, Object self, Object[] args, boolean right) {
    String s = Print.text(self);
    Budget budget = context.budget();
    budget.text(s.length());
    long max = Numbers.toLong(args[1]);
    if (max < 0) {
      max = Long.MAX_VALUE;
    }
    PyList parts;
    if (args[0] == None.NONE) {
      parts = right ? wordsFromRight(s, max, budget) : words(s, max, budget);
    } else {
      String separator =
          switch (args[0]) {
            case String t -> t;
            case Markup m -> m.text();
            default -> throw PyError.type("must be str or None, not " + Types.name(args[0]));
          };
      if (separator.isEmpty()) {
        throw PyError.value("empty separator");
      }
      parts = right ? byFromRight(s, separator, max, budget) : by(s, separator, max, budget);
    }
    return StrMethods.like(self, parts);
  }

  private static PyList by(String s, String separator, long max, Budget budget) {
    PyList parts = new PyList();
    int from = 0;
    int at = TextSearch.indexOf(s, separator, 0);
    while (at >= 0 && parts.size() < max) {
      budget.step();
      parts.add(s.substring(from, at));
      from = at + separator.length();
      at = TextSearch.indexOf(s, separator, from);
    }
    parts.add(s.substring(from));
    return parts;
  }

  private static PyList byFromRight(String s, String separator, long max, Budget budget) {
    PyList parts = new PyList();
    int to = s.length();
    int at = TextSearch.lastIndexOf(s, separator, to);
    while (at >= 0 && parts.size() < max) {
      budget.step();
      parts.add(s.substring(at + separator.length(), to));
      to = at;
      at = TextSearch.lastIndexOf(s, separator, to);
    }
    parts.add(s.substring(0, to));
    Collections.reverse(parts);
    return parts;
  }

  /// Words between white space; the rest of the text, to its end, once there are `max` of them.
  static PyList words(String s, long max, Budget budget) {
    PyList parts = new PyList();
    int n = s.length();
    int i = 0;
    while (true) {
      while (i < n && Chars.isSpace(s.charAt(i))) {
        i++;
      }
      if (i == n) {
        return parts;
      }
      budget.step();
      if (parts.size() >= max) {
        parts.add(s.substring(i));
        return parts;
      }
      int start = i;
      while (i < n && !Chars.isSpace(s.charAt(i))) {
        i++;
      }
      parts.add(s.substring(start, i));
    }
  }

  private static PyList wordsFromRight(String s, long max, Budget budget) {
    PyList parts = new PyList();
    int i = s.length();
    while (true) {
      while (i > 0 && Chars.isSpace(s.charAt(i - 1))) {
        i--;
      }
      if (i == 0) {
        break;
      }
      budget.step();
      if (parts.size() >= max) {
        parts.add(s.substring(0, i));
        break;
      }
      int end = i;
      while (i > 0 && !Chars.isSpace(s.charAt(i - 1))) {
        i--;
      }
      parts.add(s.substring(i, end));
    }
    Collections.reverse(parts);
    return parts;
  }

  /// `splitlines`.
  public static PyList lines(String s, boolean keepEnds, Budget budget) {
    budget.text(s.length());
    PyList lines = new PyList();
    int n = s.length();
    int from = 0;
    for (int i = 0; i < n; i++) {
      char c = s.charAt(i);
      if (Chars.isLineEnd(c)) {
        int end = c == '\r' && i + 1 < n && s.charAt(i + 1) == '\n' ? i + 2 : i + 1;
        budget.step();
        lines.add(s.substring(from, keepEnds ? end : i));
        from = end;
        i = end - 1;
      }
    }
    if (from < n) {
      lines.add(s.substring(from));
    }
    return lines;
  }

  private static Object partition(Context context, Object self, Object sep, boolean right) {
    String s = Print.text(self);
    context.budget().text(s.length());
    String separator =
        switch (sep) {
          case String t -> t;
          case Markup m -> m.text();
          default -> throw PyError.type("must be str, not " + Types.name(sep));
        };
    if (separator.isEmpty()) {
      throw PyError.value("empty separator");
    }
    int at =
        right
            ? TextSearch.lastIndexOf(s, separator, s.length())
            : TextSearch.indexOf(s, separator, 0);
    String before = at >= 0 ? s.substring(0, at) : right ? "" : s;
    String after = at >= 0 ? s.substring(at + separator.length()) : right ? s : "";
    return PyTuple.wrap(
        StrMethods.like(self, before),
        StrMethods.like(self, at >= 0 ? separator : ""),
        StrMethods.like(self, after));
  }
}
