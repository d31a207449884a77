package dev.fulgur.jinja.runtime;

import java.util.Map;

/// Where text is in text, in code points.
final class StrSearch {

  private StrSearch() {}

  private static Signature signature(String name, String what) {
    return Signature.of(name, what)
        .optional("start", None.NONE)
        .optional("end", None.NONE)
        .positionalOnly();
  }

  static void register(Map<String, Method> table) {
    table.put("find", finder("find", false, false));
    table.put("rfind", finder("rfind", true, false));
    table.put("index", finder("index", false, true));
    table.put("rindex", finder("rindex", true, true));
    table.put(
        "count",
        Method.of(
            signature("count", "sub"),
            (context, self, a) -> {
              String part = StrMethods.text("count", a[0]);
              return count(window(context, self, a), part);
            }));
    table.put("startswith", affix("startswith", true));
    table.put("endswith", affix("endswith", false));
  }

  /// The part of a text that is searched, and the index of its first code point; null text when the
  /// start lies behind the end.
  private record Window(@org.jspecify.annotations.Nullable String text, int start) {}

  private static Window window(Context context, Object self, Object[] args) {
    String s = Print.text(self);
    context.budget().scan(s.length());
    if (args[1] == None.NONE && args[2] == None.NONE) {
      return new Window(s, 0);
    }
    int points = Strings.length(s);
    int start = (int) bound(args[1], points, 0);
    int end = (int) Math.min(points, bound(args[2], points, points));
    return start > end ? new Window(null, start) : new Window(Strings.slice(s, start, end), start);
  }

  private static long bound(Object value, int points, int otherwise) {
    if (value == None.NONE) {
      return otherwise;
    }
    Long index = Numbers.index(value);
    if (index == null) {
      throw PyError.type("slice indices must be integers or None or have an __index__ method");
    }
    return Math.min(index < 0 ? Math.max(0, index + points) : index, Integer.MAX_VALUE);
  }

  private static Method finder(String name, boolean last, boolean required) {
    return Method.of(
        signature(name, "sub"),
        (context, self, args) -> {
          String part = StrMethods.text(name, args[0]);
          Window w = window(context, self, args);
          int at =
              w.text() == null
                  ? -1
                  : last
                      ? TextSearch.lastIndexOf(w.text(), part, w.text().length())
                      : TextSearch.indexOf(w.text(), part, 0);
          if (at < 0 || w.text() == null) {
            if (required) {
              throw PyError.value("substring not found");
            }
            return -1L;
          }
          return (long) w.start() + w.text().codePointCount(0, at);
        });
  }

  private static Object count(Window w, String part) {
    String s = w.text();
    if (s == null) {
      return 0L;
    }
    if (part.isEmpty()) {
      return (long) Strings.length(s) + 1;
    }
    long count = 0;
    int at = TextSearch.indexOf(s, part, 0);
    while (at >= 0) {
      count++;
      at = TextSearch.indexOf(s, part, at + part.length());
    }
    return count;
  }

  private static Method affix(String name, boolean start) {
    return Method.of(
        signature(name, "affix"),
        (context, self, args) -> {
          Window w = window(context, self, args);
          if (args[0] instanceof PyTuple any) {
            for (Object one : any) {
              if (matches(w, StrMethods.text(name, one), start)) {
                return true;
              }
            }
            return false;
          }
          return matches(w, affixText(name, args[0]), start);
        });
  }

  private static String affixText(String name, Object value) {
    if (value instanceof String || value instanceof Markup) {
      return Print.text(value);
    }
    throw PyError.type(name + " first arg must be str or a tuple of str, not " + Types.name(value));
  }

  private static boolean matches(Window w, String part, boolean start) {
    return w.text() != null && (start ? w.text().startsWith(part) : w.text().endsWith(part));
  }
}
