package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Sequences of values that are written and read as a whole.
final class PhrasesTest {
  private static final MemorySegment KEY = MemorySegment.ofArray(new byte[] {'k'});
  private static final Phrases PHRASES =
      Phrases.of(List.of(out -> beginning(true, out), out -> beginning(false, out)));

  private final RecordWriter writer = new RecordWriter();
  private final RecordReader reader = new RecordReader();

  private static void beginning(boolean required, RecordWriter out) {
    out.writeMapHeader(2);
    out.writeText("required");
    out.writeBoolean(required);
    out.writeText("default");
  }

  private byte[] record(boolean withPhrase, int values) {
    writer.reset().writeRecordHeader(1);
    writer.writeText("input");
    if (withPhrase) {
      writer.writePhrase(PHRASES, 1);
    } else {
      beginning(false, writer);
    }
    for (int i = 0; i < values; i++) {
      writer.writeLong(7);
    }
    writer.seal(KEY);
    return writer.toByteArray();
  }

  @Test
  void writePhrase_isByteForByteWhatItIsMadeOf() {
    assertThat(record(true, 1)).isEqualTo(record(false, 1));
  }

  @Test
  void seal_phraseWhoseContainerLacksOrExceedsItsValues_isMisuse() {
    for (int values : new int[] {0, 2, 3}) {
      assertThatThrownBy(() -> record(true, values)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void readPhrase_itStandsThere_isPassed() {
    reader.load(KEY, MemorySegment.ofArray(record(true, 1)));
    assertThat(reader.readRecordHeader()).isEqualTo(1);
    assertThat(reader.readPhrase(PHRASES)).isEqualTo(Phrases.NONE);
    assertThat(reader.readText()).isEqualTo("input");
    assertThat(reader.readPhrase(PHRASES)).isEqualTo(1);
    assertThat(reader.readLong()).isEqualTo(7);
    reader.readEnd();
  }

  @Test
  void readPhrase_cutShortOrChangedAnywhere_isLeft() {
    writer.writePhrase(PHRASES, 0);
    byte[] phrase = writer.toByteArray();
    for (int length = 0; length < phrase.length; length++) {
      reader.load(MemorySegment.ofArray(Arrays.copyOf(phrase, length)));
      assertThat(reader.readPhrase(PHRASES)).isEqualTo(Phrases.NONE);
      byte[] changed = phrase.clone();
      changed[length] ^= 0x40;
      reader.load(MemorySegment.ofArray(changed));
      assertThat(reader.readPhrase(PHRASES)).isEqualTo(Phrases.NONE);
      assertThat(reader.offset()).isZero();
    }
    reader.load(MemorySegment.ofArray(phrase));
    assertThat(reader.readPhrase(PHRASES)).isZero();
    assertThat(reader.atEnd()).isTrue();
  }

  @Test
  void of_shortPhrase_isRefused() {
    assertThatThrownBy(() -> Phrases.of(List.of(out -> out.writeText("short"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
