package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Records that are compressed.
final class PackedRecordTest {

  private static final MemorySegment KEY =
      MemorySegment.ofArray("key".getBytes(StandardCharsets.UTF_8));

  private final RecordWriter writer = new RecordWriter();
  private final RecordReader reader = new RecordReader();

  private byte[] packed(String text, @Nullable Dictionary dictionary) {
    write(text);
    MemorySegment packed = writer.packed(3, dictionary);
    assertThat(packed.isReadOnly()).isTrue();
    return packed.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
  }

  private void write(String text) {
    writer.reset().writeRecordHeader(1);
    writer.writeText("text");
    writer.writeText(text);
    writer.seal(KEY);
  }

  private String read(byte[] packed, @Nullable Dictionary dictionary) {
    reader.loadPacked(KEY, MemorySegment.ofArray(packed), dictionary);
    assertThat(reader.readRecordHeader()).isEqualTo(1);
    reader.skipValue();
    String text = reader.readText();
    reader.readEnd();
    return text;
  }

  private static String prose(Random random, int words) {
    String[] vocabulary = {
      "summarize", "the", "ticket", "for", "support", "in", "words", "{{ x }}"
    };
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(vocabulary[random.nextInt(vocabulary.length)]).append(' ');
    }
    return text.append(random.nextInt()).toString();
  }

  private static Dictionary dictionary(Random random) {
    RecordWriter writer = new RecordWriter();
    List<byte[]> samples = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      writer.reset().writeText(prose(random, 20));
      samples.add(writer.toByteArray());
    }
    return Dictionary.of(Dictionary.train(samples, 8 << 10), 3);
  }

  @Test
  void packed_anyText_isReadBack() {
    Random random = Seed.random("packed_anyText_isReadBack");
    Dictionary dictionary = dictionary(random);
    for (int words : new int[] {30, 100, 1_000, 20_000, 50, 400_000, 40}) {
      String text = prose(random, words);
      for (Dictionary with : Arrays.asList(null, dictionary)) {
        byte[] packed = packed(text, with);
        assertThat(packed.length).isLessThan(text.length());
        MemorySegment value = MemorySegment.ofArray(packed);
        assertThat(RecordReader.isPacked(value)).isTrue();
        assertThat(RecordReader.dictionaryOf(value)).isEqualTo(with == null ? 0 : with.id());
        assertThat(read(packed, with)).isEqualTo(text);
        assertThat(reader.recordBytes()).isEqualTo(writer.toByteArray());
      }
    }
  }

  @Test
  void packed_withDictionary_isShorterThanWithout() {
    Random random = Seed.random("packed_withDictionary_isShorterThanWithout");
    Dictionary dictionary = dictionary(random);
    String text = prose(random, 20);
    assertThat(packed(text, dictionary).length).isLessThan(packed(text, null).length);
  }

  @Test
  void packed_whatDoesNotGetShorter_staysAsItIs() {
    Random random = Seed.random("packed_whatDoesNotGetShorter_staysAsItIs");
    byte[] noise = new byte[5_000];
    for (int length : new int[] {0, 1, 10, 300, 5_000}) {
      random.nextBytes(noise);
      writer.reset().writeRecordHeader(1);
      writer.writeText("b");
      writer.writeBytes(Arrays.copyOf(noise, length));
      writer.seal(KEY);
      MemorySegment value = writer.packed(3, null);
      assertThat(RecordReader.isPacked(value)).isFalse();
      assertThat(value.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
          .isEqualTo(writer.toByteArray());
    }
  }

  @Test
  void loadPacked_withoutItsDictionary_isRefused() {
    Random random = Seed.random("loadPacked_withoutItsDictionary_isRefused");
    Dictionary dictionary = dictionary(random);
    byte[] packed = packed(prose(random, 20), dictionary);
    assertThatThrownBy(() -> read(packed, null))
        .isInstanceOf(MalformedData.class)
        .hasMessageContaining("dictionary " + HexFormat.of().toHexDigits(dictionary.id()));
    assertThatThrownBy(() -> read(packed, dictionary(new Random(1))))
        .isInstanceOf(MalformedData.class);
  }

  @Test
  void loadPacked_damaged_isRefusedOrTheSameRecord() {
    Random random = Seed.random("loadPacked_damaged_isRefusedOrTheSameRecord");
    Dictionary dictionary = dictionary(random);
    String text = prose(random, 60);
    int refused = 0;
    for (Dictionary with : Arrays.asList(null, dictionary)) {
      byte[] packed = packed(text, with);
      for (int bit = 8; bit < 8 * packed.length; bit++) {
        byte[] bad = packed.clone();
        bad[bit / 8] ^= (byte) (1 << (bit % 8));
        refused += refusedOrSame(bad, with, text);
      }
      for (int i = 0; i < 3_000; i++) {
        byte[] bad = packed.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
          bad[2 + random.nextInt(bad.length - 2)] = (byte) random.nextInt();
        }
        refused += refusedOrSame(bad, with, text);
      }
      for (int length = Packing.HEADER_BYTES + 1; length < packed.length; length++) {
        refused += refusedOrSame(Arrays.copyOf(packed, length), with, text);
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  /// A few bits of a frame mean nothing; what they leave must be the record itself.
  private int refusedOrSame(byte[] bad, @Nullable Dictionary dictionary, String text) {
    try {
      assertThat(read(bad, dictionary)).isEqualTo(text);
      return 0;
    } catch (MalformedData e) {
      return 1;
    }
  }

  @Test
  void loadPacked_thatClaimsGigabytes_allocatesLittle() {
    byte[] packed = packed("x".repeat(2_000), null);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int high : new int[] {0x7F, 0x80, 0xFF}) {
      byte[] bad = packed.clone();
      bad[6] = (byte) high;
      assertThatThrownBy(() -> read(bad, null)).isInstanceOf(MalformedData.class);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16L << 20);
  }

  @Test
  void loadPacked_underAnotherKey_isRefused() {
    byte[] packed = packed("x".repeat(2_000), null);
    MemorySegment other = MemorySegment.ofArray(new byte[] {'k'});
    assertThatThrownBy(() -> reader.loadPacked(other, MemorySegment.ofArray(packed), null))
        .isInstanceOf(MalformedData.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void train_fromTooFewOrEmptyRecords_isRefused() {
    assertThatThrownBy(() -> Dictionary.train(List.of(new byte[100]), 4096))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 records");
    List<byte[]> empty = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      empty.add(new byte[0]);
    }
    assertThatThrownBy(() -> Dictionary.train(empty, 4096))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("20 records");
  }
}
