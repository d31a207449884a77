package dev.fulgur.jinja.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Hashes under which values that are equal in Python are equal: `hash(1) == hash(1.0)`.
public final class Hashing {

  private Hashing() {}

  /// Refuses what Python cannot hash.
  ///
  /// @throws PyError `TypeError`
  public static void check(Object value) {
    int _ = hash(value);
  }

  /// The hash of a value.
  ///
  /// @throws PyError `TypeError` for what Python cannot hash
  static int hash(Object value) {
    return switch (value) {
      case String s -> s.hashCode();
      case Long n -> Long.hashCode(n);
      case Boolean b -> b ? Long.hashCode(1) : Long.hashCode(0);
      case Double d -> hash((double) d);
      case BigInteger n -> n.hashCode();
      case None _ -> 0x0fca86420;
      case Markup m -> m.text().hashCode();
      case PyTuple t -> t.hashCode();
      case List<?> _ -> throw unhashable(value);
      case Map<?, ?> _ -> throw unhashable(value);
      case Set<?> _ -> throw unhashable(value);
      case PySlice _ -> throw unhashable(value);
      case DictView v when v.kind() != DictView.Kind.VALUES -> throw unhashable(value);
      case PyRange r -> r.length() == 0 ? 0 : Long.hashCode(r.start() * 31 + r.length());
      case Undefined u -> {
        if (u.isStrict()) {
          throw u.fail();
        }
        yield u.kind().hashCode();
      }
      case OffsetDateTime d -> d.toInstant().hashCode();
      default -> value.hashCode();
    };
  }

  static int items(PyTuple t) {
    int h = 31;
    for (int i = 0; i < t.size(); i++) {
      h = h * 31 + hash(t.get(i));
    }
    return h;
  }

  private static int hash(double d) {
    if (d == (long) d && Math.abs(d) < 9e18) {
      return Long.hashCode((long) d);
    }
    if (d == Math.rint(d) && !Double.isInfinite(d)) {
      return new BigDecimal(d).toBigInteger().hashCode();
    }
    return Double.hashCode(d);
  }

  private static PyError unhashable(Object value) {
    return PyError.type("unhashable type: '" + Types.name(value) + "'");
  }
}
