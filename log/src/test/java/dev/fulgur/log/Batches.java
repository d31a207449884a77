package dev.fulgur.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Writes a log batch by batch, one force each, on the test's own thread.
final class Batches {
  static final long LOG_ID = 0x1122334455667788L;

  private Batches() {}

  /// The bytes of a segment among `files`, to look at and to change.
  static byte[] segment(Map<String, byte[]> files, int number) {
    return bytes(files, LogFormat.segmentName(number));
  }

  static byte[] bytes(Map<String, byte[]> files, String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new IllegalArgumentException("There is no file " + name + " in " + files.keySet());
    }
    return bytes;
  }

  /// A log with these texts as frames 1, 2, 3 and so on; each inner list goes through one force.
  @SafeVarargs
  static MemoryStorage write(LogOptions options, List<String>... batches) throws IOException {
    MemoryStorage storage = new MemoryStorage();
    try (Shelf shelf = new Shelf(storage, options, LOG_ID)) {
      Segment segment = shelf.awaitNext(0, 0);
      Journal journal = new Journal(shelf, LOG_ID, segment, LogFormat.HEADER_PAGE, 0);
      long sequence = 0;
      for (List<String> batch : batches) {
        for (String text : batch) {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          if (LogFormat.frameBytes(bytes.length) > journal.room()) {
            journal.write();
            journal.force();
            journal.rotate(LogFormat.frameBytes(bytes.length));
          }
          sequence++;
          journal.add(sequence, bytes, bytes.length);
        }
        journal.write();
        journal.force();
      }
      journal.close();
    }
    return storage;
  }
}
