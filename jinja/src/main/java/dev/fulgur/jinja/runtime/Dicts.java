package dev.fulgur.jinja.runtime;

import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looking into dicts, the engine's and the host's.
public final class Dicts {

  private Dicts() {}

  /// What a map has under a text key, as the host wrote it; null when it is null or not there.
  public static @Nullable Object raw(Map<?, ?> map, String key) {
    try {
      return map.get(key);
    } catch (ClassCastException | NullPointerException e) {
      // A sorted map whose keys are not text: the key is not there.
      return null;
    }
  }

  /// The value of a text key, or null. The fast way for attributes.
  public static @Nullable Object find(Map<?, ?> map, String key) {
    if (map instanceof PyDict own) {
      return own.find(key);
    }
    Object value;
    try {
      value = map.get(key);
      if (value == null && !map.containsKey(key)) {
        return null;
      }
    } catch (ClassCastException | NullPointerException e) {
      // A sorted map whose keys are not text: the key is not there.
      return null;
    }
    return Values.of(value);
  }

  /// The value of a key, or null.
  ///
  /// @throws PyError `TypeError` when the key cannot be hashed
  public static @Nullable Object find(Map<?, ?> map, Object key) {
    if (key instanceof String s) {
      return find(map, s);
    }
    if (map instanceof PyDict own) {
      return own.find(key);
    }
    Hashing.hash(key);
    return switch (key) {
      case Markup m -> find(map, m.text());
      case None _ -> findNull(map);
      case Boolean b -> findNumber(map, b ? 1L : 0L);
      case Long n -> findNumber(map, n);
      case Double d -> findDouble(map, d);
      case BigInteger n -> get(map, n);
      default -> get(map, key);
    };
  }

  private static @Nullable Object get(Map<?, ?> map, Object key) {
    try {
      Object value = map.get(key);
      return value == null && !map.containsKey(key) ? null : Values.of(value);
    } catch (ClassCastException | NullPointerException e) {
      // A sorted map of other keys: the key is not there.
      return null;
    }
  }

  private static @Nullable Object findNull(Map<?, ?> map) {
    try {
      return map.containsKey(null) ? Values.of(map.get(null)) : null;
    } catch (NullPointerException e) {
      // A map that has no null keys.
      return null;
    }
  }

  private static @Nullable Object findDouble(Map<?, ?> map, double d) {
    Object value = get(map, d);
    if (value == null && (float) d == d) {
      value = get(map, (float) d);
    }
    return value == null && d == (long) d ? findNumber(map, (long) d) : value;
  }

  /// Hosts write the number 1 in many ways.
  private static @Nullable Object findNumber(Map<?, ?> map, long n) {
    Object value = get(map, n);
    if (value == null && n == (int) n) {
      value = get(map, (int) n);
    }
    if (value == null && (long) (double) n == n) {
      value = get(map, (double) n);
    }
    if (value == null && (n == 0 || n == 1)) {
      value = get(map, n == 1);
    }
    if (value == null && n == (short) n) {
      value = get(map, (short) n);
    }
    return value == null ? get(map, BigInteger.valueOf(n)) : value;
  }
}
