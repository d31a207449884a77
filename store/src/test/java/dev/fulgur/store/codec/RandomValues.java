package dev.fulgur.store.codec;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Random values of every type that a record can hold, at the edges of their forms more often than
/// not.
final class RandomValues {

  private static final long[] EDGES = {
    0,
    1,
    31,
    32,
    127,
    128,
    255,
    256,
    32767,
    32768,
    65535,
    65536,
    2147483647L,
    2147483648L,
    4294967295L,
    4294967296L,
    Long.MAX_VALUE
  };
  private static final int[] LENGTHS = {
    0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 255, 256
  };

  private final Random random;
  private final boolean textKeys;

  RandomValues(Random random) {
    this(random, false);
  }

  /// @param textKeys whether all keys of maps are text
  RandomValues(Random random, boolean textKeys) {
    this.random = random;
    this.textKeys = textKeys;
  }

  @Nullable Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 10)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2, 3 -> integer();
      case 4 -> BigInteger.ONE.shiftLeft(63).add(new BigInteger(63, random));
      case 5 -> real();
      case 6, 7 -> text(length());
      case 8 -> bytes(length());
      case 9 -> random.nextBoolean() ? time() : Ext.of(random.nextInt(128), bytes(length()));
      case 10 -> list(depth);
      default -> map(depth);
    };
  }

  long integer() {
    long value =
        switch (random.nextInt(3)) {
          case 0 -> EDGES[random.nextInt(EDGES.length)];
          case 1 -> random.nextLong() >> random.nextInt(64);
          default -> random.nextInt(300);
        };
    return random.nextBoolean() ? value : -value - random.nextInt(2);
  }

  double real() {
    return switch (random.nextInt(4)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextInt(100);
      case 2 -> random.nextGaussian();
      default ->
          new double[] {
                0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -Double.MAX_VALUE
              }
              [random.nextInt(6)];
    };
  }

  /// A text of so many code points: ASCII, or of any of the four lengths of UTF-8.
  String text(int points) {
    StringBuilder text = new StringBuilder(points);
    boolean ascii = random.nextBoolean();
    for (int i = 0; i < points; i++) {
      text.appendCodePoint(ascii ? random.nextInt(128) : codePoint());
    }
    return text.toString();
  }

  private int codePoint() {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(0x80);
      case 1 -> 0x80 + random.nextInt(0x780);
      case 2 -> 0x800 + random.nextInt(0xD000);
      case 3 -> 0xE000 + random.nextInt(0x2000);
      default -> 0x10000 + random.nextInt(0x100000);
    };
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  int length() {
    return random.nextInt(500) == 0
        ? 65530 + random.nextInt(12)
        : random.nextInt(4) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(24);
  }

  private Instant time() {
    int nanos = random.nextBoolean() ? 0 : random.nextInt(1_000_000_000);
    return switch (random.nextInt(4)) {
      case 0 -> Instant.ofEpochSecond(random.nextLong(1L << 32), nanos);
      case 1 -> Instant.ofEpochSecond(random.nextLong(1L << 34), nanos);
      case 2 -> Instant.ofEpochSecond(-random.nextLong(1L << 40), nanos);
      default -> Instant.ofEpochSecond((1L << (random.nextBoolean() ? 32 : 34)) - 1, nanos);
    };
  }

  private List<@Nullable Object> list(int depth) {
    int size = size();
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(value(size > 32 ? 0 : depth - 1));
    }
    return list;
  }

  private Map<@Nullable Object, @Nullable Object> map(int depth) {
    int size = size();
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      Object key =
          switch (textKeys ? 7 : random.nextInt(8)) {
            case 0 -> integer();
            case 1 -> real();
            case 2 -> random.nextBoolean();
            case 3 -> null;
            default -> text(random.nextInt(12));
          };
      map.put(key, value(size > 32 ? 0 : depth - 1));
    }
    return map;
  }

  private int size() {
    return random.nextInt(200) == 0 ? 15 + random.nextInt(20) : random.nextInt(5);
  }

  /// Whether two values are the same, byte arrays by their content and maps in their order.
  static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.equals(x, y);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return same(x.iterator(), y.iterator());
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return same(x.keySet().iterator(), y.keySet().iterator())
          && same(x.values().iterator(), y.values().iterator());
    }
    return Objects.equals(a, b);
  }

  private static boolean same(Iterator<?> a, Iterator<?> b) {
    while (a.hasNext() && b.hasNext()) {
      if (!same(a.next(), b.next())) {
        return false;
      }
    }
    return a.hasNext() == b.hasNext();
  }
}
