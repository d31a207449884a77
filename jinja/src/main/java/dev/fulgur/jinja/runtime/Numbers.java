package dev.fulgur.jinja.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Python's numbers: integers of any size (booleans among them) and floats.
public final class Numbers {

  private static final BigInteger TWO_TO_53 = BigInteger.ONE.shiftLeft(53);

  private Numbers() {}

  public static boolean isInteger(Object value) {
    return value instanceof Long || value instanceof Boolean || value instanceof BigInteger;
  }

  public static boolean isNumber(Object value) {
    return isInteger(value) || value instanceof Double;
  }

  /// A boolean as the integer that it is; anything else as it is.
  static Object plain(Object value) {
    return value instanceof Boolean b ? (Object) (b ? 1L : 0L) : value;
  }

  public static BigInteger big(Object integer) {
    return switch (integer) {
      case Long n -> BigInteger.valueOf(n);
      case BigInteger n -> n;
      case Boolean b -> b ? BigInteger.ONE : BigInteger.ZERO;
      default -> throw new IllegalArgumentException("no integer: " + integer);
    };
  }

  /// The float of a number.
  ///
  /// @throws PyError `OverflowError` when an integer is too large
  static double toDouble(Object number) {
    return switch (number) {
      case Double d -> d;
      case Long n -> n;
      case Boolean b -> b ? 1 : 0;
      case BigInteger n -> {
        double d = n.doubleValue();
        if (Double.isInfinite(d)) {
          throw PyError.overflow("int too large to convert to float");
        }
        yield d;
      }
      default -> throw new IllegalArgumentException("no number: " + number);
    };
  }

  /// An index: `operator.index`, cut to 64 bits, or null when the value is no integer.
  static @Nullable Long index(Object value) {
    return switch (value) {
      case Long n -> n;
      case Boolean b -> b ? 1L : 0L;
      case BigInteger n -> n.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      default -> null;
    };
  }

  /// An integer argument within 64 bits.
  ///
  /// @throws PyError `TypeError` when it is none, `OverflowError` when it is too large
  public static long toLong(Object value) {
    return switch (value) {
      case Long n -> n;
      case Boolean b -> b ? 1 : 0;
      case BigInteger _ -> throw PyError.overflow("Python int too large to convert to C ssize_t");
      case Undefined u when u.isStrict() -> throw notInteger(u);
      default -> throw notInteger(value);
    };
  }

  private static PyError notInteger(Object value) {
    return PyError.type("'" + Types.name(value) + "' object cannot be interpreted as an integer");
  }

  /// An integer argument, cut to what an `int` of Java holds.
  public static int toInt(Object value) {
    return Math.clamp(toLong(value), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /// The integer part of a float.
  static Object truncate(double d) {
    if (Double.isNaN(d)) {
      throw PyError.value("cannot convert float NaN to integer");
    }
    if (Double.isInfinite(d)) {
      throw PyError.overflow("cannot convert float infinity to integer");
    }
    if (Math.abs(d) < 9e18) {
      return (long) d;
    }
    return Values.of(new BigDecimal(d).toBigInteger());
  }

  /// Whether an integer is greater than a float, exactly. False for NaN.
  public static boolean isAbove(BigInteger integer, double d) {
    return !Double.isNaN(d) && compare(integer, d) > 0;
  }

  /// How an integer compares with a float, exactly. Not for NaN.
  static int compare(Object integer, double d) {
    if (Double.isInfinite(d)) {
      return d > 0 ? -1 : 1;
    }
    if (integer instanceof Long n && Math.abs(n) <= 1L << 53) {
      return Double.compare((double) n, d + 0.0);
    }
    return new BigDecimal(big(integer)).compareTo(new BigDecimal(d));
  }

  /// The quotient of two integers as the float that is nearest.
  static double divide(BigInteger a, BigInteger b) {
    if (a.abs().compareTo(TWO_TO_53) <= 0 && b.abs().compareTo(TWO_TO_53) <= 0) {
      return a.doubleValue() / b.doubleValue();
    }
    int sign = a.signum() * b.signum();
    BigInteger n = a.abs();
    BigInteger d = b.abs();
    int shift = Math.max(0, 66 - (n.bitLength() - d.bitLength()));
    BigInteger[] q = n.shiftLeft(shift).divideAndRemainder(d);
    BigInteger quotient = q[1].signum() == 0 ? q[0] : q[0].setBit(0);
    double value = scale(quotient, shift);
    if (Double.isInfinite(value)) {
      throw PyError.overflow("integer division result too large for a float");
    }
    return sign < 0 ? -value : value;
  }

  /// `q / 2^shift`, rounded once; the lowest bit of `q` says whether something was cut off.
  private static double scale(BigInteger q, int shift) {
    if (q.signum() == 0) {
      return 0;
    }
    int exponent = q.bitLength() - 1 - shift;
    if (exponent >= Double.MIN_EXPONENT) {
      return Math.scalb(q.doubleValue(), -shift);
    }
    int keep = 53 - (Double.MIN_EXPONENT - exponent);
    int drop = q.bitLength() - Math.max(0, keep) - 2;
    if (drop <= 0) {
      return Math.scalb(q.doubleValue(), -shift);
    }
    return new BigDecimal(q).divide(new BigDecimal(BigInteger.ONE.shiftLeft(shift))).doubleValue();
  }
}
