package dev.fulgur.jinja.runtime;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/// The operators `+ - * / // % **` and the signs.
public final class Arithmetic {

  private Arithmetic() {}

  public static Object add(Object a, Object b, Budget budget) {
    if (a instanceof Long x && b instanceof Long y) {
      long sum = x + y;
      return ((x ^ sum) & (y ^ sum)) < 0 ? BigInteger.valueOf(x).add(BigInteger.valueOf(y)) : sum;
    }
    if (a instanceof String x && b instanceof String y) {
      budget.text((long) x.length() + y.length());
      return x.concat(y);
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      if (a instanceof Double || b instanceof Double) {
        return Numbers.toDouble(a) + Numbers.toDouble(b);
      }
      return big(Numbers.big(a).add(Numbers.big(b)), budget);
    }
    return Concatenation.add(a, b, budget);
  }

  private static Object big(BigInteger n, Budget budget) {
    budget.bits(n.bitLength());
    return Values.of(n);
  }

  public static Object subtract(Object a, Object b, Budget budget) {
    if (a instanceof Long x && b instanceof Long y) {
      long difference = x - y;
      return ((x ^ y) & (x ^ difference)) < 0
          ? BigInteger.valueOf(x).subtract(BigInteger.valueOf(y))
          : difference;
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      if (a instanceof Double || b instanceof Double) {
        return Numbers.toDouble(a) - Numbers.toDouble(b);
      }
      return big(Numbers.big(a).subtract(Numbers.big(b)), budget);
    }
    Object span = TimeSpans.subtract(a, b);
    if (span != null) {
      return span;
    }
    Object difference = Sets.difference(a, b, budget);
    if (difference != null) {
      return difference;
    }
    throw unsupported("-", a, b);
  }

  public static Object multiply(Object a, Object b, Budget budget) {
    if (a instanceof Long x && b instanceof Long y) {
      long high = Math.multiplyHigh(x, y);
      long low = x * y;
      return (high == 0 && low >= 0) || (high == -1 && low < 0)
          ? (Object) low
          : BigInteger.valueOf(x).multiply(BigInteger.valueOf(y));
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      if (a instanceof Double || b instanceof Double) {
        return Numbers.toDouble(a) * Numbers.toDouble(b);
      }
      BigInteger x = Numbers.big(a);
      BigInteger y = Numbers.big(b);
      budget.bits((long) x.bitLength() + y.bitLength());
      budget.steps(work(x, y));
      return Values.of(x.multiply(y));
    }
    Object span = TimeSpans.multiply(a, b);
    if (span != null) {
      return span;
    }
    return Concatenation.repeat(a, b, budget);
  }

  /// Steps for a product or a quotient: its time grows with the product of the sizes.
  private static long work(BigInteger a, BigInteger b) {
    return (a.bitLength() / 64L) * (b.bitLength() / 64L) / 32;
  }

  public static Object divide(Object a, Object b) {
    Object span = TimeSpans.divide(a, b);
    if (span != null) {
      return span;
    }
    requireNumbers("/", a, b);
    if (a instanceof Double || b instanceof Double) {
      double y = Numbers.toDouble(b);
      double x = Numbers.toDouble(a);
      if (y == 0) {
        throw PyError.zeroDivision("float division by zero");
      }
      return x / y;
    }
    BigInteger y = Numbers.big(b);
    if (y.signum() == 0) {
      throw PyError.zeroDivision("division by zero");
    }
    return Numbers.divide(Numbers.big(a), y);
  }

  public static Object floorDivide(Object a, Object b, Budget budget) {
    if (a instanceof Long x && b instanceof Long y && y != 0 && y != -1) {
      return Math.floorDiv(x, y);
    }
    Object span = TimeSpans.floorDivide(a, b);
    if (span != null) {
      return span;
    }
    requireNumbers("//", a, b);
    if (a instanceof Double || b instanceof Double) {
      double x = Numbers.toDouble(a);
      double y = Numbers.toDouble(b);
      if (y == 0) {
        throw PyError.zeroDivision("float floor division by zero");
      }
      return floor(x, y);
    }
    BigInteger y = Numbers.big(b);
    if (y.signum() == 0) {
      throw PyError.zeroDivision("integer division or modulo by zero");
    }
    BigInteger x = Numbers.big(a);
    budget.steps(work(x, y));
    BigInteger[] q = x.divideAndRemainder(y);
    boolean down = q[1].signum() != 0 && q[1].signum() != y.signum();
    return Values.of(down ? q[0].subtract(BigInteger.ONE) : q[0]);
  }

  /// The floor of a quotient, so that `floor * y + modulo` is `x` as nearly as may be.
  private static double floor(double x, double y) {
    double mod = x % y;
    double quotient = (x - mod) / y;
    if (mod != 0 && (y < 0) != (mod < 0)) {
      quotient -= 1;
    }
    if (quotient == 0) {
      return Math.copySign(0.0, x / y);
    }
    double floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  }

