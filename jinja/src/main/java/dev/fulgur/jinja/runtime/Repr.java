package dev.fulgur.jinja.runtime;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Python's `repr`.
public final class Repr {

  /// Python's own recursion ends about here.
  static final int MAX_DEPTH = 900;

  private final Out out;
  private @Nullable Object[] open = new Object[4];
  private int depth;

  private Repr(Out out) {
    this.out = out;
  }

  public static String of(Object value) {
    Out out = Out.unlimited();
    write(out, value);
    return out.toString();
  }

  public static void write(Out out, Object value) {
    switch (value) {
      case String s -> text(out, s);
      case Long n -> out.append((long) n);
      default -> new Repr(out).value(value);
    }
  }

  /// A string in quotes, as `repr` writes it.
  public static String text(String s) {
    Out out = Out.unlimited();
    text(out, s);
    return out.toString();
  }

  private void value(Object value) {
    switch (value) {
      case String s -> text(out, s);
      case Markup m -> {
        out.append("Markup(");
        text(out, m.text());
        out.append(')');
      }
      case PyTuple t -> tuple(t);
      case List<?> l -> items(l, l, '[', ']', "[...]");
      case Map<?, ?> m -> dict(m);
      case Set<?> s -> set(s);
      case DictView v -> {
        out.append(v.kind().pythonName());
        out.append('(');
        items(v, v.list(), '[', ']', "...");
        out.append(')');
      }
      default -> Print.scalar(out, value);
    }
  }

  private void tuple(PyTuple t) {
    PyTuple.Shape shape = t.shape();
    if (shape != null && shape.showsNames()) {
      named(t, shape);
    } else if (t.size() == 1) {
      if (enter(t)) {
        out.append('(');
        value(t.get(0));
        out.append(",)");
        leave();
      } else {
        out.append("(...)");
      }
    } else {
      items(t, t, '(', ')', "(...)");
    }
  }

  /// Tuples of dates: of plain numbers, never inside themselves.
  private void named(PyTuple t, PyTuple.Shape shape) {
    out.append(shape.typeName());
    for (int i = 0; i < t.size(); i++) {
      out.append(i == 0 ? "(" : ", ");
      out.append(shape.names().get(i));
      out.append('=');
      value(t.get(i));
    }
    out.append(')');
  }

  private void items(Object owner, Collection<?> items, char open, char close, String cycle) {
    if (!enter(owner)) {
      out.append(cycle);
      return;
    }
    out.append(open);
    boolean first = true;
    for (Object item : items) {
      if (!first) {
        out.append(", ");
      }
      first = false;
      value(Values.of(item));
    }
    out.append(close);
    leave();
  }

  private void dict(Map<?, ?> m) {
    if (!enter(m)) {
      out.append("{...}");
      return;
    }
    out.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> e : m.entrySet()) {
      if (!first) {
        out.append(", ");
      }
      first = false;
      value(Values.of(e.getKey()));
      out.append(": ");
      value(Values.of(e.getValue()));
    }
    out.append('}');
    leave();
  }

  private void set(Set<?> s) {
    if (s.isEmpty()) {
      out.append("set()");
    } else {
      items(s, SetOrder.of(s), '{', '}', "set(...)");
    }
  }

  /// False when the container is inside itself.
  @SuppressWarnings("ReferenceEquality") // The same container, not an equal one.
  private boolean enter(Object container) {
    for (int i = 0; i < depth; i++) {
      if (open[i] == container) {
        return false;
      }
    }
    if (depth == open.length) {
      if (depth == MAX_DEPTH) {
        throw PyError.of(
            "RecursionError",
            "maximum recursion depth exceeded while getting the repr of an object");
      }
      open = Arrays.copyOf(open, Math.min(MAX_DEPTH, depth * 4));
    }
    open[depth++] = container;
    return true;
  }

  private void leave() {
    open[--depth] = null;
  }

  static void text(Out out, String s) {
    char quote = s.indexOf('\'') >= 0 && s.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    int plain = 0;
    int n = s.length();
    for (int i = 0; i < n; ) {
      char c = s.charAt(i);
      if (c >= 0x20 && c < 0x7f && c != quote && c != '\\') {
        i++;
        continue;
      }
      int cp = c < 0x80 ? c : s.codePointAt(i);
      int width = Character.charCount(cp);
      if (cp >= 0x80 && Chars.isPrintable(cp)) {
        i += width;
        continue;
      }
      out.append(s, plain, i);
      escaped(out, cp);
      i += width;
      plain = i;
    }
    out.append(s, plain, n);
    out.append(quote);
  }

  private static void escaped(Out out, int c) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\', '\'', '"' -> {
        out.append('\\');
        out.append((char) c);
      }
      default -> {
        if (c < 0x100) {
          out.append("\\x");
          hex(out, c, 2);
        } else if (c < 0x10000) {
          out.append("\\u");
          hex(out, c, 4);
        } else {
          out.append("\\U");
          hex(out, c, 8);
        }
      }
    }
  }

  static void hex(Out out, int c, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      out.append(Character.forDigit((c >>> shift) & 15, 16));
    }
  }

  static void bytes(Out out, PyBytes bytes) {
    boolean single = false;
    boolean twice = false;
    for (int i = 0; i < bytes.length(); i++) {
      single |= bytes.at(i) == '\'';
      twice |= bytes.at(i) == '"';
    }
    char quote = single && !twice ? '"' : '\'';
    out.append('b');
    out.append(quote);
    for (int i = 0; i < bytes.length(); i++) {
      int b = bytes.at(i);
      if (b >= 0x20 && b < 0x7f && b != quote && b != '\\') {
        out.append((char) b);
      } else if (b == '\n' || b == '\r' || b == '\t' || b == '\\' || b == quote) {
        escaped(out, b);
      } else {
        out.append("\\x");
        hex(out, b, 2);
      }
    }
    out.append(quote);
  }
}
