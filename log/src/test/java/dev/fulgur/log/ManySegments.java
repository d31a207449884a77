package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.Notes.Note;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The folder of a log with many segments, and what tests do to it.
final class ManySegments {
  static final LogOptions OPTIONS = LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 64 << 10);

  private ManySegments() {}

  /// A folder with the segments of 300 commits.
  static MemoryStorage of() {
    MemoryStorage storage = new MemoryStorage();
    try (Log<Note> log = new Notes().open(storage, OPTIONS)) {
      commit(log, 300);
    }
    return storage;
  }

  static void commit(Log<Note> log, int count) {
    for (int i = 0; i < count; i++) {
      log.commit(new Note("text " + i + " ".repeat(500)));
    }
  }

  /// Another folder with other files.
  static MemoryStorage changed(MemoryStorage storage, Consumer<Map<String, byte[]>> change) {
    Map<String, byte[]> files = new TreeMap<>(storage.snapshot());
    change.accept(files);
    return MemoryStorage.of(files);
  }

  /// Opening it for that owner is refused, with these words.
  static void assertMismatch(MemoryStorage storage, Resume resume, String... message) {
    Notes notes = new Notes().from(resume.applied());
    assertThatThrownBy(() -> Log.open(storage, OPTIONS, resume, notes, notes))
        .isInstanceOf(LogException.Mismatch.class)
        .hasMessageContainingAll(message);
    storage.unlock();
  }
}
