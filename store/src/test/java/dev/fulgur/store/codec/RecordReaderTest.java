package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Records, their fields and what a reader keeps from one to the next.
final class RecordReaderTest extends HandWritten {

  @Test
  void readTextOf_anySetMember_isItsNumber_othersAreRefused() {
    assertThat(of("a7" + hex("version")).readTextOf(FIELDS)).isEqualTo(1);
    assertThat(of("d9 02" + hex("id")).readTextOf(FIELDS)).isZero();
    assertThat(refused(of("a2" + hex("no")), in -> in.readTextOf(FIELDS)).offset()).isZero();
  }

  @Test
  void readField_inAnyOrderAndForm_isTheField() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      names.add(FIELDS.name(i));
    }
    for (int i = 0; i < names.size(); i++) {
      byte[] utf8 = names.get(i).getBytes(StandardCharsets.UTF_8);
      String text = HexFormat.of().formatHex(utf8);
      for (String head :
          List.of(
              String.format("%02x", 0xA0 + utf8.length),
              String.format("d9%02x", utf8.length),
              String.format("da%04x", utf8.length),
              String.format("db%08x", utf8.length))) {
        for (int expected = -1; expected <= names.size(); expected++) {
          assertThat(of(head + text + "05").readField(FIELDS, expected)).isEqualTo(i);
          assertThat(reader.readLong()).isEqualTo(5);
          assertThat(reader.atEnd()).isTrue();
        }
      }
    }
  }

  @Test
  void readField_anyOtherKey_isUnknownAndPassed() {
    for (String key :
        List.of(
            "a0",
            "a1 69",
            "a3" + hex("idx"),
            "a7" + hex("versioN"),
            "01",
            "c0",
            "92 01 02",
            "c4 02" + hex("id"),
            "a8" + hex("eightbyT"),
            "d9 20" + "41".repeat(32))) {
      for (int expected = 0; expected < FIELDS.size(); expected++) {
        assertThat(of(key + "05").readField(FIELDS, expected)).isEqualTo(Fields.UNKNOWN);
        assertThat(reader.readLong()).isEqualTo(5);
      }
    }
  }

  @Test
  void readField_whoseRestStandsPastTheEnd_isRefused() {
    // The buffer still holds the longer record that was loaded before.
    of("a7" + hex("version") + "05").readField(FIELDS, 1);
    assertThat(refused(of("a7" + hex("vers")), in -> in.readField(FIELDS, 1)))
        .hasMessageContaining("a length of 7 bytes where 4 are left");
  }

  @Test
  void readEnd_withBytesLeft_isRefused() {
    of("01 02").readLong();
    assertThat(refused(reader, RecordReader::readEnd).offset()).isEqualTo(1);
  }

  @Test
  void load_largeAndSmallInTurn_readsEach() {
    RecordWriter writer = new RecordWriter();
    try (Arena arena = Arena.ofConfined()) {
      for (int size : new int[] {3, 2_000, 70_000, 10, 5_000_000, 65_520, 65_537, 0, 1_200}) {
        String text = "xä".repeat(size / 2);
        writer.reset().writeText(text);
        MemorySegment value = arena.allocate(writer.size() + 1);
        writer.copyTo(value);
        assertThat(reader.load(value.asSlice(0, writer.size())).readText()).isEqualTo(text);
        reader.readEnd();
      }
    }
  }

  @Test
  void load_ofAClosedSegment_isMisuse() {
    MemorySegment value;
    try (Arena arena = Arena.ofConfined()) {
      value = arena.allocate(8);
    }
    assertThatThrownBy(() -> reader.load(value)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void readRepeatedText_anyTexts_areTheTextsAndShortOnesAreShared() {
    Random random = Seed.random("readRepeatedText");
    RecordReader repeated = new RecordReader();
    String[] letters = {"a", "b", "\0", "\u007f", "\u0080", "ß", "€", "𝄞"};
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      boolean ascii = random.nextInt(4) != 0;
      for (int length = random.nextInt(19); length > 0; length--) {
        text.append(letters[random.nextInt(ascii ? 4 : letters.length)]);
      }
      RecordWriter writer = new RecordWriter();
      writer.writeText(text.toString());
      writer.writeLong(5);
      repeated.load(writer.segment());
      String first = repeated.readRepeatedText();
      assertThat(first).isEqualTo(text.toString());
      assertThat(repeated.readLong()).isEqualTo(5);
      repeated.load(writer.segment());
      String again = repeated.readRepeatedText();
      assertThat(again).isEqualTo(text.toString());
      if (ascii && text.length() > 0 && text.length() <= RepeatedTexts.LONGEST_BYTES) {
        assertThat(again).isSameAs(first);
      }
    }
  }

  @Test
  void readRepeatedText_cutShortOrOfAnotherType_isMalformed() {
    RecordReader repeated = new RecordReader();
    for (byte[] bytes : new byte[][] {{}, {(byte) 0xA3, 'a', 'b'}, {(byte) 0xC0}, {5}}) {
      repeated.load(MemorySegment.ofArray(bytes));
      assertThatThrownBy(repeated::readRepeatedText).isInstanceOf(MalformedData.class);
    }
  }

  @Test
  void readSameText_anyTexts_areTheTextsAndTheLastIsShared() {
    Random random = Seed.random("readSameText");
    RecordReader reader = new RecordReader();
    List<String> texts =
        List.of("", "a", "/src/ab", "/src/abc", "ß€𝄞", "x".repeat(512), "y".repeat(513));
    String last = "";
    for (int i = 0; i < 5_000; i++) {
      String text = texts.get(random.nextInt(texts.size()));
      RecordWriter writer = new RecordWriter();
      writer.writeText(text);
      writer.writeLong(5);
      reader.load(writer.segment());
      String read = reader.readSameText();
      assertThat(read).isEqualTo(text);
      assertThat(reader.readLong()).isEqualTo(5);
      if (text.equals(last)) {
        assertThat(read).isSameAs(last);
      }
      last = text.length() > 512 ? last : read;
    }
  }

  @Test
  void readSameText_cutShortOrOfAnotherType_isMalformed() {
    RecordReader reader = new RecordReader();
    for (byte[] bytes : new byte[][] {{}, {(byte) 0xA3, 'a', 'b'}, {(byte) 0xC0}, {5}}) {
      reader.load(MemorySegment.ofArray(bytes));
      assertThatThrownBy(reader::readSameText).isInstanceOf(MalformedData.class);
    }
  }
}
