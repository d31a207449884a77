package dev.fulgur.prompts.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds a map with Python's idea of equal keys: `1`, `1.0` and `true` are one key. The first of
/// equal keys stays, in its place; the last value wins. Not thread-safe.
public final class Dictionary {
  private final Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
  private final Map<@Nullable Object, @Nullable Object> keys = new HashMap<>();

  /// Adds an entry, or replaces the value of an equal key.
  public void put(@Nullable Object key, @Nullable Object value) {
    Object canonical = canonical(key);
    if (keys.containsKey(canonical)) {
      entries.put(keys.get(canonical), value);
    } else {
      keys.put(canonical, key);
      entries.put(key, value);
    }
  }

  /// The map built so far, in order of first insertion; later puts show in it.
  public Map<@Nullable Object, @Nullable Object> map() {
    return entries;
  }

  private static @Nullable Object canonical(@Nullable Object key) {
    return switch (key) {
      case Boolean b -> b ? 1L : 0L;
      case BigInteger big when big.bitLength() < Long.SIZE -> big.longValue();
      case Double d when Double.isFinite(d) && d == Math.rint(d) ->
          canonical(new BigDecimal(d).toBigIntegerExact());
      case Timestamp(var local, Integer offset) when offset != null ->
          local.minusMinutes(offset).toInstant(ZoneOffset.UTC);
      case null, default -> key;
    };
  }
}
