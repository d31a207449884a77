package dev.fulgur.jinja.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The methods and attributes of `int` and `float`.
final class NumberMethods {

  static final Map<String, Method> INTEGERS =
      Map.of(
          "bit_length",
          plain("bit_length", n -> (long) Numbers.big(n).abs().bitLength()),
          "bit_count",
          plain("bit_count", n -> (long) Numbers.big(n).abs().bitCount()),
          "conjugate",
          plain("conjugate", Numbers::plain),
          "as_integer_ratio",
          plain("as_integer_ratio", n -> PyTuple.wrap(Numbers.plain(n), 1L)),
          "to_bytes",
          Method.of(
              Signature.of("to_bytes")
                  .optional("length", 1L)
                  .optional("byteorder", "big")
                  .optional("signed", false),
              NumberMethods::toBytes));

  static final Map<String, Method> FLOATS =
      Map.of(
          "is_integer",
          plain("is_integer", d -> (Double) d == Math.rint((Double) d) && finite(d)),
          "conjugate",
          plain("conjugate", d -> d),
          "as_integer_ratio",
          plain("as_integer_ratio", NumberMethods::ratio),
          "hex",
          plain("hex", d -> hex((Double) d)));

  private NumberMethods() {}

  private interface Body {
    Object apply(Object number);
  }

  private static Method plain(String name, Body body) {
    return Method.of(Signature.of(name).positionalOnly(), (c, self, a) -> body.apply(self));
  }

  private static boolean finite(Object d) {
    return !((Double) d).isInfinite() && !((Double) d).isNaN();
  }

  static @Nullable Object attribute(Object number, String name) {
    return switch (name) {
      case "real" -> Numbers.plain(number);
      case "imag" -> number instanceof Double ? (Object) 0.0 : 0L;
      case "numerator" -> number instanceof Double ? null : Numbers.plain(number);
      case "denominator" -> number instanceof Double ? null : 1L;
      default -> null;
    };
  }

  private static Object toBytes(Context context, Object self, Object[] args) {
    int length = Numbers.toInt(args[0]);
    String order = StrMethods.text("to_bytes", args[1]);
    boolean signed = Truth.of(args[2]);
    if (length < 0) {
      throw PyError.value("length argument must be non-negative");
    }
    if (!order.equals("big") && !order.equals("little")) {
      throw PyError.value("byteorder must be either 'little' or 'big'");
    }
    context.budget().text(length);
    BigInteger n = Numbers.big(self);
    if (n.signum() < 0 && !signed) {
      throw PyError.overflow("can't convert negative int to unsigned");
    }
    if (n.bitLength() + (signed ? 1 : 0) > length * 8L) {
      throw PyError.overflow("int too big to convert");
    }
    byte[] out = new byte[length];
    byte[] bytes = n.toByteArray();
    for (int i = 0; i < length; i++) {
      int from = bytes.length - 1 - i;
      byte b = from >= 0 ? bytes[from] : (byte) (n.signum() < 0 ? -1 : 0);
      out[order.equals("big") ? length - 1 - i : i] = b;
    }
    return new PyBytes(out);
  }

  private static Object ratio(Object value) {
    double d = (Double) value;
    if (Double.isNaN(d)) {
      throw PyError.value("cannot convert NaN to integer ratio");
    }
    if (Double.isInfinite(d)) {
      throw PyError.overflow("cannot convert Infinity to integer ratio");
    }
    BigDecimal exact = new BigDecimal(d);
    BigInteger numerator = exact.unscaledValue();
    BigInteger denominator = BigInteger.ONE;
    if (exact.scale() > 0) {
      denominator = BigInteger.TEN.pow(exact.scale());
    } else {
      numerator = numerator.multiply(BigInteger.TEN.pow(-exact.scale()));
    }
    BigInteger common = numerator.gcd(denominator);
    return PyTuple.wrap(Values.of(numerator.divide(common)), Values.of(denominator.divide(common)));
  }

  private static String hex(double d) {
    if (Double.isNaN(d)) {
      return "nan";
    }
    if (Double.isInfinite(d)) {
      return d > 0 ? "inf" : "-inf";
    }
    long bits = Double.doubleToRawLongBits(d);
    String sign = bits < 0 ? "-" : "";
    int exponent = (int) (bits >>> 52 & 0x7ff);
    long mantissa = bits & ((1L << 52) - 1);
    if (exponent == 0 && mantissa == 0) {
      return sign + "0x0.0p+0";
    }
    int e = exponent == 0 ? -1022 : exponent - 1023;
    return sign
        + "0x"
        + (exponent == 0 ? 0 : 1)
        + "."
        + String.format("%013x", mantissa)
        + "p"
        + (e < 0 ? "" : "+")
        + e;
  }
}
