package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.Attributes;
import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Calls;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Encodings;
import dev.fulgur.jinja.runtime.Escape;
import dev.fulgur.jinja.runtime.Iteration;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Out;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyBytes;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyIterator;
import dev.fulgur.jinja.runtime.PyList;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.SafeObject;
import dev.fulgur.jinja.runtime.Signature;
import dev.fulgur.jinja.runtime.Truth;
import dev.fulgur.jinja.runtime.Undefined;
import dev.fulgur.jinja.runtime.Values;
import java.util.Map;

/// Filters for HTML, XML and URLs.
final class HtmlFilters {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~";

  private HtmlFilters() {}

  static void register(Registry r) {
    Signature escape = Signature.of("escape", "s").positionalOnly();
    r.pure("e", escape, (c, a) -> Escape.markup(a[0], c.budget()));
    r.pure("escape", escape, (c, a) -> Escape.markup(a[0], c.budget()));
    r.pure("forceescape", Signature.of("do_forceescape", "value"), HtmlFilters::forceEscape);
    r.pure("safe", Signature.of("do_mark_safe", "value"), (c, a) -> safe(a[0], c.budget()));
    r.pure("striptags", Signature.of("do_striptags", "value"), HtmlFilters::stripTags);
    r.pure("urlencode", Signature.of("do_urlencode", "value"), HtmlFilters::urlEncode);
    r.pure(
        "xmlattr",
        Signature.of("do_xmlattr", "d").optional("autospace", true),
        HtmlFilters::xmlAttributes);
    r.pure(
        "urlize",
        Signature.of("do_urlize", "value")
            .optional("trim_url_limit", None.NONE)
            .optional("nofollow", false)
            .optional("target", None.NONE)
            .optional("rel", None.NONE)
            .optional("extra_schemes", None.NONE),
        Urlize::filter);
  }

  private static Markup safe(Object value, Budget budget) {
    return switch (value) {
      case Markup m -> m;
      case SafeObject o -> new Markup(o.html());
      default -> new Markup(Print.text(value, budget));
    };
  }

  private static Object forceEscape(Context context, Object[] args) {
    Object value = Escape.isSafe(args[0]) ? safe(args[0], context.budget()) : args[0];
    return Escape.markup(Print.text(value, context.budget()), context.budget());
  }

  private static Object stripTags(Context context, Object[] args) {
    Object value = Escape.isSafe(args[0]) ? safe(args[0], context.budget()) : args[0];
    return Entities.unescape(
        StripTags.strip(Print.text(value, context.budget()), context.budget()));
  }

  private static Object urlEncode(Context context, Object[] args) {
    Object value = args[0];
    Budget budget = context.budget();
    if (value instanceof String || value instanceof Markup || !Iteration.isIterable(value)) {
      Out out = Out.text(budget);
      quote(out, value, false, budget);
      budget.text(out.length());
      return out.toString();
    }
    Object items =
        value instanceof Map<?, ?>
            ? Calls.call(Attributes.attribute(value, "items", context), Args.NONE, context)
            : value;
    Out out = Out.text(budget);
    PyIterator each = Iteration.of(items);
    for (Object pair = each.next(); pair != null; pair = each.next()) {
      budget.step();
      PyList two = pair(pair, budget);
      if (out.length() > 0) {
        out.append('&');
      }
      quote(out, two.get(0), true, budget);
      out.append('=');
      quote(out, two.get(1), true, budget);
    }
    budget.text(out.length());
    return out.toString();
  }

  private static PyList pair(Object value, Budget budget) {
    if (!Iteration.isIterable(value)) {
      throw PyError.type("cannot unpack non-iterable " + Print.typeName(value) + " object");
    }
    PyList two = Iteration.list(value, budget);
    if (two.size() != 2) {
      throw PyError.value(
          two.size() < 2
              ? "not enough values to unpack (expected 2, got " + two.size() + ")"
              : "too many values to unpack (expected 2)");
    }
    return two;
  }

  private static void quote(Out out, Object value, boolean query, Budget budget) {
    byte[] bytes =
        value instanceof PyBytes b ? b.toArray() : Encodings.utf8(Print.text(value, budget));
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (UNRESERVED.indexOf(c) >= 0 || (c == '/' && !query))) {
        out.append(c);
      } else if (c == ' ' && query) {
        out.append('+');
      } else {
        out.append('%');
        out.append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        out.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
  }

  private static Object xmlAttributes(Context context, Object[] args) {
    if (!(args[0] instanceof Map<?, ?> attributes)) {
      if (args[0] instanceof Undefined u) {
        throw u.fail();
      }
      throw PyError.noAttribute(args[0], "items");
    }
    Out out = Out.text(context.budget());
    boolean space = Truth.of(args[1]);
    boolean first = true;
    for (Map.Entry<?, ?> e : attributes.entrySet()) {
      context.budget().step();
      Object value = Values.of(e.getValue());
      if (value == None.NONE || value instanceof Undefined) {
        continue;
      }
      Object key = Values.of(e.getKey());
      if (!(key instanceof String || key instanceof Markup)) {
        throw PyError.type(
            "expected string or bytes-like object, got '" + Print.typeName(key) + "'");
      }
      requireName(Print.text(key), key);
      if (!first || space) {
        out.append(' ');
      }
      first = false;
      Escape.write(out, key);
      out.append("=\"");
      Escape.write(out, value);
      out.append('"');
    }
    context.budget().text(out.length());
    return context.autoescape() ? new Markup(out.toString()) : out.toString();
  }

  private static void requireName(String name, Object key) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (" \t\n\r\f\u000b/>=".indexOf(c) >= 0) {
        throw PyError.value("Invalid character in attribute name: " + Repr.of(key));
      }
    }
  }
}
