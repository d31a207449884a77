package dev.fulgur.tracker.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A tree of sources and a tracker, for each test anew; the tracker is checked at its end.
abstract class TreeTest {

  @TempDir Path folder;
  Sources sources;
  StoreTracker tracker;

  /// The fields are set before each test.
  @SuppressWarnings("NullAway.Init")
  TreeTest() {}

  @BeforeEach
  void open() throws IOException {
    sources = new Sources(Files.createDirectory(folder.resolve("tree")));
    tracker = StoreTracker.open(folder.resolve("db"));
  }

  @AfterEach
  void close() {
    assertThat(tracker.store().check().problems()).isEmpty();
    tracker.close();
  }

  static List<Problem.Kind> kinds(IndexReport report) {
    return report.problems().stream().map(Problem::kind).toList();
  }
}
