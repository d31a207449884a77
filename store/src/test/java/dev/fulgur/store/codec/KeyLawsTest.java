package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.KeyCodec;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The laws of key codecs: what was written reads back, and the order of the bytes is the order of
/// the values.
final class KeyLawsTest {

  private static final int PAIRS = 20_000;

  private static final Comparator<String> CODE_POINTS =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  record TextAndNumber(String text, long number) {
    static final Comparator<TextAndNumber> ORDER =
        Comparator.comparing(TextAndNumber::text, CODE_POINTS)
            .thenComparing(TextAndNumber::number, Long::compareUnsigned);
  }

  record Texts(String first, String second) {
    static final Comparator<Texts> ORDER =
        Comparator.comparing(Texts::first, CODE_POINTS).thenComparing(Texts::second, CODE_POINTS);
  }

  record Nested(Texts texts, String bytes) {
    static final Comparator<Nested> ORDER =
        Comparator.comparing(Nested::texts, Texts.ORDER).thenComparing(Nested::bytes);
  }

  private static final KeyCodec<TextAndNumber> TEXT_AND_NUMBER =
      Keys.pair(
          Keys.UTF8, TextAndNumber::text, Keys.U64, TextAndNumber::number, TextAndNumber::new);
  private static final KeyCodec<Texts> TEXTS =
      Keys.pair(Keys.UTF8, Texts::first, Keys.UTF8, Texts::second, Texts::new);
  private static final KeyCodec<Nested> NESTED =
      Keys.pair(
          TEXTS,
          Nested::texts,
          Keys.as(
              Keys.BYTES,
              text -> text.getBytes(StandardCharsets.ISO_8859_1),
              bytes -> new String(bytes, StandardCharsets.ISO_8859_1)),
          Nested::bytes,
          Nested::new);

  private final Random random = Seed.random("KeyLawsTest");
  private final RandomValues values = new RandomValues(random);

  @Test
  void utf8_anyTexts_obeyTheLaws() {
    check(Keys.UTF8, this::text, CODE_POINTS, String::equals);
  }

  @Test
  void u64_anyIntegers_obeyTheLaws() {
    check(Keys.U64, values::integer, Long::compareUnsigned, Long::equals);
  }

  @Test
  void i64_anyIntegers_obeyTheLaws() {
    check(Keys.I64, values::integer, Long::compare, Long::equals);
  }

  @Test
  void u32_anyIntegers_obeyTheLaws() {
    check(Keys.U32, () -> (int) values.integer(), Integer::compareUnsigned, Integer::equals);
  }

  @Test
  void f64_anyDoubles_obeyTheLaws() {
    check(Keys.F64, values::real, Double::compare, Double::equals);
  }

  @Test
  void bytes_anyBytes_obeyTheLaws() {
    check(Keys.BYTES, this::bytes, Arrays::compareUnsigned, Arrays::equals);
  }

  @Test
  void fixed_anyBytes_obeyTheLaws() {
    check(Keys.fixed(16), () -> values.bytes(16), Arrays::compareUnsigned, Arrays::equals);
  }

  @Test
  void pair_textAndNumber_obeysTheLaws() {
    check(
        TEXT_AND_NUMBER,
        () -> new TextAndNumber(text(), values.integer()),
        TextAndNumber.ORDER,
        TextAndNumber::equals);
  }

  @Test
  void pair_textAndText_obeysTheLaws() {
    check(TEXTS, this::texts, Texts.ORDER, Texts::equals);
  }

  @Test
  void pair_ofPairAndBytes_obeysTheLaws() {
    check(
        NESTED,
        () -> new Nested(texts(), new String(bytes(), StandardCharsets.ISO_8859_1)),
        Nested.ORDER,
        Nested::equals);
  }

  @Test
  void indexText_anyTexts_areInOrderUpToTheCut() {
    KeyWriter out = KeyWriter.forIndex();
    KeyReader in = KeyReader.forIndex();
    for (int i = 0; i < PAIRS; i++) {
      String a = longText();
      String b =
          random.nextBoolean()
              ? longText()
              : a.substring(0, a.offsetByCodePoints(0, a.codePointCount(0, a.length()) / 2))
                  + longText();
      byte[] first = indexKey(out, a);
      byte[] second = indexKey(out, b);
      assertThat(first.length).isLessThanOrEqualTo(KeyWriter.INDEX_TEXT_BYTES + 2 + 8);
      assertThat(Arrays.equals(first, second)).isEqualTo(a.equals(b));
      boolean cutA = isCut(in, first, a);
      boolean cutB = isCut(in, second, b);
      if (!cutA || !cutB) {
        assertThat(Integer.signum(Arrays.compareUnsigned(first, second)))
            .as("%s beside %s", a, b)
            .isEqualTo(Integer.signum(CODE_POINTS.compare(a, b)));
      }
    }
  }

  private static byte[] indexKey(KeyWriter out, String text) {
    return out.reset().text(text).toByteArray();
  }

  private static boolean isCut(KeyReader in, byte[] key, String text) {
    in.load(MemorySegment.ofArray(key));
    String read = in.text();
    in.readEnd();
    if (in.wasCut()) {
      assertThat(text).startsWith(read).hasSizeGreaterThan(read.length());
    } else {
      assertThat(read).isEqualTo(text);
    }
    return in.wasCut();
  }

  private <K> void check(
      KeyCodec<K> codec, Supplier<K> source, Comparator<K> order, BiPredicate<K, K> equal) {
    KeyWriter out = new KeyWriter();
    KeyReader in = new KeyReader();
    for (int i = 0; i < PAIRS; i++) {
      K a = source.get();
      K b = source.get();
      out.reset();
      codec.write(a, out);
      byte[] first = out.toByteArray();
      out.reset();
      codec.write(b, out);
      byte[] second = out.toByteArray();
      assertThat(codec.fixedBytes()).isIn(0, first.length);
      if (first.length <= KeyWriter.MAX_BYTES) {
        K read = codec.read(in.load(MemorySegment.ofArray(first)));
        assertThat(equal.test(read, a)).as("%s read as %s", a, read).isTrue();
        in.readEnd();
      }
      assertThat(Integer.signum(Arrays.compareUnsigned(first, second)))
          .as("%s beside %s", a, b)
          .isEqualTo(Integer.signum(order.compare(a, b)));
    }
  }

  private Texts texts() {
    return new Texts(text(), text());
  }

  /// Short, of few different characters, so that many are equal or begin alike.
  private String text() {
    if (random.nextInt(4) == 0) {
      return values.text(random.nextInt(20));
    }
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(4); length > 0; length--) {
      text.appendCodePoint(
          new int[] {0, 1, 2, 3, 'a', 0x7F, 0xFF, 0xFFFF, 0x10000, 0x10FFFF}[random.nextInt(10)]);
    }
    return text.toString();
  }

  private String longText() {
    String text = values.text(random.nextInt(3) == 0 ? random.nextInt(300) : random.nextInt(9));
    return random.nextInt(3) == 0 ? "\u0000\u0001".repeat(random.nextInt(60)) + text : text;
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(5)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = random.nextBoolean() ? (byte) random.nextInt(3) : (byte) random.nextInt();
    }
    return bytes;
  }
}
