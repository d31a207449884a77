package dev.fulgur.prompts.value;

import dev.fulgur.store.codec.Ext;
import dev.fulgur.store.codec.MalformedData;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values in MessagePack, both ways. A [Tuple] is written as an array; every other storable value
/// reads back as an equal one. Maps and lists that are read are immutable.
public final class StoredValues {
  private static final int FIRST_CAPACITY = 32;

  private StoredValues() {}

  /// Writes a value.
  ///
  /// @throws IllegalArgumentException if it cannot be stored
  public static void write(@Nullable Object value, RecordWriter out) {
    switch (value) {
      case null -> out.writeNil();
      case String text -> out.writeText(text);
      case Boolean flag -> out.writeBoolean(flag);
      case Long number -> out.writeLong(number);
      case Integer number -> out.writeLong(number);
      case Double number -> out.writeDouble(number);
      case BigInteger number -> out.writeValue(number);
      case Bytes bytes -> out.writeBytes(bytes.toArray());
      case Tuple tuple -> writeList(tuple.items(), out);
      case List<?> list -> writeList(list, out);
      case Map<?, ?> map -> {
        out.writeMapHeader(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          write(entry.getKey(), out);
          write(entry.getValue(), out);
        }
      }
      case Instant time -> out.writeTimestamp(time);
      case Ext ext -> out.writeExt(ext);
      default ->
          throw new IllegalArgumentException(
              "A value of the type " + value.getClass().getSimpleName() + " cannot be stored.");
    }
  }

  private static void writeList(List<?> list, RecordWriter out) {
    out.writeArrayHeader(list.size());
    for (Object item : list) {
      write(item, out);
    }
  }

  /// Reads any value.
  ///
  /// @throws MalformedData if the bytes are none, or nest deeper than [Storable#MAX_NESTING]
  public static @Nullable Object read(RecordReader in) {
    return read(in, 0);
  }

  private static @Nullable Object read(RecordReader in, int depth) {
    return switch (in.peek()) {
      case TEXT -> in.readRepeatedText();
      case ARRAY -> readList(in, depth);
      case MAP -> readMap(in, depth);
      case BYTES -> Bytes.of(in.readBytes());
      case NIL, BOOLEAN, INTEGER, FLOAT, EXTENSION -> in.readValue();
    };
  }

  private static List<@Nullable Object> readList(RecordReader in, int depth) {
    checkDepth(in, depth);
    int count = in.readArrayHeader();
    List<@Nullable Object> list = new ArrayList<>(Math.min(count, FIRST_CAPACITY));
    for (int i = 0; i < count; i++) {
      list.add(read(in, depth + 1));
    }
    return Collections.unmodifiableList(list);
  }

  private static OrderedMap<@Nullable Object, @Nullable Object> readMap(
      RecordReader in, int depth) {
    checkDepth(in, depth);
    int count = in.readMapHeader();
    var map =
        new OrderedMap.Builder<@Nullable Object, @Nullable Object>(Math.min(count, FIRST_CAPACITY));
    for (int i = 0; i < count; i++) {
      Object key = read(in, depth + 1);
      if (key instanceof List<?> || key instanceof Map<?, ?>) {
        throw new IllegalArgumentException("A map key at byte " + in.offset() + " is a container.");
      }
      map.put(key, read(in, depth + 1));
    }
    return map.build();
  }

  private static void checkDepth(RecordReader in, int depth) {
    if (depth >= Storable.MAX_NESTING) {
      throw new IllegalArgumentException(
          "A value at byte "
              + in.offset()
              + " nests deeper than "
              + Storable.MAX_NESTING
              + " levels.");
    }
  }
}
