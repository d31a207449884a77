package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Arithmetic;
import dev.fulgur.jinja.runtime.Attributes;
import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Compare;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Escape;
import dev.fulgur.jinja.runtime.Iteration;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Numbers;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyIterator;
import dev.fulgur.jinja.runtime.PyList;
import dev.fulgur.jinja.runtime.Signature;
import dev.fulgur.jinja.runtime.Slices;
import dev.fulgur.jinja.runtime.StrJoin;
import dev.fulgur.jinja.runtime.Truth;
import java.util.Collections;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Filters for sequences.
final class SequenceFilters {

  private SequenceFilters() {}

  static void register(Registry r) {
    Signature len = Signature.of("len", "obj").positionalOnly();
    r.pure("length", len, (c, a) -> Truth.length(a[0], c.budget()));
    r.pure("count", len, (c, a) -> Truth.length(a[0], c.budget()));
    r.pure("list", Signature.of("do_list", "value"), (c, a) -> Iteration.list(a[0], c.budget()));
    r.pure("first", Signature.of("do_first", "seq"), SequenceFilters::first);
    r.pure("last", Signature.of("do_last", "seq"), SequenceFilters::last);
    r.late("random", Signature.of("do_random", "seq"), SequenceFilters::random);
    r.pure("reverse", Signature.of("do_reverse", "value"), SequenceFilters::reverse);
    r.pure(
        "join",
        Signature.of("do_join", "value").optional("d", "").optional("attribute", None.NONE),
        SequenceFilters::join);
    r.late(
        "batch",
        Signature.of("do_batch", "value", "linecount").optional("fill_with", None.NONE),
        (c, a) -> batch(a, c.budget()));
    r.late(
        "slice",
        Signature.of("do_slice", "value", "slices").optional("fill_with", None.NONE),
        (c, a) -> slice(a, c.budget()));
    r.pure(
        "sum",
        Signature.of("do_sum", "iterable").optional("attribute", None.NONE).optional("start", 0L),
        SequenceFilters::sum);
  }

  private static Object first(Context context, Object[] args) {
    Object first = Iteration.of(args[0]).next();
    return first != null
        ? first
        : context.undefinedBecause("No first item, sequence was empty.", "first");
  }

  private static Object last(Context context, Object[] args) {
    PyIterator backwards = Iteration.reversed(args[0]);
    if (backwards == null) {
      throw PyError.type("'" + Print.typeName(args[0]) + "' object is not reversible");
    }
    Object last = backwards.next();
    return last != null
        ? last
        : context.undefinedBecause("No last item, sequence was empty.", "last");
  }

  private static Object random(Context context, Object[] args) {
    long length = Truth.length(args[0], context.budget());
    if (length == 0) {
      return context.undefinedBecause("No random item, sequence was empty.", "random");
    }
    long index = ThreadLocalRandom.current().nextLong(length);
    return Attributes.required(args[0], index, context);
  }

  private static Object reverse(Context context, Object[] args) {
    if (args[0] instanceof String || args[0] instanceof Markup) {
      return Slices.slice(args[0], None.NONE, None.NONE, -1L, context.budget());
    }
    PyIterator backwards = Iteration.reversed(args[0]);
    if (backwards != null) {
      return backwards;
    }
    if (!Iteration.isIterable(args[0])) {
      throw PyError.filterArgument("argument must be iterable");
    }
    PyList list = Iteration.list(args[0], context.budget());
    Collections.reverse(list);
    return list;
  }

  private static Object join(Context context, Object[] args) {
    Budget budget = context.budget();
    Object separator = args[1];
    PyIterator each = Iteration.of(args[0]);
    if (args[2] != None.NONE) {
      each = attributes(each, AttributeGetter.of(context, args[2], false, None.NONE));
    }
    if (!context.autoescape()) {
      return StrJoin.printed(Print.text(separator, budget), each, budget);
    }
    PyList items = Iteration.list(each, budget);
    boolean markup = Escape.isSafe(separator);
    for (Object item : items) {
      markup |= Escape.isSafe(item);
    }
    if (!markup) {
      return StrJoin.printed(Print.text(separator, budget), Iteration.of(items), budget);
    }
    return StrJoin.markup(Escape.markup(separator, budget), Iteration.of(items), budget);
  }

  private static PyIterator attributes(PyIterator each, AttributeGetter getter) {
    return new PyIterator() {
      @Override
      public @Nullable Object next() {
        Object item = each.next();
        return item == null ? null : getter.get(item);
      }

      @Override
      public String typeName() {
        return "map";
      }
    };
  }

  private static PyIterator batch(Object[] args, Budget budget) {
    return new PyIterator("do_batch") {
      private @Nullable PyIterator items;
      private PyList batch = new PyList();
      private boolean done;

      @Override
      public @Nullable Object next() {
        PyIterator each = items;
        if (each == null) {
          each = Iteration.of(args[0]);
          items = each;
        }
        while (!done) {
          budget.step();
          Object item = each.next();
          if (item == null) {
            done = true;
            return lastOne();
          }
          PyList before = batch;
          if (Compare.equal((long) before.size(), args[1], budget)) {
            batch = PyList.of(item);
            return before;
          }
          before.add(item);
        }
        return null;
      }

      private @Nullable Object lastOne() {
        if (batch.isEmpty()) {
          return null;
        }
        if (args[2] != None.NONE
            && Compare.ordered((long) batch.size(), args[1], Compare.Order.LT, budget)) {
          fill(batch, args, budget);
        }
        return batch;
      }
    };
  }

  private static void fill(PyList batch, Object[] args, Budget budget) {
    Object missing = Arithmetic.subtract(args[1], (long) batch.size(), budget);
    batch.addAll((PyList) Arithmetic.multiply(PyList.of(args[2]), missing, budget));
  }

  private static PyIterator slice(Object[] args, Budget budget) {
    return new PyIterator("sync_do_slice") {
      private @Nullable PyList items;
      private long number;
      private long offset;

      @Override
      public @Nullable Object next() {
        PyList all = items;
        if (all == null) {
          all = Iteration.list(args[0], budget);
          items = all;
          Arithmetic.floorDivide((long) all.size(), args[1], budget);
        }
        long slices = Numbers.toLong(args[1]);
        if (number >= slices) {
          return null;
        }
        budget.step();
        long perSlice = Math.floorDiv(all.size(), slices);
        long extra = Math.floorMod(all.size(), slices);
        long start = offset + number * perSlice;
        if (number < extra) {
          offset++;
        }
        long end = offset + (number + 1) * perSlice;
        PyList slice = new PyList(all.subList((int) start, (int) end));
        if (args[2] != None.NONE && number >= extra) {
          slice.add(args[2]);
        }
        number++;
        return slice;
      }
    };
  }

  private static Object sum(Context context, Object[] args) {
    Object total = args[2];
    PyIterator each = Iteration.of(args[0]);
    if (args[1] != None.NONE) {
      each = attributes(each, AttributeGetter.of(context, args[1], false, None.NONE));
    }
    if (total instanceof String || total instanceof Markup) {
      throw PyError.type("sum() can't sum strings [use ''.join(seq) instead]");
    }
    for (Object item = each.next(); item != null; item = each.next()) {
      context.budget().step();
      total = Arithmetic.add(total, item, context.budget());
    }
    return total;
  }
}