  public static Object modulo(Object a, Object b, Context context) {
    if (a instanceof Long x && b instanceof Long y && y != 0) {
      return Math.floorMod(x, y);
    }
    if (a instanceof String || a instanceof Markup) {
      return PercentFormat.format(a, b, context);
    }
    Object span = TimeSpans.modulo(a, b);
    if (span != null) {
      return span;
    }
    requireNumbers("%", a, b);
    if (a instanceof Double || b instanceof Double) {
      double x = Numbers.toDouble(a);
      double y = Numbers.toDouble(b);
      if (y == 0) {
        throw PyError.zeroDivision("float modulo");
      }
      double mod = x % y;
      if (mod == 0) {
        return Math.copySign(0.0, y);
      }
      return (y < 0) != (mod < 0) ? mod + y : mod;
    }
    BigInteger y = Numbers.big(b);
    if (y.signum() == 0) {
      throw PyError.zeroDivision("integer modulo by zero");
    }
    BigInteger x = Numbers.big(a);
    context.budget().steps(work(x, y));
    BigInteger mod = x.remainder(y);
    return Values.of(mod.signum() != 0 && mod.signum() != y.signum() ? mod.add(y) : mod);
  }

  /// Whether a value is a number with a sign before it: negative, or the float `-0.0`.
  public static boolean isNegative(Object value) {
    return switch (value) {
      case Long n -> n < 0;
      case BigInteger n -> n.signum() < 0;
      case Double d -> d < 0 || (d == 0 && 1 / d < 0);
      default -> false;
    };
  }

  public static Object power(Object a, Object b, Budget budget) {
    requireNumbers("** or pow()", a, b);
    if (a instanceof Double || b instanceof Double) {
      return power(Numbers.toDouble(a), Numbers.toDouble(b));
    }
    BigInteger base = Numbers.big(a);
    BigInteger exponent = Numbers.big(b);
    if (exponent.signum() < 0) {
      return power(Numbers.toDouble(a), Numbers.toDouble(b));
    }
    if (base.abs().bitLength() <= 1) {
      boolean negative = base.signum() < 0 && exponent.testBit(0);
      long unit = base.signum() == 0 ? (exponent.signum() == 0 ? 1 : 0) : negative ? -1 : 1;
      return unit;
    }
    long e = exponent.bitLength() > 31 ? Integer.MAX_VALUE : exponent.longValue();
    long bits = (base.abs().bitLength() - 1) * e;
    budget.bits(bits);
    budget.steps(bits / 64 * (bits / 64) / 32);
    return Values.of(base.pow((int) e));
  }

  private static Object power(double x, double y) {
    if (x == 1 || y == 0 || (x == -1 && Double.isInfinite(y))) {
      return 1.0;
    }
    if (x == 0 && y < 0) {
      throw PyError.zeroDivision("0.0 cannot be raised to a negative power");
    }
    if (x < 0 && y != Math.rint(y) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
      return PyComplex.power(x, y);
    }
    double power = Math.pow(x, y);
    if (Double.isInfinite(power) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
      throw PyError.overflow("(34, 'Numerical result out of range')");
    }
    return power;
  }

  public static Object negate(Object a) {
    return switch (Numbers.plain(a)) {
      case Long n -> n == Long.MIN_VALUE ? BigInteger.valueOf(n).negate() : (Object) (-n);
      case Double d -> -d;
      case BigInteger n -> Values.of(n.negate());
      case Duration d -> d.negated();
      case Undefined u -> throw u.fail();
      default -> throw unary("-", a);
    };
  }

  public static Object plus(Object a) {
    return switch (Numbers.plain(a)) {
      case Long n -> n;
      case Double d -> d;
      case BigInteger n -> n;
      case Undefined u -> throw u.fail();
      default -> throw unary("+", a);
    };
  }

  private static PyError unary(String sign, Object a) {
    return PyError.type("bad operand type for unary " + sign + ": '" + Types.name(a) + "'");
  }

  private static void requireNumbers(String operator, Object a, Object b) {
    if (!Numbers.isNumber(a) || !Numbers.isNumber(b)) {
      throw unsupported(operator, a, b);
    }
  }

  static PyError unsupported(String operator, Object a, Object b) {
    if (a instanceof Undefined u) {
      return u.fail();
    }
    if (b instanceof Undefined u) {
      return u.fail();
    }
    return PyError.type(
        "unsupported operand type(s) for "
            + operator
            + ": '"
            + Types.name(a)
            + "' and '"
            + Types.name(b)
            + "'");
  }

  static boolean isSequence(Object value) {
    return value instanceof String
        || value instanceof Markup
        || value instanceof List
        || value instanceof PyBytes;
  }
}
