package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// The checksum at the end of a record.
final class SealTest {

  private static final MemorySegment KEY = key("greeting");

  private final RecordWriter writer = new RecordWriter();
  private final RecordReader reader = new RecordReader();

  private static MemorySegment key(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] sealed() {
    writer.reset().writeRecordHeader(2);
    writer.writeText("id");
    writer.writeText("greeting");
    writer.writeText("count");
    writer.writeLong(70_000);
    writer.seal(KEY);
    return writer.toByteArray();
  }

  @Test
  void seal_anyRecord_isAnEntryOfTenBytesOverKeyAndWhatStandsBefore() {
    byte[] record = sealed();
    CRC32C crc = new CRC32C();
    crc.update("greeting".getBytes(StandardCharsets.UTF_8));
    crc.update(record, 0, record.length - 5);
    assertThat(record[0]).isEqualTo((byte) 0x83);
    assertThat(new String(record, record.length - 10, 5, StandardCharsets.ISO_8859_1))
        .isEqualTo("\u00A4_crc");
    assertThat(record[record.length - 5]).isEqualTo((byte) 0xCE);
    byte[] last = Arrays.copyOfRange(record, record.length - 5, record.length);
    assertThat(reader.load(MemorySegment.ofArray(last)).readLong()).isEqualTo(crc.getValue());
  }

  @Test
  void load_sealedRecord_showsTheEntriesWithoutTheSeal() {
    reader.load(KEY, MemorySegment.ofArray(sealed()));
    assertThat(reader.isSealed()).isTrue();
    assertThat(reader.readRecordHeader()).isEqualTo(2);
    for (int i = 0; i < 4; i++) {
      reader.skipValue();
    }
    reader.readEnd();
  }

