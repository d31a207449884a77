package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Arithmetic;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.NumberText;
import dev.fulgur.jinja.runtime.Numbers;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.Rounding;
import dev.fulgur.jinja.runtime.Signature;
import dev.fulgur.jinja.runtime.Truth;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;

/// Filters for numbers.
final class NumberFilters {

  private static final String[] DECIMAL = {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
  private static final String[] BINARY = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};

  private NumberFilters() {}

  static void register(Registry r) {
    r.pure("abs", Signature.of("abs", "x").positionalOnly(), (c, a) -> abs(a[0]));
    r.pure(
        "int",
        Signature.of("do_int", "value").optional("default", 0L).optional("base", 10L),
        (c, a) -> toInt(read(c, a)));
    r.pure(
        "float",
        Signature.of("do_float", "value").optional("default", 0.0),
        (c, a) -> toFloat(read(c, a)));
    r.pure(
        "round",
        Signature.of("do_round", "value").optional("precision", 0L).optional("method", "common"),
        NumberFilters::round);
    r.pure(
        "filesizeformat",
        Signature.of("do_filesizeformat", "value").optional("binary", false),
        (c, a) -> fileSize(NumberText.real(read(c, a)[0]), Truth.of(a[1])));
  }

  /// Pays for a text that is read as a number, several times over.
  private static Object[] read(Context context, Object[] args) {
    if (args[0] instanceof String || args[0] instanceof Markup) {
      context.budget().steps(Print.text(args[0]).length() / 4);
    }
    return args;
  }

  private static Object abs(Object value) {
    if (value instanceof Duration span) {
      return span.abs();
    }
    if (!Numbers.isNumber(value)) {
      throw PyError.type("bad operand type for abs(): '" + Print.typeName(value) + "'");
    }
    if (value instanceof Double d) {
      return Math.abs(d);
    }
    return Numbers.big(value).signum() < 0 ? Arithmetic.negate(value) : Arithmetic.plus(value);
  }

  private static Object toInt(Object[] args) {
    Object value = args[0];
    try {
      boolean text = value instanceof String || value instanceof Markup;
      return NumberText.integer(value, text ? Numbers.toLong(args[2]) : 10);
    } catch (PyError e) {
      if (!e.isTypeOrValue()) {
        throw e;
      }
    }
    // "42.23"|int is 42.
    try {
      return NumberText.integer(NumberText.real(value), 10);
    } catch (PyError e) {
      if (e.isTypeOrValue() || e.is("OverflowError")) {
        return args[1];
      }
      throw e;
    }
  }

  private static Object toFloat(Object[] args) {
    try {
      return NumberText.real(args[0]);
    } catch (PyError e) {
      if (e.isTypeOrValue()) {
        return args[1];
      }
      throw e;
    }
  }

  private static Object round(Context context, Object[] args) {
    String method =
        args[2] instanceof String || args[2] instanceof Markup ? Print.text(args[2]) : "";
    return switch (method) {
      case "common" -> Rounding.round(args[0], args[1]);
      case "ceil", "floor" -> {
        Object scale = Arithmetic.power(10L, args[1], context.budget());
        Object scaled = Arithmetic.multiply(args[0], scale, context.budget());
        yield Arithmetic.divide(Rounding.toInteger(scaled, method.equals("ceil")), scale);
      }
      default -> throw PyError.filterArgument("method must be common, ceil or floor");
    };
  }

  private static String fileSize(double bytes, boolean binary) {
    long base = binary ? 1024 : 1000;
    if (bytes == 1) {
      return "1 Byte";
    }
    if (bytes < base) {
      return Print.text(NumberText.integer(bytes, 10)) + " Bytes";
    }
    String[] prefixes = binary ? BINARY : DECIMAL;
    for (int i = 0; i < prefixes.length; i++) {
      BigInteger unit = BigInteger.valueOf(base).pow(i + 2);
      // Compared exactly: the float nearest to a power of ten may be below it.
      if (i == prefixes.length - 1 || Numbers.isAbove(unit, bytes)) {
        return oneDigit(base * bytes / unit.doubleValue()) + " " + prefixes[i];
      }
    }
    throw new IllegalStateException("no prefix");
  }

  private static String oneDigit(double d) {
    return Double.isNaN(d)
        ? "nan"
        : Double.isInfinite(d)
            ? "inf"
            : new BigDecimal(d).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
  }
}
