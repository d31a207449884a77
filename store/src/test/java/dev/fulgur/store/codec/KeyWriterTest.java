package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The bytes of keys, and what is refused in them.
final class KeyWriterTest {

  private static String hex(Consumer<KeyWriter> write) {
    KeyWriter out = new KeyWriter();
    write.accept(out);
    return HexFormat.of().formatHex(out.toByteArray());
  }

  private static KeyReader reader(String hex) {
    return new KeyReader().load(MemorySegment.ofArray(HexFormat.of().parseHex(hex)));
  }

  @ParameterizedTest
  @CsvSource({
    "-Infinity, 000fffffffffffff",
    "-1.0, 400fffffffffffff",
    "-0.0, 7fffffffffffffff",
    "0.0, 8000000000000000",
    "1.0, bff0000000000000",
    "Infinity, fff0000000000000",
    "NaN, fff8000000000000",
  })
  void f64_anyDouble_hasTheseBytes(double value, String hex) {
    assertThat(hex(out -> out.f64(value))).isEqualTo(hex);
    assertThat(Keys.F64.read(reader(hex))).isEqualTo(Double.valueOf(value));
  }

  @Test
  void f64_anyNaN_isTheOneNaN() {
    double odd = Double.longBitsToDouble(0xFFF8_0000_0000_1234L);
    assertThat(hex(out -> out.f64(odd))).isEqualTo("fff8000000000000");
  }

  @Test
  void integers_haveFixedWidths() {
    assertThat(hex(out -> out.u64(-1))).isEqualTo("ffffffffffffffff");
    assertThat(hex(out -> out.i64(-1))).isEqualTo("7fffffffffffffff");
    assertThat(hex(out -> out.i64(0))).isEqualTo("8000000000000000");
    assertThat(hex(out -> out.u32(1))).isEqualTo("00000001");
  }

  @Test
  void textPart_plainText_isTheTextAndAZero() {
    assertThat(hex(out -> out.textPart("id").text("1.0"))).isEqualTo("6964" + "00" + "312e30");
    assertThat(hex(out -> out.u64(7).separator().text("p")))
        .isEqualTo("0000000000000007" + "00" + "70");
  }

  @Test
  void textPart_zerosAndOnes_areEscaped() {
    assertThat(hex(out -> out.textPart("a\u0000b\u0001c\u0002")))
        .isEqualTo("61010162010263" + "02" + "00");
    assertThat(hex(out -> out.text("a\u0000b\u0001"))).isEqualTo("61006201");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "61", "6101", "610100", "610103", "61ff00", "6101ff00", "ed a08000"})
  void textPart_ofOtherBytes_isRefused(String hex) {
    assertThatExceptionOfType(MalformedData.class)
        .isThrownBy(() -> reader(hex.replace(" ", "")).textPart())
        .withMessageStartingWith("Malformed key at byte");
  }

  @Test
  void reader_keyThatEndsEarlyOrLate_isRefused() {
    assertThatThrownBy(() -> reader("00").u64()).isInstanceOf(MalformedData.class);
    assertThatThrownBy(() -> reader("0000").u32()).isInstanceOf(MalformedData.class);
    assertThatThrownBy(() -> reader("01").separator()).isInstanceOf(MalformedData.class);
    assertThatThrownBy(() -> reader("01").readEnd()).isInstanceOf(MalformedData.class);
    assertThatThrownBy(() -> reader("00".repeat(512))).isInstanceOf(MalformedData.class);
    assertThat(reader("00".repeat(511)).remaining()).isEqualTo(511);
  }

  @Test
  void indexText_overTwoHundredBytes_isCutAndHashed() {
    KeyWriter out = KeyWriter.forIndex();
    assertThat(out.text("x".repeat(200)).size()).isEqualTo(201);
    byte[] cut = out.reset().text("x".repeat(201)).toByteArray();
    assertThat(cut).hasSize(210);
    // printf 'x%.0s' $(seq 201) | sha256sum
    assertThat(HexFormat.of().formatHex(cut, 200, 210)).isEqualTo("0103" + "84a0678c90937f5d");
  }

  @Test
  void indexText_cutAtAnEscape_leavesTheEscapeOut() {
    KeyWriter out = KeyWriter.forIndex();
    byte[] split = out.reset().text("x".repeat(199) + "\u0000yyy").toByteArray();
    assertThat(split).hasSize(209);
    byte[] whole = out.reset().text("x".repeat(198) + "\u0000yyy").toByteArray();
    assertThat(whole).hasSize(210);
    KeyReader in = KeyReader.forIndex().load(MemorySegment.ofArray(whole));
    assertThat(in.text()).isEqualTo("x".repeat(198) + "\u0000");
    assertThat(in.wasCut()).isTrue();
  }

  @Test
  void indexText_cutInsideACharacter_isReadUpToIt() {
    byte[] key = KeyWriter.forIndex().text("x" + "\u20AC".repeat(100)).toByteArray();
    KeyReader in = KeyReader.forIndex().load(MemorySegment.ofArray(key));
    assertThat(in.text()).isEqualTo("x" + "\u20AC".repeat(66));
    in.readEnd();
  }

  @Test
  void beginning_ofALongKey_isReadable() {
    KeyWriter out = new KeyWriter();
    assertThat(out.u32(1).text("a\u0000b\u20ACc").beginning())
        .isEqualTo("\\x00\\x00\\x00\\x01a\\x00b\u20ACc");
    assertThat(out.reset().text("x".repeat(47) + "\u20AC".repeat(200)).beginning())
        .isEqualTo("x".repeat(47));
    assertThat(out.reset().fixed(new byte[] {(byte) 0xFF, 'a'}).beginning()).isEqualTo("\\xffa");
    assertThat(out.reset().text("x".repeat(100_000)).size()).isEqualTo(100_000);
    assertThat(out.beginning()).isEqualTo("x".repeat(48));
    assertThat(out.reset().beginning()).isEmpty();
  }

  @Test
  void text_loneSurrogate_isRefused() {
    assertThatThrownBy(() -> hex(out -> out.text("\uD800"))).isInstanceOf(UnencodableValue.class);
    assertThatThrownBy(() -> hex(out -> out.text("x".repeat(600) + "\uDFFF")))
        .isInstanceOf(UnencodableValue.class);
  }

  @Test
  void parts_notInPairs_areMisuse() {
    assertThatThrownBy(() -> new KeyWriter().endPart()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> reader("").endPart()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void fixed_ofAnotherLength_isRefused() {
    assertThatThrownBy(() -> Keys.fixed(16).write(new byte[15], new KeyWriter()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("15");
  }
}
