package dev.fulgur.tracker.stored;

import dev.fulgur.store.codec.Phrases;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reading and writing the values that several records share.
final class SpanFields {

  /// How many entries a span takes.
  static final int ENTRIES = 2;

  private SpanFields() {}

  /// The two entries where there is no span, which most records have.
  static Phrases none(String offset, String length) {
    return Phrases.of(List.of(out -> write(out, offset, length, null)));
  }

  /// Goes past the two entries if there is no span in them.
  static boolean readNone(RecordReader in, Phrases none) {
    return in.readPhrase(none) != Phrases.NONE;
  }

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

  /// Writes the two entries of a span, or those of none.
  static void write(
      RecordWriter out, Phrases none, String offset, String length, @Nullable Span span) {
    if (span == null) {
      out.writePhrase(none, 0);
    } else {
      write(out, offset, length, span);
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
