package dev.fulgur.jinja.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// The methods of `str`. Those of [Markup] give markup back, and escape what they put in.
final class StrMethods {

  static final Map<String, Method> TABLE = new HashMap<>(128);

  private StrMethods() {}

  /// A method that makes text of text.
  private interface Mapping {
    String apply(String s, Object[] args, Budget budget);
  }

  private interface Query {
    Object apply(String s, Object[] args, Budget budget);
  }

  static {
    map("upper", StrCase::upper);
    map("lower", StrCase::lower);
    map("capitalize", StrCase::capitalize);
    map("title", StrCase::title);
    map("swapcase", StrCase::swapcase);
    map("casefold", StrCase::casefold);
    strip("strip", true, true);
    strip("lstrip", true, false);
    strip("rstrip", false, true);
    pad("center", '^');
    pad("ljust", '<');
    pad("rjust", '>');
    map(
        Signature.of("zfill", "width").positionalOnly(),
        (s, a, b) -> StrPad.zfill(s, Numbers.toLong(a[0]), b));
    map(
        Signature.of("expandtabs").optional("tabsize", 8L),
        (s, a, b) -> StrPad.expandTabs(s, Numbers.toInt(a[0]), b));
    map(
        Signature.of("removeprefix", "prefix").positionalOnly(),
        (s, a, b) -> {
          String prefix = text("removeprefix", a[0]);
          return s.startsWith(prefix) ? s.substring(prefix.length()) : s;
        });
    map(
        Signature.of("removesuffix", "suffix").positionalOnly(),
        (s, a, b) -> {
          String suffix = text("removesuffix", a[0]);
          return s.endsWith(suffix) ? s.substring(0, s.length() - suffix.length()) : s;
        });
    predicate("isalpha", Character::isLetter);
    predicate("isdigit", Chars::isDigit);
    predicate("isdecimal", Chars::isDecimal);
    predicate("isnumeric", Chars::isNumeric);
    predicate("isalnum", Chars::isAlnum);
    predicate("isspace", Chars::isSpace);
    query("islower", (s, a, b) -> StrCase.isLower(s));
    query("isupper", (s, a, b) -> StrCase.isUpper(s));
    query("istitle", (s, a, b) -> StrCase.isTitle(s));
    query("isidentifier", (s, a, b) -> Chars.isIdentifier(s));
    query("isascii", (s, a, b) -> s.chars().allMatch(c -> c < 128));
    query("isprintable", (s, a, b) -> s.codePoints().allMatch(Chars::isPrintable));
    StrSearch.register(TABLE);
    StrSplit.register(TABLE);
    TABLE.put("join", Method.of(Signature.of("join", "iterable").positionalOnly(), StrJoin::join));
    TABLE.put(
        "replace",
        Method.of(
            Signature.of("replace", "old", "new").optional("count", -1L).positionalOnly(),
            StrMethods::replace));
    TABLE.put("format", (context, self, args) -> StrFormat.format(context, self, args));
    TABLE.put(
        "format_map",
        Method.of(Signature.of("format_map", "mapping").positionalOnly(), StrFormat::formatMap));
    TABLE.put(
        "encode",
        Method.of(
            Signature.of("encode").optional("encoding", "utf-8").optional("errors", "strict"),
            Encodings::encode));
    TABLE.put(
        "translate",
        Method.of(Signature.of("translate", "table").positionalOnly(), StrPad::translate));
  }

  private static void map(String name, java.util.function.UnaryOperator<String> body) {
    map(Signature.of(name).positionalOnly(), name, (s, a, b) -> body.apply(s));
  }

  private static void map(Signature signature, Mapping body) {
    map(signature, signature.function(), body);
  }

  private static void map(Signature signature, String name, Mapping body) {
    TABLE.put(
        name,
        Method.of(
            signature,
            (context, self, args) -> {
              String s = Print.text(self);
              context.budget().text(s.length());
              return like(self, body.apply(s, args, context.budget()));
            }));
  }

  private static void query(String name, Query body) {
    TABLE.put(
        name,
        Method.of(
            Signature.of(name).positionalOnly(),
            (context, self, args) -> {
              String s = Print.text(self);
              context.budget().scan(s.length());
              return body.apply(s, args, context.budget());
            }));
  }

  private static void predicate(String name, IntPredicate each) {
    query(name, (s, a, b) -> !s.isEmpty() && s.codePoints().allMatch(each));
  }

  private static void strip(String name, boolean left, boolean right) {
    map(
        Signature.of(name).optional("chars", None.NONE).positionalOnly(),
        (s, a, b) -> StrPad.strip(s, a[0], left, right, name));
  }

  private static void pad(String name, char align) {
    TABLE.put(
        name,
        Method.of(
            Signature.of(name, "width").optional("fillchar", " ").positionalOnly(),
            (context, self, args) -> {
              Object fill = self instanceof Markup ? Markup.escape(args[1]).text() : args[1];
              long width = Numbers.toLong(args[0]);
              return like(self, StrPad.pad(Print.text(self), width, fill, align, context.budget()));
            }));
  }

  /// Text of the kind of `self`.
  static Object like(Object self, String text) {
    return self instanceof Markup ? new Markup(text) : text;
  }

  static List<Object> like(Object self, List<Object> texts) {
    if (self instanceof Markup) {
      texts.replaceAll(t -> new Markup((String) t));
    }
    return texts;
  }

  /// A text argument.
  static String text(String method, Object value) {
    return switch (value) {
      case String s -> s;
      case Markup m -> m.text();
      default -> throw PyError.type(method + "() argument must be str, not " + Types.name(value));
    };
  }

  private static Object replace(Context context, Object self, Object[] args) {
    String old = text("replace", args[0]);
    String replacement = text("replace", args[1]);
    if (self instanceof Markup && !(args[1] instanceof Markup)) {
      replacement = Markup.escape(replacement).text();
    }
    long count = Numbers.toLong(args[2]);
    return like(
        self, StrReplace.replace(Print.text(self), old, replacement, count, context.budget()));
  }
}
