package dev.fulgur.jinja.runtime;

/// Python's `is`.
public final class Identity {

  /// Python keeps one object for each of these integers.
  private static final long SMALLEST = -5;

  private static final long LARGEST = 256;

  private Identity() {}

  /// Whether two values are one object. Equal strings count as one: the engine does not keep more.
  @SuppressWarnings("ReferenceEquality") // That is what `is` asks.
  public static boolean same(Object a, Object b) {
    if (a == b) {
      return true;
    }
    return switch (a) {
      case Boolean x -> x.equals(b);
      case Long x -> x.equals(b) && x >= SMALLEST && x <= LARGEST;
      case String x -> x.equals(b);
      case PyTuple x -> x.isEmpty() && b instanceof PyTuple y && y.isEmpty();
      case PyType x -> x.equals(b);
      default -> false;
    };
  }
}
