package dev.fulgur.jinja.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The host's values and the engine's.
///
/// Inside the engine a value is never null and is one of: [None], Boolean, Long, [BigInteger] (only
/// beyond 64 bits), Double, String, [Markup], List, [PyTuple], Map, Set, [PyBytes], [PyRange],
/// [PyIterator], a date or time, [Undefined], a [PyCallable], or an object of the engine's own.
/// Containers of the host stay as they are, and each thing read from one passes through [#of].
public final class Values {

  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private Values() {}

  /// The host's value as the engine's.
  ///
  /// @throws PyError when it is of a kind that templates know nothing of
  public static Object of(@Nullable Object host) {
    if (host instanceof String) {
      return host;
    }
    if (host == null) {
      return None.NONE;
    }
    if (host instanceof Number n) {
      return number(n);
    }
    return host instanceof Map || host instanceof List || host instanceof Boolean
        ? host
        : other(host);
  }

  private static Object number(Number host) {
    if (host instanceof Long || host instanceof Double) {
      return host;
    }
    if (host instanceof Integer n) {
      return (long) n;
    }
    return rareNumber(host);
  }

  private static Object rareNumber(Number host) {
    return switch (host) {
      case Short n -> (long) n;
      case Byte n -> (long) n;
      case Float n -> (double) n;
      case BigInteger n -> of(n);
      case BigDecimal n -> n.doubleValue();
      default -> throw unknown(host);
    };
  }

  /// An integer in its one form.
  public static Object of(BigInteger n) {
    return n.compareTo(LONG_MIN) >= 0 && n.compareTo(LONG_MAX) <= 0 ? (Object) n.longValue() : n;
  }

  private static Object other(Object host) {
    return switch (host) {
      case Markup m -> m;
      case None n -> n;
      case Set<?> s -> s;
      case PyBytes b -> b;
      case PyRange r -> r;
      case PySlice s -> s;
      case PyIterator i -> i;
      case PyType t -> t;
      case Undefined u -> u;
      case PyObject o -> o;
      case PyCallable c -> c;
      case DictView v -> v;
      case LocalDate d -> d;
      case LocalDateTime d -> d;
      case LocalTime t -> t;
      case Duration d -> d;
      case OffsetDateTime d -> d;
      case ZonedDateTime d -> d.toOffsetDateTime();
      case byte[] b -> new PyBytes(b);
      case Character c -> c.toString();
      case CharSequence s -> s.toString();
      case Object[] a -> PyTuple.of(a);
      case Iterator<?> i -> PyIterator.over(i, "generator");
      case Iterable<?> i -> copy(i);
      default -> throw unknown(host);
    };
  }

  private static PyList copy(Iterable<?> host) {
    PyList list = new PyList();
    for (Object item : host) {
      list.add(of(item));
    }
    return list;
  }

  private static PyError unknown(Object host) {
    return PyError.type(
        "a template cannot use an object of "
            + host.getClass().getName()
            + "; pass maps, lists, text, numbers, booleans, dates or bytes");
  }

  /// Whether templates may change it: the engine made it.
  static boolean isOwn(Object container) {
    return container instanceof PyList || container instanceof PyDict || container instanceof PySet;
  }

  /// A value of the engine as a host knows it: null for none, text for markup, lists for tuples,
  /// and containers that are the host's to keep. What a host has no use for stays as it is.
  public static @Nullable Object toHost(Object value) {
    return switch (value) {
      case None _ -> null;
      case Markup m -> m.text();
      case PyBytes b -> b.toArray();
      case PyList list -> toHostList(list);
      case PyTuple tuple -> toHostList(tuple);
      case PyDict dict -> {
        Map<@Nullable Object, @Nullable Object> map = new java.util.LinkedHashMap<>();
        for (Map.Entry<Object, Object> e : dict.entrySet()) {
          map.put(toHost(e.getKey()), toHost(e.getValue()));
        }
        yield map;
      }
      case PySet set -> {
        Set<@Nullable Object> copy = new java.util.LinkedHashSet<>();
        for (Object item : set) {
          copy.add(toHost(item));
        }
        yield copy;
      }
      default -> value;
    };
  }

  private static List<@Nullable Object> toHostList(List<Object> items) {
    List<@Nullable Object> copy = new ArrayList<>(items.size());
    for (Object item : items) {
      copy.add(toHost(item));
    }
    return copy;
  }
}
