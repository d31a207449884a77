package dev.fulgur.store.codec;

import static dev.fulgur.store.codec.BigEndian.INT;
import static dev.fulgur.store.codec.BigEndian.LONG;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values of any type, as [MessagePackReader#readValue] answers and [MessagePackWriter#writeValue]
/// takes them.
final class AnyValue {

  // A container grows past this as elements turn up, whatever length it claims.
  private static final int FIRST_CAPACITY = 32;

  private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(64);

  private AnyValue() {}

  static @Nullable Object read(MessagePackReader in, int depth) {
    return switch (in.peek()) {
      case NIL -> {
        boolean _ = in.readNil();
        yield null;
      }
      case BOOLEAN -> in.readBoolean();
      case INTEGER -> in.readInteger();
      case FLOAT -> in.readDouble();
      case TEXT -> in.readText();
      case BYTES -> in.readBytes();
      case ARRAY -> list(in, depth);
      case MAP -> map(in, depth);
      case EXTENSION -> in.readExtension();
    };
  }

  private static List<@Nullable Object> list(MessagePackReader in, int depth) {
    in.checkDepth(depth);
    int count = in.readArrayHeader();
    List<@Nullable Object> list = new ArrayList<>(Math.min(count, FIRST_CAPACITY));
    for (int i = 0; i < count; i++) {
      list.add(read(in, depth + 1));
    }
    return list;
  }

  private static Map<@Nullable Object, @Nullable Object> map(MessagePackReader in, int depth) {
    in.checkDepth(depth);
    int count = in.readMapHeader();
    int capacity = Math.min(count, FIRST_CAPACITY);
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>(capacity + capacity / 3 + 1);
    for (int i = 0; i < count; i++) {
      Object key = key(in, depth + 1);
      map.put(key, read(in, depth + 1));
    }
    return map;
  }

  private static @Nullable Object key(MessagePackReader in, int depth) {
    return switch (in.peek()) {
      case ARRAY, MAP, EXTENSION -> throw in.wrongType("a map key that is a plain value");
      case NIL, BOOLEAN, INTEGER, FLOAT, TEXT, BYTES -> read(in, depth);
    };
  }

  /// The point in time of a timestamp's bytes.
  ///
  /// @throws DateTimeException if they are none; the message tells what they are
  static Instant timestamp(byte[] data) {
    long seconds;
    long nanos;
    switch (data.length) {
      case 4 -> {
        seconds = (int) INT.get(data, 0) & 0xFFFF_FFFFL;
        nanos = 0;
      }
      case 8 -> {
        long both = (long) LONG.get(data, 0);
        seconds = both & 0x3_FFFF_FFFFL;
        nanos = both >>> 34;
      }
      case 12 -> {
        seconds = (long) LONG.get(data, 4);
        nanos = (int) INT.get(data, 0) & 0xFFFF_FFFFL;
      }
      default -> throw new DateTimeException("a timestamp of " + data.length + " bytes");
    }
    if (nanos > 999_999_999) {
      throw new DateTimeException("a timestamp with " + nanos + " nanoseconds");
    }
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException e) {
      throw new DateTimeException(
          "a timestamp " + seconds + " seconds from 1970, beyond all calendars", e);
    }
  }

  static void write(MessagePackWriter out, @Nullable Object value, int depth) {
    switch (value) {
      case null -> out.writeNil();
      case String text -> out.writeText(text);
      case Boolean truth -> out.writeBoolean(truth);
      case Long number -> out.writeLong(number);
      case Integer number -> out.writeLong(number);
      case Double number -> out.writeDouble(number);
      case List<?> list -> list(out, list, depth);
      case Map<?, ?> map -> map(out, map, depth);
      case byte[] data -> out.writeBytes(data);
      case BigInteger number -> big(out, number);
      case Short number -> out.writeLong(number);
      case Byte number -> out.writeLong(number);
      case Float number -> out.writeDouble(number);
      case Instant time -> out.writeTimestamp(time);
      case Ext ext -> out.writeExt(ext);
      default ->
          throw new UnencodableValue(
              "MessagePack has no type for a " + value.getClass().getSimpleName());
    }
  }

  private static void list(MessagePackWriter out, List<?> list, int depth) {
    checkDepth(depth);
    out.writeArrayHeader(list.size());
    int i = 0;
    for (Object element : list) {
      try {
        write(out, element, depth + 1);
      } catch (UnencodableValue e) {
        throw e.in("[" + i + "]");
      }
      i++;
    }
  }

  private static void map(MessagePackWriter out, Map<?, ?> map, int depth) {
    checkDepth(depth);
    out.writeMapHeader(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      try {
        if (key instanceof List
            || key instanceof Map
            || key instanceof Ext
            || key instanceof Instant) {
          throw new UnencodableValue("its key is a " + key.getClass().getSimpleName());
        }
        write(out, key, depth + 1);
        write(out, entry.getValue(), depth + 1);
      } catch (UnencodableValue e) {
        throw e.in(String.valueOf(key));
      }
    }
  }

  private static void big(MessagePackWriter out, BigInteger number) {
    if (number.bitLength() < 64) {
      out.writeLong(number.longValue());
    } else if (number.signum() > 0 && number.compareTo(UNSIGNED_LIMIT) < 0) {
      out.writeUnsignedLong(number.longValue());
    } else {
      throw new UnencodableValue("an integer of " + number.bitLength() + " bits is over 64 bits");
    }
  }

  private static void checkDepth(int depth) {
    if (depth >= MessagePackReader.MAX_DEPTH) {
      throw new UnencodableValue("it nests deeper than " + MessagePackReader.MAX_DEPTH);
    }
  }
}