  @Test
  void load_anyBitFlippedInKeyOrRecord_isRefused() {
    byte[] record = sealed();
    byte[] key = "greeting".getBytes(StandardCharsets.UTF_8);
    for (int bit = 0; bit < 8 * record.length; bit++) {
      byte[] bad = record.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> reader.load(KEY, MemorySegment.ofArray(bad)))
          .isInstanceOf(MalformedData.class);
    }
    for (int bit = 0; bit < 8 * key.length; bit++) {
      byte[] bad = key.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(
              () -> reader.load(MemorySegment.ofArray(bad), MemorySegment.ofArray(record)))
          .isInstanceOf(MalformedData.class)
          .hasMessageContaining("checksum");
    }
  }

  @Test
  void load_anyTruncationOrAddition_isRefused() {
    byte[] record = sealed();
    for (int length = 0; length < record.length; length++) {
      MemorySegment cut = MemorySegment.ofArray(Arrays.copyOf(record, length));
      assertThatThrownBy(() -> reader.load(KEY, cut)).isInstanceOf(MalformedData.class);
    }
    MemorySegment longer = MemorySegment.ofArray(Arrays.copyOf(record, record.length + 1));
    assertThatThrownBy(() -> reader.load(KEY, longer)).isInstanceOf(MalformedData.class);
  }

  @Test
  void load_randomRecordsAndKeys_areRefusedWhenDamaged() {
    Random random = Seed.random("load_randomRecordsAndKeys_areRefusedWhenDamaged");
    RandomValues values = new RandomValues(random);
    for (int i = 0; i < 2_000; i++) {
      writer.reset().writeRecordHeader(1);
      writer.writeText("value");
      writer.writeValue(values.value(3));
      MemorySegment key = MemorySegment.ofArray(values.bytes(1 + random.nextInt(511)));
      writer.seal(key);
      byte[] record = writer.toByteArray();
      reader.load(key, MemorySegment.ofArray(record));
      assertThat(reader.readRecordHeader()).isEqualTo(1);
      int flips = 1 + random.nextInt(3);
      byte[] bad = record.clone();
      for (int flip = 0; flip < flips; flip++) {
        bad[random.nextInt(bad.length)] += (byte) (1 + random.nextInt(255));
      }
      if (!Arrays.equals(bad, record)) {
        assertThatThrownBy(() -> reader.load(key, MemorySegment.ofArray(bad)))
            .isInstanceOf(MalformedData.class);
      }
    }
  }

  @Test
  void loadSealedOrBare_bareRecordOfTheRightCount_isTaken() {
    writer.writeMapHeader(1);
    writer.writeText("_crc");
    // Looks like a seal at the end, and is none: the map says that it has one entry only.
    writer.writeLong(4_000_000_000L);
    MemorySegment record = MemorySegment.ofArray(writer.toByteArray());
    assertThat(reader.loadSealedOrBare(KEY, record, 1).isSealed()).isFalse();
    assertThat(reader.readRecordHeader()).isEqualTo(1);
    assertThatThrownBy(() -> reader.loadSealedOrBare(KEY, record, 2))
        .isInstanceOf(MalformedData.class);
  }

  @Test
  void loadSealedOrBare_sealedRecord_isChecked() {
    byte[] record = sealed();
    assertThat(reader.loadSealedOrBare(KEY, MemorySegment.ofArray(record), 2).isSealed()).isTrue();
    record[5] ^= 1;
    assertThatThrownBy(() -> reader.loadSealedOrBare(KEY, MemorySegment.ofArray(record), 2))
        .isInstanceOf(MalformedData.class);
  }

  @Test
  void loadSealedOrBare_sealedRecordWithTheHeaderOfABareOne_leavesTheSealOver() {
    byte[] record = sealed();
    record[0] = (byte) 0x82;
    reader.loadSealedOrBare(KEY, MemorySegment.ofArray(record), 2);
    assertThat(reader.readRecordHeader()).isEqualTo(2);
    for (int i = 0; i < 4; i++) {
      reader.skipValue();
    }
    assertThatThrownBy(reader::readEnd).isInstanceOf(MalformedData.class);
  }

  @Test
  void seal_recordWithoutHeaderOrWithOtherEntries_isMisuse() {
    writer.writeMapHeader(1);
    assertThatThrownBy(() -> writer.seal(KEY)).isInstanceOf(IllegalStateException.class);
    for (int written : new int[] {0, 1, 2, 3, 5, 6}) {
      writer.reset().writeRecordHeader(2);
      for (int i = 0; i < written; i++) {
        writer.writeNil();
      }
      assertThatThrownBy(() -> writer.seal(KEY))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("announced 2");
    }
    writer.reset().writeRecordHeader(1);
    for (int i = 0; i < 3; i++) {
      writer.writeNil();
    }
    writer.writeMapHeader(1); // as many values as announced, were one not too many before it
    assertThatThrownBy(() -> writer.seal(KEY)).isInstanceOf(IllegalStateException.class);
    writer.reset().writeRecordHeader(1);
    writer.writeText("deep");
    for (int i = 0; i <= RecordReader.MAX_DEPTH; i++) {
      writer.writeArrayHeader(1);
    }
    writer.writeNil();
    assertThatThrownBy(() -> writer.seal(KEY)).isInstanceOf(IllegalStateException.class);
    writer.reset().writeRecordHeader(1);
    writer.writeText("list");
    writer.writeArrayHeader(40);
    assertThatThrownBy(() -> writer.seal(KEY)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> writer.writeRecordHeader(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void load_recordOfManySmallEntries_isRead() {
    for (int entries : new int[] {0, 1, 14, 15, 16, 100, 65534, 65535, 65536}) {
      writer.reset().writeRecordHeader(entries);
      for (int i = 0; i < 2 * entries; i++) {
        writer.writeNil();
      }
      writer.seal(KEY);
      assertThat(reader.load(KEY, writer.segment()).readRecordHeader()).isEqualTo(entries);
      for (int i = 0; i < 2 * entries; i++) {
        assertThat(reader.readNil()).isTrue();
      }
      reader.readEnd();
    }
  }

  @Test
  void load_emptyRecord_isSealedToo() {
    writer.writeRecordHeader(0);
    writer.seal(KEY);
    assertThat(writer.size()).isEqualTo(11);
    assertThat(reader.load(KEY, writer.segment()).readRecordHeader()).isZero();
    reader.readEnd();
  }
}
