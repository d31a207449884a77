package dev.fulgur.verification.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.verification.Child;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is opened and closed leaves nothing behind.
///
/// The process pins its heap, so that its memory is what is allocated beside the heap. It works in
/// portions, of which the first let grow what grows once: code, classes, LMDB's own tables. A leak
/// grows in each of the others; what only wanders does not. It has the processors to itself: where
/// its compiler has to wait, what that gives back late hides what a portion left.
@Isolated
final class LeakTest {
  private static final int WARM = 3;
  private static final int JUDGED = 5;
  private static final int PORTIONS = WARM + JUDGED;
  private static final long MOST_KIB = 512;
  private static final int VIEWS = 100_000 / PORTIONS;
  private static final List<String> OPTIONS =
      List.of(
          "-Xms64m",
          "-Xmx64m",
          "-XX:+AlwaysPreTouch",
          "-XX:NativeMemoryTracking=summary",
          "-XX:CICompilerCount=1");

  @TempDir Path folder;

  @Test
  void storesViewsAndCursors_openedAndClosed_leaveMemoryAndHandlesFlat() throws IOException {
    int stores = (Evidence.soak() ? 100_000 : 8_000) / PORTIONS;
    Footprint growth = growth(Openings.Leak.NONE, stores);
    assertThat(growth.residentKib()).as("growth of resident memory, KiB").isLessThan(MOST_KIB);
    assertThat(growth.mallocKib()).as("growth of the JVM's allocations, KiB").isLessThan(MOST_KIB);
    assertThat(growth.files()).as("growth of open files").isNotPositive();
    assertThat(growth.mappings()).as("growth of mappings").isNotPositive();
    Evidence.print("leaks", "stores", (long) stores * PORTIONS);
    Evidence.print("leaks", "views and cursors", (long) VIEWS * PORTIONS);
  }

  @ParameterizedTest
  @EnumSource(value = Openings.Leak.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void leak_ofEachKind_isSeen(Openings.Leak leak) throws IOException {
    Footprint growth = growth(leak, 20);
    switch (leak) {
      case NONE -> throw new AssertionError("nothing leaks");
      case MALLOC -> assertThat(growth.residentKib()).isGreaterThan(MOST_KIB);
      case ARENA -> assertThat(growth.mallocKib()).isGreaterThan(MOST_KIB);
      case STORE -> {
        assertThat(growth.files()).isPositive();
        assertThat(growth.mappings()).isPositive();
      }
    }
    Evidence.print("mutants", "a leak: " + leak, 1);
  }

  private Footprint growth(Openings.Leak leak, int stores) throws IOException {
    List<Footprint> series = new ArrayList<>();
    try (Child child =
        Child.withOptions(OPTIONS, Openings.class, Map.of("MALLOC_ARENA_MAX", "1"), folder, leak)) {
      for (int portion = 0; portion < PORTIONS; portion++) {
        series.add(Footprint.parse(child.ask("open " + stores + " " + VIEWS)));
      }
      assertThat(child.end()).isZero();
    }
    System.out.println("footprints: " + series);
    return Footprint.leastGrowth(series.subList(WARM - 1, PORTIONS));
  }
}
