package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Arithmetic;
import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Escape;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Numbers;
import dev.fulgur.jinja.runtime.Out;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyList;
import dev.fulgur.jinja.runtime.PyTuple;
import dev.fulgur.jinja.runtime.Signature;
import dev.fulgur.jinja.runtime.Slices;
import dev.fulgur.jinja.runtime.StrSplit;
import dev.fulgur.jinja.runtime.Strings;
import dev.fulgur.jinja.runtime.Truth;
import dev.fulgur.jinja.runtime.Undefined;
import java.util.List;

/// Filters that lay text out.
final class LayoutFilters {

  private LayoutFilters() {}

  static void register(Registry r) {
    r.pure(
        "indent",
        Signature.of("do_indent", "s")
            .optional("width", 4L)
            .optional("first", false)
            .optional("blank", false),
        LayoutFilters::indent);
    r.pure(
        "truncate",
        Signature.of("do_truncate", "s")
            .optional("length", 255L)
            .optional("killwords", false)
            .optional("end", "...")
            .optional("leeway", None.NONE),
        LayoutFilters::truncate);
    r.pure(
        "wordwrap",
        Signature.of("do_wordwrap", "s")
            .optional("width", 79L)
            .optional("break_long_words", true)
            .optional("wrapstring", None.NONE)
            .optional("break_on_hyphens", true),
        LayoutFilters::wordWrap);
  }

  private static Object indent(Context context, Object[] args) {
    Budget budget = context.budget();
    boolean markup = args[0] instanceof Markup;
    String indention = indention(args[1], budget);
    if (markup) {
      indention = Escape.markup(new Markup(indention), budget).text();
    }
    if (!(args[0] instanceof String) && !markup) {
      if (!(args[0] instanceof List) || args[0] instanceof PyTuple) {
        Arithmetic.add(args[0], "\n", budget);
      }
      throw PyError.noAttribute(args[0], "splitlines");
    }
    boolean first = Truth.of(args[2]);
    boolean blank = Truth.of(args[3]);
    PyList lines = StrSplit.lines(Print.text(args[0]) + "\n", false, budget);
    Out out = Out.text(budget);
    for (int i = 0; i < lines.size(); i++) {
      String line = (String) lines.get(i);
      if (i > 0) {
        out.append('\n');
      }
      if (i == 0 ? first : blank || !line.isEmpty()) {
        out.append(indention);
      }
      out.append(line);
    }
    budget.text(out.length());
    return TextFilters.like(args[0], out.toString());
  }

  private static String indention(Object width, Budget budget) {
    if (width instanceof String || width instanceof Markup) {
      return Print.text(width);
    }
    if (!Numbers.isInteger(width)) {
      throw PyError.noCount(width);
    }
    long n = Numbers.toLong(width);
    budget.text(Math.max(0, n));
    return " ".repeat((int) Math.max(0, n));
  }

  private static Object truncate(Context context, Object[] args) {
    Budget budget = context.budget();
    Object s = args[0];
    long end = Truth.length(args[3], budget);
    long length = number(args[1], "length");
    long leeway = args[4] == None.NONE ? 5 : number(args[4], "leeway");
    if (length < end) {
      throw PyError.of("AssertionError", "expected length >= " + end + ", got " + length);
    }
    if (leeway < 0) {
      throw PyError.of("AssertionError", "expected leeway >= 0, got " + leeway);
    }
    if (Truth.length(s, budget) <= length + leeway) {
      return s;
    }
    if (args[1] instanceof Double) {
      throw PyError.type("slice indices must be integers or None or have an __index__ method");
    }
    Object cut = Slices.slice(s, None.NONE, length - end, None.NONE, budget);
    if (Truth.of(args[2])) {
      return Arithmetic.add(cut, args[3], budget);
    }
    if (!(cut instanceof String || cut instanceof Markup)) {
      throw PyError.noAttribute(cut, "rsplit");
    }
    String text = Print.text(cut);
    int blank = text.lastIndexOf(' ');
    Object kept = blank < 0 ? cut : TextFilters.like(cut, text.substring(0, blank));
    return Arithmetic.add(kept, args[3], budget);
  }

  private static long number(Object value, String name) {
    if (value instanceof Double d) {
      return (long) Math.floor(d);
    }
    if (value instanceof Undefined u) {
      throw u.fail();
    }
    if (!Numbers.isInteger(value)) {
      throw PyError.type(
          "'>=' not supported between instances of '"
              + Print.typeName(value)
              + "' and 'int' ("
              + name
              + ")");
    }
    return Numbers.toLong(value);
  }

  private static Object wordWrap(Context context, Object[] args) {
    Budget budget = context.budget();
    if (!(args[0] instanceof String) && !(args[0] instanceof Markup)) {
      throw PyError.noAttribute(args[0], "splitlines");
    }
    Object wrap = args[3] == None.NONE ? context.engine().newline() : args[3];
    if (!(wrap instanceof String || wrap instanceof Markup)) {
      throw PyError.noAttribute(wrap, "join");
    }
    PyList lines = StrSplit.lines(Print.text(args[0]), false, budget);
    if (lines.isEmpty()) {
      return TextFilters.like(wrap, "");
    }
    Object width = args[1] instanceof Double ? args[1] : (Object) number(args[1], "width");
    TextWrap wrapper = new TextWrap(width, Truth.of(args[2]), Truth.of(args[4]), budget);
    boolean escape = wrap instanceof Markup;
    String separator = Print.text(wrap);
    Out out = Out.text(budget);
    boolean firstLine = true;
    for (Object line : lines) {
      if (!firstLine) {
        out.append(separator);
      }
      firstLine = false;
      boolean firstPart = true;
      for (String part : wrapper.wrap((String) line)) {
        if (!firstPart) {
          out.append(separator);
        }
        firstPart = false;
        out.append(escape ? Escape.markup(part, budget).text() : part);
      }
    }
    budget.text(out.length() + Strings.length(separator));
    return TextFilters.like(wrap, out.toString());
  }
}
