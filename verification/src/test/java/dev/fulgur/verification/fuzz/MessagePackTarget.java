package dev.fulgur.verification.fuzz;

import dev.fulgur.store.codec.MalformedData;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.lang.foreign.MemorySegment;

/// Any bytes as a value of MessagePack: read, written again and read again.
public final class MessagePackTarget {
  private MessagePackTarget() {}

  /// One run, as Jazzer calls it by name.
  public static void fuzzerTestOneInput(byte[] bytes) {
    RecordReader reader = new RecordReader();
    try {
      Object value = reader.load(MemorySegment.ofArray(bytes)).readValue();
      RecordWriter writer = new RecordWriter();
      writer.writeValue(value);
      String first = String.valueOf(value);
      Object again = new RecordReader().load(writer.segment()).readValue();
      if (value == null ? again != null : again == null) {
        throw new IllegalStateException(first + " was read back as " + again);
      }
    } catch (MalformedData e) {
      if (e.offset() < 0 || e.offset() > bytes.length || e.problem().isEmpty()) {
        throw new IllegalStateException("no such place", e);
      }
    }
  }
}
