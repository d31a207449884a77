package dev.fulgur.jinja.runtime;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `format % values`, as C's `printf` with Python's additions.
public final class PercentFormat {

  private final Context context;
  private final boolean escape;
  private final String format;
  private final Object values;
  private final Out out;
  private int at;
  private int used;
  private boolean named;

  private PercentFormat(Context context, String format, Object values, boolean escape) {
    this.context = context;
    this.format = format;
    this.values = values;
    this.escape = escape;
    this.out = Out.text(context.budget());
  }

  /// Formats values.
  ///
  /// @param format text or markup; markup escapes the values
  /// @param values a tuple of values, a mapping, or one value
  public static Object format(Object format, Object values, Context context) {
    boolean escape = format instanceof Markup;
    String text = new PercentFormat(context, Print.text(format), values, escape).run();
    return escape ? new Markup(text) : text;
  }

  private String run() {
    while (at < format.length()) {
      int percent = format.indexOf('%', at);
      if (percent < 0) {
        out.append(format, at, format.length());
        break;
      }
      out.append(format, at, percent);
      at = percent + 1;
      conversion();
    }
    if (!named && !allUsed()) {
      throw PyError.type("not all arguments converted during string formatting");
    }
    context.budget().text(out.length());
    return out.toString();
  }

  private boolean allUsed() {
    if (values instanceof PyTuple t) {
      return used >= t.size();
    }
    return used > 0 || isMapping();
  }

  /// What Python counts as a mapping here: whatever has items, but tuples and text.
  private boolean isMapping() {
    return !(values instanceof PyTuple)
        && (values instanceof Map
            || values instanceof List
            || values instanceof PyRange
            || values instanceof PyBytes
            || values instanceof Undefined);
  }

  private char peek() {
    return at < format.length() ? format.charAt(at) : 0;
  }

  private void conversion() {
    if (peek() == '%') {
      at++;
      out.append('%');
      return;
    }
    Object value = null;
    if (peek() == '(') {
      value = byName();
    }
    String flags = flags();
    long width = size();
    String allFlags = flags;
    if (width < 0 && width != Long.MIN_VALUE) {
      allFlags += "-";
      width = -width;
    }
    long precision = -1;
    if (peek() == '.') {
      at++;
      precision = Math.max(0, size());
    }
    if (peek() == 'h' || peek() == 'l' || peek() == 'L') {
      at++;
    }
    if (at >= format.length()) {
      throw PyError.value("incomplete format");
    }
    char type = format.charAt(at++);
    context.budget().text(Math.max(width, 0));
    context.budget().text(Math.max(precision, 0));
    Piece piece = piece(type, value, allFlags, (int) precision);
    pad(piece, allFlags, (int) Math.max(0, width));
  }

