package dev.fulgur.jinja.runtime;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `pprint.pformat` with its defaults: 80 columns, the keys of dicts sorted, long text in several
/// literals.
public final class PrettyPrint {

  private static final int WIDTH = 80;

  private final Budget budget;
  private final Out out;
  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private PrettyPrint(Budget budget) {
    this.budget = budget;
    this.out = Out.text(budget);
  }

  public static String format(Object value, Budget budget) {
    PrettyPrint printer = new PrettyPrint(budget);
    printer.layout(value, 0, 0, 0);
    budget.text(printer.out.length());
    return printer.out.toString();
  }

  /// Writes a value, over several lines where one is too short.
  ///
  /// @param allowance how many characters must fit behind the value on its line
  private void layout(Object value, int indent, int allowance, int level) {
    if (open.contains(value)) {
      out.append(recursion(value));
      return;
    }
    String flat = flat(value);
    int maxWidth = WIDTH - indent - allowance;
    if (Strings.length(flat) <= maxWidth) {
      out.append(flat);
      return;
    }
    boolean plainTuple = value instanceof PyTuple t && t.shape() == null;
    boolean plainList = value instanceof List && !(value instanceof PyTuple);
    if (!plainTuple
        && !plainList
        && !(value instanceof Map)
        && !(value instanceof Set)
        && !(value instanceof String)) {
      if (value instanceof PyBytes b) {
        bytes(b, indent, allowance, level + 1);
      } else {
        out.append(flat);
      }
      return;
    }
    open.add(value);
    switch (value) {
      case String s -> text(s, indent, allowance, level + 1);
      case PyTuple t -> {
        String end = t.size() == 1 ? ",)" : ")";
        out.append('(');
        items(t, indent, allowance + end.length(), level + 1);
        out.append(end);
      }
      case List<?> l -> {
        out.append('[');
        items(l, indent, allowance + 1, level + 1);
        out.append(']');
      }
      case Map<?, ?> m -> dict(m, indent, allowance, level + 1);
      case Set<?> s -> {
        out.append('{');
        items(sorted(s), indent, allowance + 1, level + 1);
        out.append('}');
      }
      default -> throw new IllegalStateException("no layout for it");
    }
    open.remove(value);
  }

  private static String recursion(Object value) {
    return "<Recursion on "
        + Types.name(value)
        + " with id="
        + (0x7f00_0000_0000L + System.identityHashCode(value))
        + ">";
  }

  private void newLine(int indent) {
    out.append('\n');
    out.repeat(' ', indent);
  }

  private void items(List<?> items, int outer, int allowance, int level) {
    int indent = outer + 1;
    int i = 0;
    for (Object host : items) {
      if (i > 0) {
        out.append(',');
        newLine(indent);
      }
      boolean last = ++i == items.size();
      layout(Values.of(host), indent, last ? allowance : 1, level);
    }
  }

  private void dict(Map<?, ?> map, int outer, int allowance, int level) {
    int indent = outer + 1;
    out.append('{');
    PyList entries = entries(map);
    for (int i = 0; i < entries.size(); i++) {
      PyTuple entry = (PyTuple) entries.get(i);
      boolean last = i == entries.size() - 1;
      String key = flat(entry.get(0));
      out.append(key);
      out.append(": ");
      layout(entry.get(1), indent + Strings.length(key) + 2, last ? allowance + 1 : 1, level);
      if (!last) {
        out.append(',');
        newLine(indent);
      }
    }
    out.append('}');
  }

  private PyList entries(Map<?, ?> map) {
    Object[] keys = new Object[map.size()];
    Object[] entries = new Object[keys.length];
    int i = 0;
    for (Map.Entry<?, ?> e : map.entrySet()) {
      keys[i] = Values.of(e.getKey());
      entries[i] = PyTuple.wrap(keys[i], Values.of(e.getValue()));
      i++;
    }
    Sort.sortSafely(keys, entries, budget);
    return PyList.of(entries);
  }

  private PyList sorted(Set<?> set) {
    Object[] keys = Iteration.list(set, budget).toArray();
    Object[] items = keys.clone();
    Sort.sortSafely(keys, items, budget);
    return PyList.of(items);
  }

