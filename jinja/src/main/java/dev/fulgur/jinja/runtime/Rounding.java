package dev.fulgur.jinja.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Python's `round`, `math.floor` and `math.ceil`.
public final class Rounding {

  private static final int MAX_DIGITS = 400;

  private Rounding() {}

  /// `round(value, digits)`: halves to even, decided on the exact value.
  public static Object round(Object value, Object digits) {
    if (value instanceof Double d) {
      return digits == None.NONE ? toEven(d) : roundReal(d, Numbers.toLong(digits));
    }
    if (Numbers.isInteger(value)) {
      return digits == None.NONE
          ? Numbers.plain(value)
          : roundInteger(Numbers.plain(value), Numbers.toLong(digits));
    }
    throw PyError.type("type " + Types.name(value) + " doesn't define __round__ method");
  }

  private static Object toEven(double d) {
    Numbers.truncate(d);
    return Numbers.truncate(Math.rint(d));
  }

  private static Object roundInteger(Object integer, long digits) {
    if (digits >= 0) {
      return integer;
    }
    BigInteger n = Numbers.big(integer);
    if (-digits > n.bitLength()) {
      return 0L;
    }
    BigDecimal rounded = new BigDecimal(n).setScale((int) digits, RoundingMode.HALF_EVEN);
    return Values.of(rounded.toBigInteger());
  }

  private static Object roundReal(double d, long digits) {
    if (Double.isNaN(d) || Double.isInfinite(d) || d == 0 || digits > MAX_DIGITS) {
      return d;
    }
    if (digits < -MAX_DIGITS) {
      return Math.copySign(0.0, d);
    }
    double rounded = new BigDecimal(d).setScale((int) digits, RoundingMode.HALF_EVEN).doubleValue();
    if (Double.isInfinite(rounded)) {
      throw PyError.overflow("rounded value too large to represent");
    }
    return rounded == 0 ? Math.copySign(0.0, d) : rounded;
  }

  /// `math.ceil` or `math.floor`.
  public static Object toInteger(Object value, boolean up) {
    if (value instanceof Double d) {
      return Numbers.truncate(up ? Math.ceil(d) : Math.floor(d));
    }
    if (Numbers.isInteger(value)) {
      return Numbers.plain(value);
    }
    if (value instanceof Undefined u) {
      throw u.fail();
    }
    throw PyError.type("must be real number, not " + Types.name(value));
  }
}
