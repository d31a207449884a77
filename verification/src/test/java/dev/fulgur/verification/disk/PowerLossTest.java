package dev.fulgur.verification.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Range;
import dev.fulgur.store.Store;
import dev.fulgur.store.scenario.CrashChild;
import dev.fulgur.store.scenario.Mark;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Power that fails anywhere between the calls of LMDB and of the log, on both engines.
final class PowerLossTest {
  private static final int TRANSACTIONS = 150;

  /// A thousand recoveries would each say what they found.
  private static final Logger QUIET = Logger.getLogger("dev.fulgur.store");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"DIRECT", "SYNCED"})
  void powerLoss_anywhere_losesNothingAcknowledgedAndLeavesNothingInPart(Durability durability)
      throws IOException {
    QUIET.setLevel(Level.WARNING);
    long seed = Evidence.seed();
    Random random = new Random(seed);
    Path root = Files.createDirectories(folder.toRealPath().resolve("root"));
    CallTrace trace =
        Tracer.record(
            folder,
            root,
            TracedCommits.class,
            root,
            durability,
            root.resolve("told"),
            TRANSACTIONS);
    assertThat(trace.size()).as("calls that were seen").isGreaterThan(TRANSACTIONS);
    int images = Evidence.soak() ? 50_000 : 1_500;
    Path place = Tracer.scratch();
    try {
      trace.losePower(
          images,
          random,
          (cut, image, whole) -> {
            byte[] told = Objects.requireNonNullElse(whole.get("told"), new byte[0]);
            Tracer.lay(place, image);
            long there = compare(place, durability, told, "call " + cut + ", -Dseed=" + seed);
            assertThat(compare(place, durability, told, "opened twice")).isEqualTo(there);
          });
    } finally {
      Tracer.empty(place);
      Files.delete(place);
    }
    Evidence.print("power loss", durability.name().toLowerCase(Locale.ROOT), images, seed);
  }

  private static long compare(Path place, Durability durability, byte[] told, String where) {
    try (Store store = Store.open(place, Mark.SCHEMA, CrashChild.options(durability))) {
      List<Long> left = store.read(v -> v.keys(Mark.LEFT, Range.all(), Integer.MAX_VALUE));
      List<Long> right = store.read(v -> v.keys(Mark.RIGHT, Range.all(), Integer.MAX_VALUE));
      assertThat(left).as("whole transactions after %s", where).isEqualTo(right);
      ByteBuffer numbers = ByteBuffer.wrap(told);
      while (numbers.hasRemaining()) {
        assertThat(left).as("acknowledged before %s", where).contains(numbers.getLong());
      }
      for (long number : left) {
        Mark found = store.read(view -> view.get(Mark.LEFT, number));
        assertThat(found).as("after %s", where).isEqualTo(Mark.of(number));
      }
      long counted = store.read(view -> view.get(Mark.COUNT));
      assertThat(counted).as("the counter after %s", where).isEqualTo(left.size());
      assertThat(store.check().problems()).as("after %s", where).isEmpty();
      return left.size();
    }
  }
}
