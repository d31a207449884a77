package dev.fulgur.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Text as keys and values, for tests.
final class Text {
  private Text() {}

  static MemorySegment of(String text) {
    return MemorySegment.ofArray(text.getBytes(UTF_8));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static @Nullable String of(@Nullable MemorySegment segment) {
    return segment == null ? null : new String(segment.toArray(ValueLayout.JAVA_BYTE), UTF_8);
  }

  static String of(Value value) {
    return new String(value.toBytes(), UTF_8);
  }

  /// The pair at which a cursor stands, as `key=value`.
  static String at(Cursor cursor) {
    return of(cursor.key()) + "=" + of(cursor.value());
  }

  /// All pairs of a database in the order of a cursor, as `key=value`.
  static List<String> all(Txn txn, Dbi dbi) {
    List<String> pairs = new ArrayList<>();
    try (Cursor cursor = txn.cursor(dbi)) {
      while (cursor.next()) {
        pairs.add(at(cursor));
      }
    }
    return pairs;
  }
}
