package dev.fulgur.tracker.stored;

import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.Span;
import org.jspecify.annotations.Nullable;

/// Reading and writing the values that several records share.
final class SpanFields {

  private SpanFields() {}

  /// Writes the two entries of a span; of none, two nils.
  static void write(RecordWriter out, String offset, String length, @Nullable Span span) {
    out.writeText(offset);
    if (span == null) {
      out.writeNil();
      out.writeText(length);
      out.writeNil();
    } else {
      out.writeLong(span.offset());
      out.writeText(length);
      out.writeLong(span.length());
    }
  }

  static @Nullable Long readLong(RecordReader in) {
    return in.readNil() ? null : (Long) in.readLong();
  }

  static @Nullable Span span(@Nullable Long offset, @Nullable Long length) {
    return offset == null ? null : new Span(offset, length == null ? 0 : length);
  }

  static JsonList readList(RecordReader in) {
    String json = in.readTextOrNull();
    return json == null ? JsonList.ABSENT : new JsonList(json);
  }
}
