package dev.fulgur.jinja.runtime;

import java.util.List;
import java.util.Map;

/// `x[start:stop:step]`.
public final class Slices {

  private Slices() {}

  public static Object slice(Object value, Object start, Object stop, Object step, Budget budget) {
    return switch (value) {
      case String s -> text(s, bounds(Strings.length(s, budget), start, stop, step), budget);
      case Markup m ->
          new Markup(
              text(m.text(), bounds(Strings.length(m.text(), budget), start, stop, step), budget));
      case PyTuple t ->
          PyTuple.wrap(list(t, bounds(t.size(), start, stop, step), budget).toArray());
      case List<?> l -> list(l, bounds(l.size(), start, stop, step), budget);
      case PyRange r -> range(r, bounds(r.length(), start, stop, step));
      case PyBytes b -> bytes(b, bounds(b.length(), start, stop, step));
      case Undefined u when u.kind() == dev.fulgur.jinja.UndefinedKind.CHAINABLE -> u;
      case Undefined u -> throw u.fail();
      case Map<?, ?> _ -> throw PyError.type("unhashable type: 'slice'");
      default -> throw PyError.type("'" + Types.name(value) + "' object is not subscriptable");
    };
  }

  /// Where a slice starts, how it steps, and how many items it has.
  private record Bounds(long start, long stop, long step, long count) {}

  private static Bounds bounds(long length, Object start, Object stop, Object step) {
    long by = step == None.NONE ? 1 : index(step);
    if (by == 0) {
      throw PyError.value("slice step cannot be zero");
    }
    by = Math.clamp(by, -Long.MAX_VALUE, Long.MAX_VALUE);
    long low = by < 0 ? -1 : 0;
    long high = by < 0 ? length - 1 : length;
    long from = start == None.NONE ? (by < 0 ? high : low) : clamp(index(start), length, low, high);
    long to = stop == None.NONE ? (by < 0 ? low : high) : clamp(index(stop), length, low, high);
    long span = by < 0 ? from - to : to - from;
    long count = span <= 0 ? 0 : (span - 1) / Math.abs(by) + 1;
    return new Bounds(from, to, by, count);
  }

  private static long index(Object value) {
    Long index = Numbers.index(value);
    if (index == null) {
      throw PyError.type("slice indices must be integers or None or have an __index__ method");
    }
    return index;
  }

  private static long clamp(long index, long length, long low, long high) {
    long i = index < 0 ? index + length : index;
    return Math.clamp(i, low, Math.max(low, high));
  }

  private static String text(String s, Bounds b, Budget budget) {
    if (b.count == 0) {
      return "";
    }
    budget.text(b.count);
    if (b.step == 1) {
      return Strings.slice(s, (int) b.start, (int) (b.start + b.count));
    }
    int[] points = s.codePoints().toArray();
    StringBuilder out = new StringBuilder((int) b.count);
    for (long i = 0; i < b.count; i++) {
      out.appendCodePoint(points[(int) (b.start + i * b.step)]);
    }
    return out.toString();
  }

  private static PyList list(List<?> l, Bounds b, Budget budget) {
    budget.steps(b.count);
    List<?> items =
        l instanceof java.util.RandomAccess ? l : List.copyOf(Iteration.list(l, budget));
    PyList out = new PyList((int) b.count);
    for (long i = 0; i < b.count; i++) {
      out.add(Values.of(items.get((int) (b.start + i * b.step))));
    }
    return out;
  }

  private static PyRange range(PyRange r, Bounds b) {
    long start = r.start() + b.start * r.step();
    long step = r.step() * b.step;
    return new PyRange(start, r.start() + b.stop * r.step(), step, b.count);
  }

  private static PyBytes bytes(PyBytes bytes, Bounds b) {
    byte[] out = new byte[(int) b.count];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) bytes.at((int) (b.start + i * b.step));
    }
    return new PyBytes(out);
  }
}
