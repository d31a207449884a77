package dev.fulgur.verification.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.scenario.CrashChild;
import dev.fulgur.verification.Child;
import dev.fulgur.verification.Evidence;
import dev.fulgur.verification.disk.CallTrace;
import dev.fulgur.verification.disk.SmallDisk;
import dev.fulgur.verification.disk.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Deaths, losses of power and full disks under the registry and the tracker: every act that was
/// acknowledged is there, the one under way is there whole or not at all, and nothing else; version
/// histories, labels, words and every index say so.
final class RoomFaultsTest {
  private static final int ACTS = 120;

  /// What a recovery tells in the log of the program is what is looked for.
  private static final Logger QUIET = Logger.getLogger("dev.fulgur.store");

  @TempDir Path folder;
  @TempDir Path apart;

  @BeforeEach
  void quiet() {
    QUIET.setLevel(Level.OFF);
  }

  @ParameterizedTest
  @CsvSource({"REGISTRY, DIRECT", "REGISTRY, SYNCED", "TRACKER, DIRECT", "TRACKER, SYNCED"})
  void kill_anyTime_leavesWhatWasAcknowledged(Room.Kind kind, Durability durability)
      throws IOException {
    long seed = Evidence.seed();
    Random random = new Random(seed);
    int kills = Evidence.soak() ? 5_000 : 6;
    Path place = folder.resolve("room");
    Path told = apart.resolve("told");
    long there = 0;
    try (Twin twin = new Twin(kind, apart.resolve("twin"))) {
      for (int kill = 0; kill < kills; kill++) {
        try (Child child =
            new Child(
                Acting.class, Map.of(), kind, place, durability, told, there + 1, Long.MAX_VALUE)) {
          for (int heard = random.nextInt(60); heard >= 0; heard--) {
            assertThat(child.answer()).isNotEmpty();
          }
          child.kill();
        }
        there = expect(twin, kind, place, durability, Acting.told(Files.readAllBytes(told)), seed);
      }
    }
    Evidence.print("process death", name(kind, durability), kills, seed);
  }

  @ParameterizedTest
  @CsvSource({"REGISTRY, DIRECT", "REGISTRY, SYNCED", "TRACKER, DIRECT", "TRACKER, SYNCED"})
  void powerLoss_anywhere_leavesWhatWasAcknowledged(Room.Kind kind, Durability durability)
      throws IOException {
    long seed = Evidence.seed();
    int images = Evidence.soak() ? 25_000 : 100;
    Path root = Files.createDirectories(folder.toRealPath().resolve("root"));
    CallTrace trace =
        Tracer.record(
            apart, root, Acting.class, kind, root, durability, root.resolve("told"), 1, ACTS);
    assertThat(trace.size()).isGreaterThan(ACTS);
    Path place = Tracer.scratch();
    try (Twin twin = new Twin(kind, apart.resolve("twin"))) {
      trace.losePower(
          images,
          new Random(seed),
          (cut, image, whole) -> {
            Tracer.lay(place, image);
            byte[] told = Objects.requireNonNullElse(whole.get("told"), new byte[0]);
            long there = expect(twin, kind, place, durability, Acting.told(told), seed);
            assertThat(there).as("acts after call %s", cut).isLessThanOrEqualTo(ACTS);
          });
    } finally {
      Tracer.empty(place);
      Files.delete(place);
    }
    Evidence.print("power loss", name(kind, durability), images, seed);
  }

  @ParameterizedTest
  @CsvSource({"REGISTRY, DIRECT", "REGISTRY, SYNCED", "TRACKER, DIRECT", "TRACKER, SYNCED"})
  void fullDisk_refusesAnActWholeAndGoesOnWhenThereIsRoom(Room.Kind kind, Durability durability)
      throws IOException {
    long seed = Evidence.seed();
    Random random = new Random(seed);
    int rounds = Evidence.soak() ? 500 : 3;
    StoreOptions options = CrashChild.options(durability);
    try (SmallDisk disk = SmallDisk.mount(folder);
        Twin twin = new Twin(kind, apart.resolve("twin"))) {
      Path place = folder.resolve("room");
      long acts = 0;
      for (int round = 0; round < rounds; round++) {
        try (Room room = kind.open(place, options)) {
          disk.fill(random, 64 << 10);
          while (works(room, acts + 1)) {
            acts++;
          }
          assertThat(twin.match(room.state(), acts))
              .as("reads go on, -Dseed=%s", seed)
              .isNotNegative();
        }
        disk.relieve();
        acts = expect(twin, kind, place, durability, acts, seed);
        try (Room room = kind.open(place, options)) {
          assertThat(works(room, ++acts)).as("there is room again").isTrue();
        }
      }
    }
    Evidence.print("disk full", name(kind, durability), rounds, seed);
  }

  private static boolean works(Room room, long number) {
    try {
      room.act(number);
      return true;
    } catch (StoreException.StorageFailed | StoreException.StoreFull | StoreException.LogFailed e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }

  private static long expect(
      Twin twin, Room.Kind kind, Path place, Durability durability, long told, long seed) {
    try (Room room = kind.open(place, CrashChild.options(durability))) {
      assertThat(room.problems()).as("-Dseed=%s", seed).isEmpty();
      long acts = twin.match(room.state(), told);
      assertThat(acts)
          .as("acts, of which %s were acknowledged, -Dseed=%s", told, seed)
          .isNotNegative();
      return acts;
    }
  }

  private static String name(Room.Kind kind, Durability durability) {
    return (kind + ", " + durability).toLowerCase(Locale.ROOT);
  }
}
