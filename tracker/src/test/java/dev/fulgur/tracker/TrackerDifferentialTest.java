package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.StoreOptions;
import dev.fulgur.tracker.sqlite.SqliteTracker;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random calls of every method, with arguments that are at the edges, on a tracker on a store and
/// on one in SQLite: each answers as the other does.
///
/// Where two records share a time, what they are ordered by next is compared too. Left to tests of
/// their own: paths of which the key is cut, U+0000, and lone surrogates.
final class TrackerDifferentialTest {

  private static final boolean SOAK = Boolean.getBoolean("soak");
  private static final int ROUNDS = Integer.getInteger("rounds", SOAK ? 500 : 6);
  private static final int CALLS = 900;

  private final Random random = new Random();
  private double now;
  private final RandomCalls calls = new RandomCalls(random, () -> now);

  @Test
  void randomCalls_onBothTrackers_areAnsweredAlike(@TempDir Path folder) throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("TrackerDifferentialTest: -Dseed=" + seed);
    for (int round = 0; round < ROUNDS; round++) {
      random.setSeed(seed + round);
      now = 1_000;
      Path place = Files.createDirectory(folder.resolve("round-" + round));
      try (SqliteTracker model = SqliteTracker.open(place.resolve("db"), () -> now);
          StoreTracker tracker =
              StoreTracker.open(place.resolve("s"), StoreOptions.defaults(), () -> now)) {
        for (int i = 0; i < CALLS; i++) {
          now += random.nextInt(-1, 3) * 0.5; // times repeat, and go back
          RandomCalls.Call call = random.nextInt(20) == 0 ? calls.batch() : calls.call();
          String what = "seed %d, call %d: %s".formatted(seed + round, i, call.what());
          compare(what, answer(tracker, call), answer(model, call));
        }
        assertThat(tracker.store().check().problems()).isEmpty();
      }
    }
  }

  private static void compare(String what, @Nullable Object answer, @Nullable Object wanted) {
    if (answer instanceof List<?> some && wanted instanceof List<?> others) {
      for (int i = 0; i < Math.min(some.size(), others.size()); i++) {
        compare(what + " [" + i + "]", some.get(i), others.get(i));
      }
    }
    assertThat(answer).as(what).isEqualTo(wanted);
  }

  private static @Nullable Object answer(Tracker tracker, RandomCalls.Call call) {
    try {
      return RandomCalls.plain(call.on().apply(tracker));
    } catch (TrackerException | IllegalArgumentException | ArithmeticException e) {
      return e.getClass().getName() + ": " + e.getMessage();
    } catch (RandomCalls.Undone e) {
      return "undone";
    }
  }
}
