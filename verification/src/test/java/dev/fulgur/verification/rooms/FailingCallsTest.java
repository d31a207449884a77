package dev.fulgur.verification.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.verification.Child;
import dev.fulgur.verification.Evidence;
import dev.fulgur.verification.disk.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each call of LMDB and of the log on their files fails in turn, with EIO or as if the disk were
/// full: reads, writes, forces, maps, cuts, names. What is refused says so, what was acknowledged
/// stays, and all works again behind an opening. `-Dsoak` goes further and repeats with many seeds.
final class FailingCallsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "STORE, DIRECT, 500",
    "STORE, SYNCED, 500",
    "REGISTRY, DIRECT, 60",
    "REGISTRY, SYNCED, 60",
    "TRACKER, DIRECT, 60",
    "TRACKER, SYNCED, 60"
  })
  void nthCallOfTheSystem_fails_nothingAcknowledgedIsLost(
      Room.Kind kind, Durability durability, int calls) throws IOException {
    long seed = Evidence.seed();
    int last = Evidence.soak() ? 4 * calls : calls;
    int times = Evidence.soak() ? 50 : 1;
    Path library = Tracer.build(folder, "fault");
    for (int time = 0; time < times; time++) {
      run(kind, durability, last, seed + time, library);
    }
    String name = durability.name().toLowerCase(Locale.ROOT);
    String what =
        kind == Room.Kind.STORE ? name : kind.name().toLowerCase(Locale.ROOT) + ", " + name;
    Evidence.print(
        "EIO", what + ", calls of the system to the " + last + "th", (long) times * last, seed);
  }

  private void run(Room.Kind kind, Durability durability, int last, long seed, Path library)
      throws IOException {
    Path root = Tracer.scratch();
    Path apart = Tracer.scratch();
    try (Child child =
        new Child(
            FailingActs.class,
            Faults.environment(library, root),
            library,
            kind,
            root.resolve("room"),
            apart.resolve("twin"),
            durability,
            last,
            seed)) {
      for (int n = 1; n <= last; n++) {
        assertThat(child.answer()).as("-Dseed=%s", seed).isEqualTo(Integer.toString(n));
      }
      String outcomes = child.answer();
      System.out.println("calls that failed, %s, %s: %s".formatted(kind, durability, outcomes));
      assertThat(outcomes).contains("opening: OpenRefused", "LogFailed");
      if (durability == Durability.DIRECT || kind == Room.Kind.STORE) {
        assertThat(outcomes).contains("StoreFull=");
      }
      if (durability == Durability.SYNCED) {
        // A log that finds no room makes some with a checkpoint for a commit that waits.
        assertThat(outcomes).contains("nothing was refused=");
      }
      assertThat(child.end()).isZero();
    } finally {
      for (Path place : List.of(root, apart)) {
        Tracer.empty(place);
        Files.delete(place);
      }
    }
  }
}
