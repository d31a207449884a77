package dev.fulgur.jinja.runtime;

import java.math.BigInteger;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// `json.dumps` with sorted keys, safe for HTML.
public final class Json {

  private final Budget budget;
  private final Out out;
  private final boolean pretty;
  private final String indent;
  private final IdentityHashMap<Object, Object> open = new IdentityHashMap<>();

  private Json(Budget budget, boolean pretty, String indent) {
    this.budget = budget;
    this.out = Out.text(budget);
    this.pretty = pretty;
    this.indent = indent;
  }

  /// The JSON of a value.
  ///
  /// @param indent a number of blanks, a text, or none for everything on one line
  public static String html(Object value, Object indent, Budget budget) {
    // Python looks at the indent only where it could be needed.
    boolean isText = value instanceof String || value instanceof Markup;
    Object wanted = isText ? None.NONE : indent;
    Json json = new Json(budget, wanted != None.NONE, indentText(wanted, budget));
    json.value(value, 0);
    String text = json.out.toString();
    budget.text(text.length() * 2L);
    return text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("'", "\\u0027");
  }

  private static String indentText(Object indent, Budget budget) {
    return switch (indent) {
      case None _ -> "";
      case String s -> s;
      case Markup m -> m.text();
      default -> {
        if (!Numbers.isInteger(indent)) {
          throw PyError.noCount(indent);
        }
        long n = Math.max(0, Numbers.toLong(indent));
        budget.text(n);
        yield " ".repeat((int) n);
      }
    };
  }

  private void value(Object value, int level) {
    switch (value) {
      case String s -> text(s);
      case Markup m -> text(m.text());
      case None _ -> out.append("null");
      case Boolean b -> out.append(b ? "true" : "false");
      case Long n -> out.append((long) n);
      case BigInteger n -> out.append(Print.integer(n));
      case Double d -> out.append(number(d));
      case Map<?, ?> m -> dict(m, level);
      case List<?> l -> list(l, level);
      default ->
          throw PyError.type("Object of type " + Types.name(value) + " is not JSON serializable");
    }
  }

  private static String number(double d) {
    if (Double.isNaN(d)) {
      return "NaN";
    }
    if (Double.isInfinite(d)) {
      return d > 0 ? "Infinity" : "-Infinity";
    }
    return FloatText.of(d);
  }

  private void enter(Object container) {
    budget.step();
    if (open.put(container, container) != null) {
      throw PyError.value("Circular reference detected");
    }
    if (open.size() > Repr.MAX_DEPTH) {
      throw PyError.of(
          "RecursionError", "maximum recursion depth exceeded while encoding a JSON object");
    }
  }

  private void line(int level) {
    if (pretty) {
      out.append('\n');
      for (int i = 0; i < level; i++) {
        out.append(indent);
      }
    }
  }

  private void list(List<?> list, int level) {
    if (list.isEmpty()) {
      out.append("[]");
      return;
    }
    enter(list);
    out.append('[');
    boolean first = true;
    for (Object item : list) {
      if (!first) {
        out.append(pretty ? "," : ", ");
      }
      first = false;
      line(level + 1);
      value(Values.of(item), level + 1);
    }
    line(level);
    out.append(']');
    open.remove(list);
  }

  private void dict(Map<?, ?> map, int level) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    enter(map);
    Object[] keys = new Object[map.size()];
    Object[] values = new Object[map.size()];
    int i = 0;
    for (Map.Entry<?, ?> e : map.entrySet()) {
      keys[i] = Values.of(e.getKey());
      values[i++] = Values.of(e.getValue());
    }
    Sort.sort(keys, values, false, budget);
    out.append('{');
    for (int k = 0; k < keys.length; k++) {
      if (k > 0) {
        out.append(pretty ? "," : ", ");
      }
      line(level + 1);
      text(key(keys[k]));
      out.append(": ");
      value(values[k], level + 1);
    }
    line(level);
    out.append('}');
    open.remove(map);
  }

  private static String key(Object key) {
    return switch (key) {
      case String s -> s;
      case Markup m -> m.text();
      case Boolean b -> b ? "true" : "false";
      case None _ -> "null";
      case Long n -> Long.toString(n);
      case BigInteger n -> Print.integer(n);
      case Double d -> number(d);
      default ->
          throw PyError.type("keys must be str, int, float, bool or None, not " + Types.name(key));
    };
  }

  private void text(String s) {
    out.append('"');
    int plain = 0;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
        continue;
      }
      out.append(s, plain, i);
      plain = i + 1;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          out.append("\\u");
          Repr.hex(out, c, 4);
        }
      }
    }
    out.append(s, plain, s.length());
    out.append('"');
  }
}
