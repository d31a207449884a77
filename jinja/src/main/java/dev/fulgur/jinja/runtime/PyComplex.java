package dev.fulgur.jinja.runtime;

import org.jspecify.annotations.Nullable;

/// Python's `complex`, as far as templates meet it: what a negative number to a broken power gives.
/// It prints, compares and shows its parts; nothing reckons with it.
record PyComplex(double real, double imaginary) implements PyObject {

  /// A negative number to a power that is no integer.
  ///
  /// Source: `_Py_c_pow` of CPython.
  static PyComplex power(double x, double y) {
    double length = Math.pow(Math.abs(x), y);
    double phase = Math.PI * y;
    double real = length * Math.cos(phase);
    double imaginary = length * Math.sin(phase);
    if (Double.isInfinite(real) || Double.isInfinite(imaginary)) {
      throw PyError.overflow("complex exponentiation");
    }
    return new PyComplex(real, imaginary);
  }

  @Override
  public String typeName() {
    return "complex";
  }

  @Override
  public @Nullable Object attribute(Context context, String name) {
    return switch (name) {
      case "real" -> real;
      case "imag" -> imaginary;
      default -> null;
    };
  }

  @Override
  public String describe() {
    if (real == 0 && 1 / real > 0) {
      return digits(imaginary) + "j";
    }
    String sign = imaginary < 0 || (imaginary == 0 && 1 / imaginary < 0) ? "" : "+";
    return "(" + digits(real) + sign + digits(imaginary) + "j)";
  }

  private static String digits(double d) {
    String text = FloatText.of(d);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
