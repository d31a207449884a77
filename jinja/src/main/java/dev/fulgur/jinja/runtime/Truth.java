package dev.fulgur.jinja.runtime;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/// Python's `bool` and `len`.
public final class Truth {

  private Truth() {}

  public static boolean of(Object value) {
    if (value instanceof Boolean b) {
      return b;
    }
    if (value instanceof String s) {
      return !s.isEmpty();
    }
    return other(value);
  }

  private static boolean other(Object value) {
    return switch (value) {
      case Long n -> n != 0;
      case None _ -> false;
      case Double d -> d != 0;
      case Collection<?> c -> !c.isEmpty();
      case Map<?, ?> m -> !m.isEmpty();
      case BigInteger n -> n.signum() != 0;
      case Markup m -> !m.text().isEmpty();
      case Undefined u -> {
        if (u.isStrict()) {
          throw u.fail();
        }
        yield false;
      }
      case PyRange r -> r.length() > 0;
      case Duration d -> !d.isZero();
      case PyBytes b -> b.length() > 0;
      case DictView v -> !v.dict().isEmpty();
      case Sized s -> s.size() > 0;
      default -> true;
    };
  }

  /// The length of a value.
  ///
  /// @throws PyError `TypeError` when it has none
  public static long length(Object value, Budget budget) {
    return switch (value) {
      case String s -> Strings.length(s, budget);
      case Markup m -> Strings.length(m.text(), budget);
      case Collection<?> c -> c.size();
      case Map<?, ?> m -> m.size();
      case Undefined u -> {
        if (u.isStrict()) {
          throw u.fail();
        }
        yield 0;
      }
      case PyRange r -> r.length();
      case PyBytes b -> b.length();
      case DictView v -> v.dict().size();
      case Sized s -> s.size();
      default -> throw PyError.type("object of type '" + Types.name(value) + "' has no len()");
    };
  }
}
