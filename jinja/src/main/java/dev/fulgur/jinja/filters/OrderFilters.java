package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Compare;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Iteration;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Numbers;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyDict;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyIterator;
import dev.fulgur.jinja.runtime.PyList;
import dev.fulgur.jinja.runtime.PyTuple;
import dev.fulgur.jinja.runtime.Signature;
import dev.fulgur.jinja.runtime.Sort;
import dev.fulgur.jinja.runtime.Truth;
import dev.fulgur.jinja.runtime.Undefined;
import dev.fulgur.jinja.runtime.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Filters that compare items with one another.
final class OrderFilters {

  private static final PyTuple.Shape GROUP =
      new PyTuple.Shape("jinja2.filters._GroupTuple", List.of("grouper", "list"), false);

  private OrderFilters() {}

  static void register(Registry r) {
    r.pure(
        "sort",
        Signature.of("do_sort", "value")
            .optional("reverse", false)
            .optional("case_sensitive", false)
            .optional("attribute", None.NONE),
        OrderFilters::sort);
    r.pure(
        "dictsort",
        Signature.of("do_dictsort", "value")
            .optional("case_sensitive", false)
            .optional("by", "key")
            .optional("reverse", false),
        OrderFilters::sortDict);
    r.pure(
        "groupby",
        Signature.of("do_groupby", "value", "attribute")
            .optional("default", None.NONE)
            .optional("case_sensitive", false),
        OrderFilters::groupBy);
    r.late(
        "unique",
        Signature.of("do_unique", "value")
            .optional("case_sensitive", false)
            .optional("attribute", None.NONE),
        OrderFilters::unique);
    extreme(r, "min", Compare.Order.LT);
    extreme(r, "max", Compare.Order.GT);
  }

  private static PyList sorted(Object[] keys, PyList items, boolean reverse, Budget budget) {
    Object[] values = items.toArray();
    Sort.sort(keys, values, reverse, budget);
    return PyList.of(values);
  }

  private static Object sort(Context context, Object[] args) {
    PyList items = Iteration.list(args[0], context.budget());
    boolean reverse = Numbers.toLong(args[1]) != 0;
    List<AttributeGetter> getters = AttributeGetter.several(context, args[3], !Truth.of(args[2]));
    Object[] keys = new Object[items.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = AttributeGetter.all(getters, items.get(i));
    }
    return sorted(keys, items, reverse, context.budget());
  }

  private static Object sortDict(Context context, Object[] args) {
    String by = args[2] instanceof String || args[2] instanceof Markup ? Print.text(args[2]) : "";
    if (!by.equals("key") && !by.equals("value")) {
      throw PyError.filterArgument("You can only sort by either \"key\" or \"value\"");
    }
    if (!(args[0] instanceof Map<?, ?> map)) {
      if (args[0] instanceof Undefined u) {
        throw u.fail();
      }
      throw PyError.noAttribute(args[0], "items");
    }
    context.budget().steps(map.size());
    boolean lower = !Truth.of(args[1]);
    boolean reverse = Numbers.toLong(args[3]) != 0;
    PyList items = new PyList(map.size());
    Object[] keys = new Object[map.size()];
    int i = 0;
    for (Map.Entry<?, ?> e : map.entrySet()) {
      Object key = Values.of(e.getKey());
      Object value = Values.of(e.getValue());
      items.add(PyTuple.wrap(key, value));
      Object by1 = by.equals("key") ? key : value;
      keys[i++] = lower ? AttributeGetter.lowered(by1) : by1;
    }
    return sorted(keys, items, reverse, context.budget());
  }

  private static Object groupBy(Context context, Object[] args) {
    boolean lower = !Truth.of(args[3]);
    AttributeGetter getter = AttributeGetter.of(context, args[1], lower, args[2]);
    AttributeGetter shown = AttributeGetter.of(context, args[1], false, args[2]);
    PyList items = Iteration.list(args[0], context.budget());
    Object[] keys = new Object[items.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = getter.get(items.get(i));
    }
    PyList ordered = sorted(keys, items, false, context.budget());
    PyList groups = new PyList();
    PyList group = new PyList();
    for (int i = 0; i < keys.length; i++) {
      if (i > 0 && !Compare.identicalOrEqual(keys[i - 1], keys[i], context.budget())) {
        groups.add(PyTuple.named(GROUP, grouper(keys[i - 1], group, lower, shown), group));
        group = new PyList();
      }
      group.add(ordered.get(i));
    }
    if (!group.isEmpty()) {
      Object key = grouper(keys[keys.length - 1], group, lower, shown);
      groups.add(PyTuple.named(GROUP, key, group));
    }
    return groups;
  }

  /// The key as the first item of the group writes it.
  private static Object grouper(Object key, PyList group, boolean lower, AttributeGetter shown) {
    return lower ? shown.get(group.getFirst()) : key;
  }

  private static Object unique(Context context, Object[] args) {
    AttributeGetter getter = AttributeGetter.of(context, args[2], !Truth.of(args[1]), None.NONE);
    return new PyIterator("sync_do_unique") {
      private final PyDict seen = new PyDict();
      private @Nullable PyIterator items;

      @Override
      public @Nullable Object next() {
        PyIterator each = items;
        if (each == null) {
          each = Iteration.of(args[0]);
          items = each;
        }
        for (Object item = each.next(); item != null; item = each.next()) {
          context.budget().step();
          Object key = getter.get(item);
          if (!seen.has(key)) {
            seen.set(key, None.NONE);
            return item;
          }
        }
        return null;
      }
    };
  }

  private static void extreme(Registry r, String name, Compare.Order order) {
    r.pure(
        name,
        Signature.of("do_" + name, "value")
            .optional("case_sensitive", false)
            .optional("attribute", None.NONE),
        (c, a) -> {
          AttributeGetter getter = AttributeGetter.of(c, a[2], !Truth.of(a[1]), None.NONE);
          PyIterator each = Iteration.of(a[0]);
          Object best = each.next();
          if (best == null) {
            return c.undefinedBecause("No aggregated item, sequence was empty.", name);
          }
          Object bestKey = getter.get(best);
          for (Object item = each.next(); item != null; item = each.next()) {
            c.budget().step();
            Object key = getter.get(item);
            if (Compare.ordered(key, bestKey, order, c.budget())) {
              best = item;
              bestKey = key;
            }
          }
          return best;
        });
  }
}
