package dev.fulgur.prompts.value;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Random values of the kinds that YAML reads, from a seed that is printed and can be given with
/// `-Dseed=`.
public final class RandomValues {
  private static final String[] WORDS = {
    "",
    "a",
    "yes",
    "No",
    "~",
    "null",
    "1",
    "1.0",
    "0x1F",
    "1:30",
    "2024-01-31",
    "=",
    "<<",
    "- a",
    "? b",
    "a: b",
    "a #b",
    "a:b",
    "#",
    "@x",
    "`",
    "%",
    "{{ name }}",
    "{a}",
    "[a",
    "a]",
    ", ",
    "'",
    "\"",
    "\\",
    "x\ny",
    "x\n",
    "\nx",
    " x",
    "x ",
    "\tx",
    "x\n\n",
    "  x\n y",
    "\n",
    " \n",
    "\n \n x",
    "é",
    "日本",
    "😀",
    "\u0085",
    "\u2028",
    "\ufeff",
    "\u00a0",
    "\0",
    "\u0007",
    "\u007f",
    "\r\n",
    "x\n \n\ty",
    "y",
    "N",
    "...",
    "---",
    "--- a\n",
    "a\n---\nb",
    "|",
    ">",
    "!tag",
    "&a",
    "*a",
    "a\tb",
    "1e3",
    "1.0e+3",
    ".inf",
    "on",
    "long line ".repeat(60),
    "word ".repeat(300),
    "x\n  ",
    "x\n  \n",
    "\n\n\n",
    "-",
    "a -",
    "a:"
  };

  private final long seed;
  private final Random random;

  private RandomValues(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /// Values from the seed given with `-Dseed=`, or from a new one.
  public static RandomValues seeded() {
    RandomValues values = new RandomValues(Long.getLong("seed", System.nanoTime()));
    System.out.println(values);
    return values;
  }

  /// Values from this seed.
  public static RandomValues of(long seed) {
    return new RandomValues(seed);
  }

  /// The source of randomness, for choices of the test's own.
  public Random random() {
    return random;
  }

  /// A text.
  public String text() {
    StringBuilder text = new StringBuilder(WORDS[random.nextInt(WORDS.length)]);
    while (random.nextInt(3) == 0) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  /// A map with keys of every plain kind.
  public Map<@Nullable Object, @Nullable Object> map(int depth) {
    return map(depth, true);
  }

  /// A map with text keys and storable values.
  public Map<String, @Nullable Object> metadata(int depth) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      metadata.put(text(), value(depth - 1, false));
    }
    return metadata;
  }

  private Map<@Nullable Object, @Nullable Object> map(int depth, boolean anything) {
    Dictionary map = new Dictionary();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      map.put(random.nextInt(4) == 0 ? scalar(anything) : text(), value(depth - 1, anything));
    }
    return map.map();
  }

  /// A value.
  ///
  /// @param anything whether it may be one that cannot be stored
  public @Nullable Object value(int depth, boolean anything) {
    if (depth <= 0 || random.nextInt(3) == 0) {
      return random.nextBoolean() ? text() : scalar(anything);
    }
    if (random.nextBoolean()) {
      return map(depth, anything);
    }
    List<@Nullable Object> list = new ArrayList<>();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      list.add(value(depth - 1, anything));
    }
    return list;
  }

  private @Nullable Object scalar(boolean anything) {
    return switch (random.nextInt(anything ? 12 : 8)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> (long) random.nextInt(-200, 70_000);
      case 3 -> random.nextLong();
      case 4 -> Double.longBitsToDouble(random.nextLong() & ~(0x7L << 52));
      case 5 ->
          List.of(0.0, -0.0, 1.5, 1e20, 1e-7, Double.POSITIVE_INFINITY).get(random.nextInt(6));
      case 6 -> BigInteger.ONE.shiftLeft(64).subtract(BigInteger.valueOf(1 + random.nextInt(9)));
      case 7 -> bytes();
      case 8 -> BigInteger.ONE.shiftLeft(random.nextInt(65, 300)).negate();
      case 9 ->
          LocalDate.of(random.nextInt(1, 9999), 1 + random.nextInt(12), 1 + random.nextInt(28));
      case 10 ->
          new Timestamp(
              LocalDateTime.of(
                  random.nextInt(1, 9999),
                  2,
                  28,
                  23,
                  59,
                  random.nextInt(60),
                  random.nextInt(2) * 1000),
              random.nextBoolean() ? null : random.nextInt(-1439, 1440));
      default -> SurrogateText.of(new int[] {'x', 0xd83d, 0xde00 + random.nextInt(9), ' '});
    };
  }

  private Bytes bytes() {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  @Override
  public String toString() {
    return "-Dseed=" + seed;
  }
}
