package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The writer's bytes, and what it refuses.
final class RecordWriterTest {

  private final RecordWriter writer = new RecordWriter();

  private String written() {
    return HexFormat.of().formatHex(writer.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "127, 7f",
    "128, cc80",
    "255, ccff",
    "256, cd0100",
    "65535, cdffff",
    "65536, ce00010000",
    "4294967295, ceffffffff",
    "4294967296, cf0000000100000000",
    "9223372036854775807, cf7fffffffffffffff",
    "-1, ff",
    "-32, e0",
    "-33, d0df",
    "-128, d080",
    "-129, d1ff7f",
    "-32768, d18000",
    "-32769, d2ffff7fff",
    "-2147483648, d280000000",
    "-2147483649, d3ffffffff7fffffff",
    "-9223372036854775808, d38000000000000000",
  })
  void writeLong_anyInteger_takesTheSmallestForm(long value, String hex) {
    writer.writeLong(value);
    assertThat(written()).isEqualTo(hex);
  }

  @Test
  void writeUnsignedLong_highestBit_isAnUnsignedInteger() {
    writer.writeUnsignedLong(-1);
    assertThat(written()).isEqualTo("cfffffffffffffffff");
    writer.reset().writeValue(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
    assertThat(written()).isEqualTo("cfffffffffffffffff");
  }

  @ParameterizedTest
  @CsvSource({
    "0, a0",
    "10, aa",
    "31, bf",
    "32, d920",
    "255, d9ff",
    "256, da0100",
    "65535, daffff",
    "65536, db00010000",
  })
  void writeText_anyLength_takesTheSmallestHeader(int length, String header) {
    writer.writeText("x".repeat(length));
    assertThat(written()).isEqualTo(header + "78".repeat(length));
  }

  @Test
  void writeText_shortByCharsButLongByBytes_hasTheHeaderOfItsBytes() {
    writer.writeText("\u20AC".repeat(10));
    assertThat(written()).startsWith("be").hasSize(62);
    writer.reset().writeText("\u20AC".repeat(11));
    assertThat(written()).startsWith("d921");
  }

  @Test
  void writeValue_javasOtherNumbers_areIntegersAndFloats() {
    writer.writeValue(List.of(1, (short) 2, (byte) 3, 1.5f));
    assertThat(written()).isEqualTo("94010203cb3ff8000000000000");
  }

  @Test
  void writeTimestamp_anyTime_takesTheSmallestForm() {
    writer.writeTimestamp(Instant.ofEpochSecond(0xFFFF_FFFFL));
    assertThat(written()).isEqualTo("d6ffffffffff");
    writer.reset().writeTimestamp(Instant.ofEpochSecond(0x1_0000_0000L));
    assertThat(written()).isEqualTo("d7ff0000000100000000");
    writer.reset().writeTimestamp(Instant.ofEpochSecond(-1, 1));
    assertThat(written()).isEqualTo("c70cff00000001ffffffffffffffff");
  }

  @Test
  void writeValue_whatHasNoForm_isRefusedWithItsPlace() {
    Map<String, Object> deep =
        Map.of("owners", List.of("a", Map.of("since", LocalDate.of(2024, 2, 29))));
    assertThatExceptionOfType(UnencodableValue.class)
        .isThrownBy(() -> writer.writeValue(deep))
        .withMessage(
            "The value at owners[1].since cannot be stored: MessagePack has no type for a LocalDate.")
        .satisfies(e -> assertThat(e.in("metadata").path()).isEqualTo("metadata.owners[1].since"));
    refused(Set.of(1), "no type for a");
    refused(BigInteger.ONE.shiftLeft(64), "65 bits is over 64");
    refused(BigInteger.ONE.shiftLeft(63).negate().subtract(BigInteger.ONE), "over 64 bits");
    refused(Map.of(List.of(1), 1), "its key is a");
  }

  private void refused(Object value, String why) {
    assertThatThrownBy(() -> writer.reset().writeValue(value))
        .isInstanceOf(UnencodableValue.class)
        .hasMessageContaining(why);
  }

  @Test
  void writeValue_integersAtTheEdgeOf64Bits_areWritten() {
    writer.writeValue(BigInteger.valueOf(Long.MIN_VALUE));
    assertThat(written()).isEqualTo("d38000000000000000");
    writer.reset().writeValue(BigInteger.valueOf(5));
    assertThat(written()).isEqualTo("05");
  }

  @Test
  void writeText_loneSurrogate_isRefused() {
    for (String text :
        List.of(
            "\uD800",
            "a\uDC00",
            "\uD83D\uD83D\uDE00",
            "long enough to be counted \uD800",
            "x\uD800y")) {
      refused(text, "lone surrogate");
      refused(Map.of(text, 1), "lone surrogate");
      refused(List.of(text), "[0]");
    }
  }

  @Test
  void writeValue_nestedTooDeepOrInACircle_isRefused() {
    List<Object> circle = new ArrayList<>();
    circle.add(circle);
    refused(circle, "nests deeper than 256");
    Object value = "core";
    for (int i = 0; i < 256; i++) {
      value = i % 2 == 0 ? List.of(value) : Map.of("k", value);
    }
    writer.reset().writeValue(value);
    refused(List.of(value), "nests deeper than 256");
  }

  @Test
  void reset_afterALargeRecord_beginsAnew() {
    writer.writeText("x".repeat(3 << 20));
    assertThat(writer.size()).isEqualTo((3 << 20) + 5);
    writer.reset().writeNil();
    assertThat(written()).isEqualTo("c0");
    assertThat(writer.segment().byteSize()).isEqualTo(1);
    assertThat(writer.segment().isReadOnly()).isTrue();
  }

  @Test
  void writeExt_anyLength_takesItsFixedForm() {
    Map<Integer, String> headers = new LinkedHashMap<>();
    headers.put(0, "c70007");
    headers.put(1, "d407");
    headers.put(2, "d507");
    headers.put(3, "c70307");
    headers.put(4, "d607");
    headers.put(8, "d707");
    headers.put(16, "d807");
    headers.put(17, "c71107");
    headers.put(256, "c8010007");
    headers.put(65536, "c90001000007");
    headers.forEach(
        (length, header) -> {
          writer.reset().writeExt(Ext.of(7, new byte[length]));
          assertThat(written()).isEqualTo(header + "00".repeat(length));
        });
    assertThatThrownBy(() -> Ext.of(128, new byte[0])).isInstanceOf(IllegalArgumentException.class);
  }
}