  private Object byName() {
    int depth = 1;
    int start = ++at;
    while (at < format.length() && depth > 0) {
      char c = format.charAt(at++);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    if (depth > 0) {
      throw PyError.value("incomplete format key");
    }
    if (!isMapping()) {
      throw PyError.type("format requires a mapping");
    }
    named = true;
    used++;
    return Subscript.get(values, format.substring(start, at - 1), context);
  }

  private String flags() {
    int start = at;
    while (peek() != 0 && "-+ #0".indexOf(peek()) >= 0) {
      at++;
    }
    return format.substring(start, at);
  }

  /// A width or precision: digits, or `*` for the next value; the smallest long for none.
  private long size() {
    if (peek() == '*') {
      at++;
      Object value = next();
      if (!Numbers.isInteger(value)) {
        throw PyError.type("* wants int");
      }
      long n = value instanceof BigInteger ? Long.MAX_VALUE : Numbers.toLong(value);
      return Math.clamp(n, -Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
    int start = at;
    long n = 0;
    while (peek() >= '0' && peek() <= '9') {
      n = n * 10 + (peek() - '0');
      if (n > Integer.MAX_VALUE) {
        throw PyError.value("width too big");
      }
      at++;
    }
    return at == start ? Long.MIN_VALUE : n;
  }

  private Object next() {
    if (values instanceof PyTuple t) {
      if (used >= t.size()) {
        throw PyError.type("not enough arguments for format string");
      }
      return t.get(used++);
    }
    if (used > 0) {
      throw PyError.type("not enough arguments for format string");
    }
    used++;
    return values;
  }

  /// What a conversion gives: a sign or prefix, behind which zeros go, and the rest.
  private record Piece(String lead, String body, boolean number) {}

  private Piece piece(char type, @Nullable Object named, String flags, int precision) {
    return switch (type) {
      case 's', 'r', 'a' -> new Piece("", text(type, argument(named), precision), false);
      case 'c' -> new Piece("", character(argument(named)), false);
      case 'd', 'i', 'u', 'o', 'x', 'X' -> integer(type, argument(named), flags, precision);
      case 'e', 'E', 'f', 'F', 'g', 'G' -> real(type, argument(named), flags, precision);
      default -> {
        argument(named); // one that is missing is the first mistake
        int point = format.codePointAt(at - 1);
        throw PyError.value(
            "unsupported format character '"
                + Character.toString(point)
                + "' (0x"
                + Integer.toHexString(point)
                + ") at index "
                + (at - 1));
      }
    };
  }

  private Object argument(@Nullable Object named) {
    return named != null ? named : next();
  }

  private String text(char type, Object value, int precision) {
    String s =
        switch (type) {
          case 's' ->
              Print.text(escape ? Escape.markup(value, context.budget()) : value, context.budget());
          case 'r' -> escape ? Markup.escape(Repr.of(value)).text() : Repr.of(value);
          default -> ascii(escape ? Markup.escape(Repr.of(value)).text() : Repr.of(value));
        };
    return precision >= 0 && precision < Strings.length(s) ? Strings.slice(s, 0, precision) : s;
  }

  static String ascii(String s) {
    Out out = Out.unlimited();
    s.codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                out.append((char) c);
              } else {
                out.append(c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U");
                Repr.hex(out, c, c < 0x100 ? 2 : c < 0x10000 ? 4 : 8);
              }
            });
    return out.toString();
  }

  private String character(Object value) {
    if (escape) {
      throw PyError.type("%c requires int or char");
    }
    if (Numbers.isInteger(value)) {
      BigInteger n = Numbers.big(value);
      if (n.signum() < 0 || n.compareTo(BigInteger.valueOf(Character.MAX_CODE_POINT)) > 0) {
        throw PyError.overflow("%c arg not in range(0x110000)");
      }
      return Character.toString(n.intValue());
    }
    if ((value instanceof String || value instanceof Markup)
        && Strings.length(Print.text(value)) == 1) {
      return Print.text(value);
    }
    throw PyError.type("%c requires int or char");
  }

  private Piece integer(char type, Object value, String flags, int precision) {
    if (value instanceof Undefined u) {
      throw type == 'd' || type == 'i' || type == 'u' ? u.fail() : notInteger(type, value);
    }
    Object n = value;
    boolean decimal = type == 'd' || type == 'i' || type == 'u';
    if (escape && !decimal) {
      throw notInteger(type, value);
    }
    if (decimal && value instanceof Double d) {
      n = Numbers.truncate(d);
    }
    if (escape && decimal && !Numbers.isInteger(n)) {
      n = NumberText.integer(value, 10);
    }
    if (!Numbers.isInteger(n)) {
      throw decimal
          ? PyError.type(
              "%" + type + " format: a real number is required, not " + Types.name(value))
          : notInteger(type, value);
    }
    BigInteger i = Numbers.big(n);
    context.budget().steps(i.bitLength() / 16);
    String digits =
        switch (type) {
          case 'o' -> i.abs().toString(8);
          case 'x' -> i.abs().toString(16);
          case 'X' -> i.abs().toString(16).toUpperCase(Locale.ROOT);
          default -> Print.integer(i.abs());
        };
    String prefix =
        flags.indexOf('#') < 0
            ? ""
            : switch (type) {
              case 'o' -> "0o";
              case 'x' -> "0x";
              case 'X' -> "0X";
              default -> "";
            };
    if (digits.length() < precision) {
      digits = "0".repeat(precision - digits.length()) + digits;
    }
    return new Piece(sign(i.signum() < 0, flags) + prefix, digits, true);
  }

  private static PyError notInteger(char type, Object value) {
    return PyError.type("%" + type + " format: an integer is required, not " + Types.name(value));
  }

  private Piece real(char type, Object value, String flags, int precision) {
    if (value instanceof Undefined u) {
      throw u.fail();
    }
    double d;
    if (Numbers.isNumber(value)) {
      d = Numbers.toDouble(value);
    } else if (escape && (value instanceof String || value instanceof Markup)) {
      d = NumberText.real(value);
    } else {
      throw PyError.type("must be real number, not " + Types.name(value));
    }
    boolean negative = d < 0 || (d == 0 && 1 / d < 0);
    String digits =
        FloatFormat.format(d, type, precision < 0 ? 6 : precision, flags.indexOf('#') >= 0);
    return new Piece(sign(negative, flags), digits, true);
  }

  private static String sign(boolean negative, String flags) {
    return negative ? "-" : flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "";
  }

  private void pad(Piece p, String flags, int width) {
    int length = p.lead.length() + Strings.length(p.body);
    int margin = Math.max(0, width - length);
    boolean left = flags.indexOf('-') >= 0;
    boolean zeros = p.number && flags.indexOf('0') >= 0 && !left;
    if (!left && !zeros) {
      out.repeat(' ', margin);
    }
    out.append(p.lead);
    if (zeros) {
      out.repeat('0', margin);
    }
    out.append(p.body);
    if (left) {
      out.repeat(' ', margin);
    }
  }
}
