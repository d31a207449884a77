package dev.fulgur.jinja.runtime;

import java.util.Map;

/// The methods of `tuple` and of `range`.
final class TupleMethods {

  static final Map<String, Method> TABLE =
      Map.of(
          "index",
          Method.of(
              Signature.of("index", "value")
                  .optional("start", 0L)
                  .optional("stop", Long.MAX_VALUE)
                  .positionalOnly(),
              ListMethods::index),
          "count",
          Method.of(Signature.of("count", "value").positionalOnly(), ListMethods::count));

  static final Map<String, Method> RANGES =
      Map.of(
          "index",
          Method.of(Signature.of("index", "value").positionalOnly(), TupleMethods::rangeIndex),
          "count",
          Method.of(
              Signature.of("count", "value").positionalOnly(),
              (c, self, a) -> Membership.contains(self, a[0], c.budget()) ? 1L : 0L));

  private TupleMethods() {}

  private static Object rangeIndex(Context context, Object self, Object[] args) {
    PyRange range = (PyRange) self;
    if (!Membership.contains(range, args[0], context.budget())) {
      throw PyError.value(Repr.of(args[0]) + " is not in range");
    }
    Object n = Numbers.plain(args[0]);
    long value = n instanceof Double d ? (long) (double) d : (Long) n;
    return (value - range.start()) / range.step();
  }
}
