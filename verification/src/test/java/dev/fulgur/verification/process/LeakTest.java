package dev.fulgur.verification.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.verification.Child;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is opened and closed leaves nothing behind.
final class LeakTest {
  private static final long MOST_KIB = 4 << 10;

  @TempDir Path folder;

  @Test
  void storesViewsAndCursors_openedAndClosed_leaveMemoryAndHandlesFlat() throws IOException {
    int views = 99_000;
    int stores = Evidence.soak() ? 99_000 : 3_000;
    try (Child child = new Child(Openings.class, Map.of(), folder)) {
      // Two thirds grow what grows once: the heap as far as it gets, code, LMDB's own tables.
      String third = "open " + stores / 3 + " " + views / 3;
      String _ = child.ask(third);
      String[] before = child.ask(third).split(" ", -1);
      String[] after = child.ask(third).split(" ", -1);
      assertThat(child.end()).isZero();
      assertThat(Long.parseLong(after[0]) - Long.parseLong(before[0]))
          .as("growth of resident memory, KiB")
          .isLessThan(MOST_KIB);
      assertThat(after[1]).as("open files").isEqualTo(before[1]);
      assertThat(after[2])
          .as("mappings")
          .satisfies(
              m ->
                  assertThat(Long.parseLong(m)).isLessThanOrEqualTo(Long.parseLong(before[2]) + 3));
    }
    Evidence.print("leaks", "stores", stores);
    Evidence.print("leaks", "views and cursors", views);
  }
}
