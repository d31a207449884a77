package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;

/// Bytes written down by hand, for a reader that is used again and again.
abstract class HandWritten {

  static final Fields FIELDS =
      Fields.of("id", "version", "a_name_of_some_length", "sevenby", "eightbyt");

  final RecordReader reader = new RecordReader();

  /// The reader, before these bytes.
  RecordReader of(String hex) {
    return reader.load(segment(hex));
  }

  static MemorySegment segment(String hex) {
    return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  static MalformedData refused(RecordReader reader, Consumer<RecordReader> read) {
    return assertThatExceptionOfType(MalformedData.class)
        .isThrownBy(() -> read.accept(reader))
        .actual();
  }
}
