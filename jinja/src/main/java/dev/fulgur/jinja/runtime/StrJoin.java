package dev.fulgur.jinja.runtime;

/// `str.join`.
public final class StrJoin {

  private StrJoin() {}

  static Object join(Context context, Object self, Object[] args) {
    if (!Iteration.isIterable(args[0])) {
      throw PyError.type("can only join an iterable");
    }
    PyIterator each = Iteration.of(args[0]);
    return self instanceof Markup separator
        ? markup(separator, each, context.budget())
        : strict((String) self, each, context.budget());
  }

  /// Every item must be text.
  private static String strict(String separator, PyIterator each, Budget budget) {
    Out out = Out.text(budget);
    int i = 0;
    for (Object item = each.next(); item != null; item = each.next(), i++) {
      budget.step();
      if (i > 0) {
        out.append(separator);
      }
      switch (item) {
        case String s -> out.append(s);
        case Markup m -> out.append(m.text());
        default ->
            throw PyError.type(
                "sequence item " + i + ": expected str instance, " + Types.name(item) + " found");
      }
    }
    budget.text(out.length());
    return out.toString();
  }

  /// The text of every item.
  public static String printed(String separator, PyIterator each, Budget budget) {
    Out out = Out.text(budget);
    boolean first = true;
    for (Object item = each.next(); item != null; item = each.next()) {
      budget.step();
      if (!first) {
        out.append(separator);
      }
      first = false;
      Print.write(out, item);
    }
    budget.text(out.length());
    return out.toString();
  }

  /// Every item escaped.
  public static Markup markup(Markup separator, PyIterator each, Budget budget) {
    Out out = Out.text(budget);
    boolean first = true;
    for (Object item = each.next(); item != null; item = each.next()) {
      budget.step();
      if (!first) {
        out.append(separator.text());
      }
      first = false;
      Escape.write(out, item);
    }
    budget.text(out.length());
    return new Markup(out.toString());
  }
}
