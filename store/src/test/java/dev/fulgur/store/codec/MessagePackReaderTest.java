package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The values of a reader on bytes written down by hand.
final class MessagePackReaderTest extends HandWritten {

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "7f, 127",
    "ff, -1",
    "e0, -32",
    "cc ff, 255",
    "cd ffff, 65535",
    "ce ffffffff, 4294967295",
    "cf 7fffffffffffffff, 9223372036854775807",
    "d0 80, -128",
    "d1 8000, -32768",
    "d2 80000000, -2147483648",
    "d3 8000000000000000, -9223372036854775808",
    "cf 0000000000000001, 1",
    "d3 0000000000000001, 1",
  })
  void readLong_everyForm_isTheInteger(String hex, long value) {
    assertThat(of(hex).readLong()).isEqualTo(value);
    assertThat(of(hex).readValue()).isEqualTo(value);
    assertThat(of(hex).readDouble()).isEqualTo((double) value);
  }

  @Test
  void readLong_aboveTheSignedRange_isRefused() {
    String hex = "cf 8000000000000000";
    assertThat(refused(of(hex), RecordReader::readLong))
        .hasMessageContaining("9223372036854775808");
    assertThat(of(hex).readUnsignedLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(of(hex).readValue()).isEqualTo(BigInteger.ONE.shiftLeft(63));
    assertThat(of(hex).readDouble()).isEqualTo(0x1p63);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "d0 80", "d3 ffffffffffffffff"})
  void readUnsignedLong_negative_isRefused(String hex) {
    assertThat(refused(of(hex), RecordReader::readUnsignedLong)).hasMessageContaining("unsigned");
  }

  @Test
  void readInt_over32Bits_isRefused() {
    assertThat(of("ce 7fffffff").readInt()).isEqualTo(Integer.MAX_VALUE);
    assertThat(refused(of("ce 80000000"), RecordReader::readInt)).hasMessageContaining("32 bits");
  }

  @Test
  void readers_ofOtherTypes_sayWhatIsThere() {
    assertThat(refused(of("c0"), RecordReader::readText))
        .hasMessage("Malformed record at byte 0: nil where text is wanted.");
    assertThat(refused(of("a0"), RecordReader::readLong)).hasMessageContaining("text where an int");
    assertThat(refused(of("01"), RecordReader::readBoolean)).hasMessageContaining("integer where");
    assertThat(refused(of("c3"), RecordReader::readDouble)).hasMessageContaining("boolean where");
    assertThat(refused(of("ca 00000000"), RecordReader::readLong)).hasMessageContaining("float");
    assertThat(refused(of("90"), RecordReader::readMapHeader)).hasMessageContaining("array where");
    assertThat(refused(of("80"), RecordReader::readArrayHeader)).hasMessageContaining("map where");
    assertThat(refused(of("a1 41"), RecordReader::readBytes)).hasMessageContaining("text where");
    assertThat(refused(of("c4 01 41"), RecordReader::readText)).hasMessageContaining("bytes where");
    assertThat(refused(of("d4 05 00"), RecordReader::readText)).hasMessageContaining("extension");
  }

  @Test
  void anyReader_atTheByteThatIsNeverUsed_isRefused() {
    List<Consumer<RecordReader>> all =
        List.of(
            RecordReader::peek,
            RecordReader::readValue,
            RecordReader::skipValue,
            RecordReader::readText,
            RecordReader::readLong,
            RecordReader::readUnsignedLong,
            RecordReader::readDouble,
            RecordReader::readBoolean,
            RecordReader::readBytes,
            RecordReader::readMapHeader,
            RecordReader::readArrayHeader,
            in -> in.readField(FIELDS, 0));
    for (Consumer<RecordReader> read : all) {
      assertThat(refused(of("c1"), read)).hasMessageContaining("c1");
      assertThat(refused(of(""), read)).hasMessageContaining("end in the middle");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cc",
        "cd00",
        "ce000000",
        "cf00000000000000",
        "d0",
        "d1 00",
        "d2 000000",
        "d3 00",
        "ca 00",
        "cb 00",
        "a1",
        "d9",
        "d9 01",
        "da 00",
        "da 0001",
        "db 000000",
        "db 00000001",
        "c4",
        "c4 01",
        "c5 0001",
        "c6 00000001",
        "c7",
        "c7 00",
        "c7 01 05",
        "c8 0001 05",
        "c9 00000001 05",
        "d4",
        "d4 05",
        "d5 05 00",
        "d6 05 000000",
        "d7 05 00",
        "d8 05 00",
        "dc",
        "dc 0001",
        "dd 00000001",
        "91",
        "81",
        "81 00",
        "de",
        "de 0001 00",
        "df 00000001 00"
      })
  void anyValue_cutShort_isRefused(String hex) {
    assertThat(refused(of(hex), RecordReader::readValue).offset()).isLessThanOrEqualTo(9);
    refused(of(hex), RecordReader::skipValue);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db ffffffff", "c6 ffffffff", "c9 ffffffff 05", "dd ffffffff", "df ffffffff", "df 80000000",
        "dd 7fffffff", "db 7fffffff", "da ffff", "c5 ffff", "dc ffff", "de ffff"
      })
  void anyLength_overTheBytesThatAreThere_isRefusedBeforeItIsAllocated(String hex) {
    MemorySegment value = segment(hex + " 00 00 00 00");
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> reader.load(value).readValue()).isInstanceOf(MalformedData.class);
    assertThatThrownBy(() -> reader.load(value).skipValue()).isInstanceOf(MalformedData.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
  }

  @Test
  void readValue_nestedHeadersThatAllClaimTheRest_allocatesLittle() {
    // 255 arrays, each said to have as many elements as there are bytes left.
    int filler = 1 << 20;
    byte[] bytes = new byte[255 * 5 + filler];
    for (int i = 0; i < 255; i++) {
      bytes[i * 5] = (byte) 0xDD;
      int claimed = bytes.length - (i + 1) * 5;
      for (int b = 0; b < 4; b++) {
        bytes[i * 5 + 1 + b] = (byte) (claimed >>> (24 - 8 * b));
      }
    }
    MemorySegment value = MemorySegment.ofArray(bytes);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> reader.load(value).readValue()).isInstanceOf(MalformedData.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L << 20);
  }

  @ParameterizedTest
  @CsvSource({"91, c0", "81c0, c0"})
  void anyValue_nestedToTheLimit_isRead_andOneDeeperIsRefused(String open, String core) {
    for (Consumer<RecordReader> read :
        List.<Consumer<RecordReader>>of(RecordReader::readValue, RecordReader::skipValue)) {
      read.accept(of(open.repeat(256) + core));
      assertThat(reader.atEnd()).isTrue();
      assertThat(refused(of(open.repeat(257) + core), read))
          .hasMessageContaining("nesting deeper than 256");
      assertThat(refused(of(open.repeat(200_000) + core), read))
          .hasMessageContaining("nesting deeper than 256");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0 80",
        "c1 bf",
        "c2",
        "c2 41",
        "e0 80 80",
        "e0 9f bf",
        "e2 82",
        "e2 82 41",
        "ed a0 80",
        "ed bf bf",
        "f0 80 80 80",
        "f0 8f bf bf",
        "f4 90 80 80",
        "f5 80 80 80",
        "f0 9f 98",
        "f0 9f 98 41",
        "ff",
        "fe",
        "f8 88 80 80 80"
      })
  void readText_notUtf8_isRefusedWithThePlace(String hex) {
    for (String before : List.of("", "plain ", "ä€\uD83D\uDE00\uFFFD")) {
      String bytes = hex(before) + hex.replace(" ", "") + hex(" and more");
      String length = String.format("%02x", bytes.length() / 2);
      MalformedData refused = refused(of("d9" + length + bytes), RecordReader::readText);
      assertThat(refused).hasMessageContaining("not UTF-8");
      assertThat(refused.offset()).isEqualTo(2 + before.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Test
  void readText_withTheReplacementCharacter_isThatText() {
    String text = "a \uFFFD is a character as others are, \uD83D\uDE00 \uFFFD";
    assertThat(of(String.format("d9%02x", hex(text).length() / 2) + hex(text)).readText())
        .isEqualTo(text);
  }

  @Test
  void readTextOrNull_nilOrText_isNullOrText() {
    assertThat(of("c0").readTextOrNull()).isNull();
    assertThat(of("a1 41").readTextOrNull()).isEqualTo("A");
    assertThat(refused(of("01"), RecordReader::readTextOrNull)).hasMessageContaining("integer");
  }

  @Test
  void readValue_timestamps_areInstants() {
    assertThat(of("d6 ff 00000001").readValue()).hasToString("1970-01-01T00:00:01Z");
    assertThat(of("d7 ff ee6b27ff ffffffff").readValue())
        .hasToString("2514-05-30T01:53:03.999999999Z");
    assertThat(of("c7 0c ff 00000001 ffffffffffffffff").readValue())
        .hasToString("1969-12-31T23:59:59.000000001Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c7 03 ff 000000",
        "c7 00 ff",
        "d7 ff ee6b2800 00000000",
        "c7 0c ff 3b9aca00 0000000000000000",
        "c7 0c ff 00000000 7fffffffffffffff"
      })
  void readValue_timestampThatIsNone_isRefused(String hex) {
    assertThat(refused(of(hex), RecordReader::readValue)).hasMessageContaining("timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"81 90 c0", "81 80 c0", "81 d4 05 00 c0"})
  void readValue_containerAsKey_isRefused(String hex) {
    assertThat(refused(of(hex), RecordReader::readValue)).hasMessageContaining("map key");
    of(hex).skipValue();
    assertThat(reader.atEnd()).isTrue();
  }

  @Test
  void readValue_equalKeys_keepsTheLastValue() {
    assertThat(of("82 a1 6b 01 a1 6b 02").readValue()).hasToString("{k=2}");
  }
}
