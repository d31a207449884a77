package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ImmutableValue;
import org.msgpack.value.Value;

/// Our reader and writer beside msgpack-core's, in both directions.
final class MessagePackOracleTest {

  private static final int VALUES = 20_000;

  @Test
  void writer_anyValue_isReadBackByMsgpackCore() throws IOException {
    Random random = Seed.random("writer_anyValue_isReadBackByMsgpackCore");
    RandomValues values = new RandomValues(random);
    RecordWriter writer = new RecordWriter();
    for (int i = 0; i < VALUES; i++) {
      Object value = values.value(4);
      writer.reset().writeValue(value);
      try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(writer.toByteArray())) {
        Object read = plain(unpacker.unpackValue());
        assertThat(RandomValues.same(read, value)).as("%s read as %s", value, read).isTrue();
        assertThat(unpacker.hasNext()).isFalse();
      }
    }
  }

  @Test
  void reader_anyValueOfMsgpackCore_isThatValue() throws IOException {
    Random random = Seed.random("reader_anyValueOfMsgpackCore_isThatValue");
    RandomValues values = new RandomValues(random);
    RecordReader reader = new RecordReader();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(1 << 24);
      for (int i = 0; i < VALUES; i++) {
        Object value = values.value(4);
        byte[] bytes = packed(value);
        MemorySegment segment = MemorySegment.ofArray(bytes);
        if (random.nextBoolean() && bytes.length < memory.byteSize()) {
          segment = memory.asSlice(random.nextInt(3), bytes.length).copyFrom(segment);
        }
        Object read = reader.load(segment).readValue();
        assertThat(RandomValues.same(read, value)).as("%s read as %s", value, read).isTrue();
        reader.readEnd();
        reader.load(segment).skipValue();
        assertThat(reader.atEnd()).isTrue();
      }
    }
  }

  @Test
  void writer_anyValue_writesTheBytesOfMsgpackCore() throws IOException {
    Random random = Seed.random("writer_anyValue_writesTheBytesOfMsgpackCore");
    RandomValues values = new RandomValues(random);
    RecordWriter writer = new RecordWriter();
    for (int i = 0; i < VALUES; i++) {
      Object value = values.value(3);
      writer.reset().writeValue(value);
      assertThat(writer.toByteArray()).as("%s", value).isEqualTo(packed(value));
    }
  }

  @Test
  void reader_floatOf32Bits_isItsDouble() throws IOException {
    Random random = Seed.random("reader_floatOf32Bits_isItsDouble");
    RecordReader reader = new RecordReader();
    for (int i = 0; i < 2_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
        packer.packFloat(value);
        MemorySegment segment = MemorySegment.ofArray(packer.toByteArray());
        assertThat(reader.load(segment).readValue()).isEqualTo(Double.valueOf(value));
        assertThat(reader.load(segment).readDouble()).isEqualTo(Double.valueOf(value));
        reader.load(segment).skipValue();
        reader.readEnd();
      }
    }
  }

  private static byte[] packed(@Nullable Object value) throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      pack(value, packer);
      return packer.toByteArray();
    }
  }

  private static void pack(@Nullable Object value, MessageBufferPacker packer) throws IOException {
    switch (value) {
      case null -> packer.packNil();
      case Boolean truth -> packer.packBoolean(truth);
      case Long number -> packer.packLong(number);
      case BigInteger number -> packer.packBigInteger(number);
      case Double number -> packer.packDouble(number);
      case String text -> packer.packString(text);
      case byte[] bytes -> packer.packBinaryHeader(bytes.length).writePayload(bytes);
      case Instant time -> packer.packTimestamp(time);
      case Ext ext -> {
        byte[] data = ext.data();
        packer.packExtensionTypeHeader(ext.type(), data.length).writePayload(data);
      }
      case List<?> list -> {
        packer.packArrayHeader(list.size());
        for (Object element : list) {
          pack(element, packer);
        }
      }
      case Map<?, ?> map -> {
        packer.packMapHeader(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          pack(entry.getKey(), packer);
          pack(entry.getValue(), packer);
        }
      }
      default -> throw new IllegalArgumentException(value.toString());
    }
  }

  private static @Nullable Object plain(Value value) {
    return switch (value.getValueType()) {
      case NIL -> null;
      case BOOLEAN -> value.asBooleanValue().getBoolean();
      case INTEGER ->
          value.asIntegerValue().isInLongRange()
              ? (Object) value.asIntegerValue().asLong()
              : value.asIntegerValue().asBigInteger();
      case FLOAT -> value.asFloatValue().toDouble();
      case STRING -> value.asStringValue().asString();
      case BINARY -> value.asBinaryValue().asByteArray();
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        value.asArrayValue().forEach(element -> list.add(plain(element)));
        yield list;
      }
      case MAP -> {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Map.Entry<Value, Value> entry : value.asMapValue().entrySet()) {
          map.put(plain(entry.getKey()), plain(entry.getValue()));
        }
        yield map;
      }
      case EXTENSION -> {
        ImmutableValue whole = value.immutableValue();
        yield whole.isTimestampValue()
            ? whole.asTimestampValue().toInstant()
            : Ext.of(whole.asExtensionValue().getType(), whole.asExtensionValue().getData());
      }
    };
  }
}