  /// Literals of whole words, one below the other; in parentheses when nothing is around them.
  private void text(String s, int outer, int outerAllowance, int level) {
    int indent = level == 1 ? outer + 1 : outer;
    int allowance = level == 1 ? outerAllowance + 1 : outerAllowance;
    PyList lines = StrSplit.lines(s, true, budget);
    PyList chunks = new PyList();
    for (int i = 0; i < lines.size(); i++) {
      String line = (String) lines.get(i);
      boolean lastLine = i == lines.size() - 1;
      String literal = Repr.text(line);
      if (Strings.length(literal) <= WIDTH - indent - (lastLine ? allowance : 0)) {
        chunks.add(literal);
      } else {
        words(line, WIDTH - indent, lastLine ? allowance : 0, chunks);
      }
    }
    boolean parentheses = level == 1 && chunks.size() > 1;
    if (parentheses) {
      out.append('(');
    }
    for (int i = 0; i < chunks.size(); i++) {
      if (i > 0) {
        newLine(indent);
      }
      out.append((String) chunks.get(i));
    }
    if (parentheses) {
      out.append(')');
    }
  }

  private void words(String line, int width, int allowance, PyList chunks) {
    String current = "";
    int i = 0;
    while (i < line.length()) {
      int from = i;
      while (i < line.length() && !Chars.isSpace(line.charAt(i))) {
        i++;
      }
      while (i < line.length() && Chars.isSpace(line.charAt(i))) {
        i++;
      }
      budget.step();
      String part = line.substring(from, i);
      String candidate = current + part;
      int max = i == line.length() ? width - allowance : width;
      if (Strings.length(Repr.text(candidate)) > max) {
        if (!current.isEmpty()) {
          chunks.add(Repr.text(current));
        }
        current = part;
      } else {
        current = candidate;
      }
    }
    if (!current.isEmpty()) {
      chunks.add(Repr.text(current));
    }
  }

  private void bytes(PyBytes bytes, int outer, int outerAllowance, int level) {
    if (bytes.length() <= 4) {
      out.append(flat(bytes));
      return;
    }
    boolean parentheses = level == 1;
    int indent = parentheses ? outer + 1 : outer;
    int allowance = parentheses ? outerAllowance + 1 : outerAllowance;
    if (parentheses) {
      out.append('(');
    }
    int width = WIDTH - indent;
    int last = bytes.length() / 4 * 4;
    int from = 0;
    boolean first = true;
    for (int i = 0; i < bytes.length(); i += 4) {
      int end = Math.min(bytes.length(), i + 4);
      if (i == last) {
        width -= allowance;
      }
      if (Repr.of(bytes.slice(from, end)).length() > width && i > from) {
        chunk(bytes.slice(from, i), first, indent);
        first = false;
        from = i;
      }
    }
    chunk(bytes.slice(from, bytes.length()), first, indent);
    if (parentheses) {
      out.append(')');
    }
  }

  private void chunk(PyBytes bytes, boolean first, int indent) {
    if (!first) {
      newLine(indent);
    }
    out.append(Repr.of(bytes));
  }

  /// On one line, dicts sorted.
  private String flat(Object value) {
    Out text = Out.text(budget);
    Set<Object> inside = Collections.newSetFromMap(new IdentityHashMap<>());
    inside.addAll(open);
    flat(text, value, inside);
    budget.text(text.length());
    return text.toString();
  }

  private void flat(Out text, Object value, Set<Object> inside) {
    boolean container =
        value instanceof Map
            || (value instanceof List && !(value instanceof PyTuple t && t.shape() != null));
    if (!container || Truth.length(value, budget) == 0) {
      Repr.write(text, value);
      return;
    }
    if (!inside.add(value)) {
      text.append(recursion(value));
      return;
    }
    if (inside.size() > Repr.MAX_DEPTH) {
      throw budget.recursion();
    }
    if (value instanceof Map<?, ?> map) {
      text.append('{');
      boolean first = true;
      for (Object entry : entries(map)) {
        if (!first) {
          text.append(", ");
        }
        first = false;
        flat(text, ((PyTuple) entry).get(0), inside);
        text.append(": ");
        flat(text, ((PyTuple) entry).get(1), inside);
      }
      text.append('}');
    } else {
      List<?> list = (List<?>) value;
      boolean tuple = value instanceof PyTuple;
      text.append(tuple ? '(' : '[');
      boolean first = true;
      for (Object item : list) {
        if (!first) {
          text.append(", ");
        }
        first = false;
        flat(text, Values.of(item), inside);
      }
      text.append(tuple ? list.size() == 1 ? ",)" : ")" : "]");
    }
    inside.remove(value);
  }
}
