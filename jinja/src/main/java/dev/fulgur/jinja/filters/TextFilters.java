package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Chars;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Escape;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Numbers;
import dev.fulgur.jinja.runtime.PercentFormat;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyDict;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyTuple;
import dev.fulgur.jinja.runtime.Signature;
import dev.fulgur.jinja.runtime.StrCase;
import dev.fulgur.jinja.runtime.StrPad;
import dev.fulgur.jinja.runtime.StrReplace;
import java.util.function.UnaryOperator;

/// Filters from text to text.
final class TextFilters {

  private TextFilters() {}

  static void register(Registry r) {
    mapping(r, "upper", StrCase::upper);
    mapping(r, "lower", StrCase::lower);
    mapping(r, "capitalize", StrCase::capitalize);
    r.pure("title", Signature.of("do_title", "s"), TextFilters::title);
    r.pure("string", Signature.of("soft_str", "s"), (c, a) -> softText(a[0], c.budget()));
    r.pure(
        "trim",
        Signature.of("do_trim", "value").optional("chars", None.NONE),
        (c, a) -> {
          Object s = softText(a[0], c.budget());
          return like(s, StrPad.strip(Print.text(s), a[1]));
        });
    r.pure(
        "center",
        Signature.of("do_center", "value").optional("width", 80L),
        (c, a) -> {
          Object s = softText(a[0], c.budget());
          return like(s, StrPad.center(Print.text(s), Numbers.toLong(a[1]), c.budget()));
        });
    r.pure(
        "replace",
        Signature.of("do_replace", "s", "old", "new").optional("count", None.NONE),
        TextFilters::replace);
    r.pure("format", Signature.of("do_format", "value").more().moreKeywords(), TextFilters::format);
    r.pure(
        "wordcount",
        Signature.of("do_wordcount", "s"),
        (c, a) -> wordCount(Print.text(softText(a[0], c.budget()))));
  }

  private static void mapping(Registry r, String name, UnaryOperator<String> body) {
    r.pure(
        name,
        Signature.of("do_" + name, "s"),
        (c, a) -> {
          if (a[0] instanceof String s) {
            c.budget().text(s.length());
            return body.apply(s);
          }
          Object s = softText(a[0], c.budget());
          return like(s, body.apply(Print.text(s)));
        });
  }

  /// The value if it is text, markup or not, else its text.
  static Object softText(Object value, Budget budget) {
    return value instanceof String || value instanceof Markup ? value : Print.text(value, budget);
  }

  /// Text of the kind of `model`.
  static Object like(Object model, String text) {
    return model instanceof Markup ? new Markup(text) : text;
  }

  private static boolean startsWord(char c) {
    return c == '-' || c == '(' || c == '{' || c == '[' || c == '<' || Chars.isSpace(c);
  }

  /// Each part between white space, hyphens and opening brackets: its first character in upper
  /// case, the others in lower case.
  private static Object title(Context context, Object[] args) {
    String s = Print.text(softText(args[0], context.budget()));
    context.budget().text(s.length());
    StringBuilder out = new StringBuilder(s.length());
    int i = 0;
    while (i < s.length()) {
      int from = i;
      boolean separator = startsWord(s.charAt(i));
      while (i < s.length() && startsWord(s.charAt(i)) == separator) {
        i++;
      }
      int first = from + Character.charCount(s.codePointAt(from));
      out.append(StrCase.upper(s.substring(from, first)));
      out.append(StrCase.lower(s.substring(first, i)));
    }
    return out.toString();
  }

  private static Object replace(Context context, Object[] args) {
    Budget budget = context.budget();
    if (!context.autoescape()) {
      String text = Print.text(args[0], budget);
      String was = Print.text(args[1], budget);
      String becomes = Print.text(args[2], budget);
      return StrReplace.replace(text, was, becomes, count(args[3]), budget);
    }
    long count = count(args[3]);
    boolean escape = Escape.isSafe(args[1]) || (Escape.isSafe(args[2]) && !Escape.isSafe(args[0]));
    Object s = escape ? Escape.markup(args[0], budget) : softText(args[0], budget);
    String old = Print.text(softText(args[1], budget));
    Object replacement = softText(args[2], budget);
    String with =
        s instanceof Markup ? Escape.markup(replacement, budget).text() : Print.text(replacement);
    return like(s, StrReplace.replace(Print.text(s), old, with, count, budget));
  }

  private static long count(Object value) {
    return value == None.NONE ? -1 : Numbers.toLong(value);
  }

  private static Object format(Context context, Object[] args) {
    PyTuple positional = (PyTuple) args[1];
    PyDict named = (PyDict) args[2];
    if (!positional.isEmpty() && !named.isEmpty()) {
      throw PyError.filterArgument(
          "can't handle positional and keyword arguments at the same time");
    }
    return PercentFormat.format(
        softText(args[0], context.budget()), named.isEmpty() ? positional : named, context);
  }

  private static long wordCount(String s) {
    long count = 0;
    boolean inWord = false;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      boolean word = Chars.isWord(c);
      if (word && !inWord) {
        count++;
      }
      inWord = word;
      i += Character.charCount(c);
    }
    return count;
  }
}
