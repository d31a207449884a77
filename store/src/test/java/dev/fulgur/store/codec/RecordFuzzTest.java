package dev.fulgur.store.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Bytes of any kind, thrown at the readers: only typed errors, and little memory.
final class RecordFuzzTest {

  private static final Fields FIELDS = Fields.of("id", "version", "metadata");
  private static final MemorySegment KEY = MemorySegment.ofArray(new byte[] {'k'});

  /// One input. Anything thrown from here is a bug.
  static void fuzz(byte[] input) {
    MemorySegment value = MemorySegment.ofArray(input);
    RecordReader reader = new RecordReader();
    Object read = null;
    boolean whole = false;
    try {
      read = reader.load(value).readValue();
      whole = reader.atEnd();
    } catch (MalformedData e) {
      checkPlace(e, input.length);
    }
    if (whole) {
      roundTrip(read, reader);
    }
    try {
      int entries = reader.load(value).readRecordHeader();
      for (int i = 0; i < entries; i++) {
        if (reader.readField(FIELDS, i) == 2) {
          reader.readValue();
        } else {
          reader.skipValue();
        }
      }
      reader.readEnd();
    } catch (MalformedData e) {
      checkPlace(e, input.length);
    }
    try {
      reader.loadSealedOrBare(KEY, value, 3).readRecordHeader();
    } catch (MalformedData e) {
      checkPlace(e, input.length);
    }
    if (RecordReader.isPacked(value)) {
      try {
        reader.loadPacked(KEY, value, null);
      } catch (MalformedData e) {
        checkPlace(e, input.length);
      }
    }
    fuzzKey(value);
  }

  private static void roundTrip(@Nullable Object read, RecordReader reader) {
    RecordWriter writer = new RecordWriter();
    writer.writeValue(read);
    Object again = reader.load(writer.segment()).readValue();
    if (!RandomValues.same(read, again)) {
      throw new AssertionError(read + " was read back as " + again);
    }
  }

  private static void fuzzKey(MemorySegment value) {
    KeyReader key = new KeyReader();
    try {
      key.load(value);
      key.textPart();
      key.bytesPart();
      key.f64();
      key.text();
    } catch (MalformedData e) {
      checkPlace(e, value.byteSize());
    }
    KeyReader indexKey = KeyReader.forIndex();
    try {
      indexKey.load(value);
      indexKey.text();
      indexKey.bytes();
    } catch (MalformedData e) {
      checkPlace(e, value.byteSize());
    }
  }

  private static void checkPlace(MalformedData e, long length) {
    if (e.offset() < 0 || e.offset() > length || e.problem().isEmpty()) {
      throw new AssertionError("No such place", e);
    }
  }

  @Test
  void readers_mutatedRecords_throwTypedErrorsOnly() {
    Random random = Seed.random("readers_mutatedRecords_throwTypedErrorsOnly");
    RandomValues values = new RandomValues(random);
    RecordWriter writer = new RecordWriter();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 30_000; i++) {
      writer.reset().writeValue(values.value(5));
      byte[] input = mutated(writer.toByteArray(), random);
      long before = threads.getCurrentThreadAllocatedBytes();
      fuzz(input);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated).isLessThan((1L << 20) + 200L * input.length);
    }
    System.out.println("reliability: parsers | MessagePack, mutated records | 30000 | -");
  }

  @Test
  void readers_noise_throwTypedErrorsOnly() {
    Random random = Seed.random("readers_noise_throwTypedErrorsOnly");
    for (int i = 0; i < 30_000; i++) {
      byte[] input = new byte[random.nextInt(64)];
      random.nextBytes(input);
      if (random.nextBoolean()) {
        for (int b = 0; b < input.length; b++) {
          // First bytes of all headers, more often than chance has them.
          input[b] = random.nextBoolean() ? (byte) (0x80 + random.nextInt(96)) : input[b];
        }
      }
      fuzz(input);
    }
    System.out.println("reliability: parsers | MessagePack, noise | 30000 | -");
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] input = bytes;
    for (int n = random.nextInt(4); n >= 0 && input.length > 0; n--) {
      int at = random.nextInt(input.length);
      switch (random.nextInt(5)) {
        case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> input[at] = (byte) random.nextInt();
        case 2 -> input = Arrays.copyOf(input, at);
        case 3 -> input[at] = (byte) (0xC0 + random.nextInt(0x20));
        default -> {
          int from = random.nextInt(input.length);
          int length = Math.min(random.nextInt(9), input.length - Math.max(at, from));
          System.arraycopy(input, from, input, at, length);
        }
      }
    }
    return input;
  }
}
