package dev.fulgur.verification.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Range;
import dev.fulgur.store.Store;
import dev.fulgur.store.scenario.CrashChild;
import dev.fulgur.store.scenario.Mark;
import dev.fulgur.verification.Child;
import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
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
    Path library = build();
    Path root = Files.createDirectories(folder.toRealPath().resolve("root"));
    Path file = folder.resolve("trace");
    Map<String, String> environment =
        Map.of(
            "LD_PRELOAD", library.toString(),
            "FULGUR_TRACE", file.toString(),
            "FULGUR_TRACE_ROOT", root + "/");
    try (Child child =
        new Child(
            TracedCommits.class,
            environment,
            root,
            durability,
            root.resolve("told"),
            TRANSACTIONS)) {
      assertThat(child.end()).isZero();
    }
    CallTrace trace = new CallTrace(file, root);
    assertThat(trace.size()).as("calls that were seen").isGreaterThan(TRANSACTIONS);
    int images = Evidence.soak() ? 50_000 : 500;
    Path place = scratch();
    try {
      trace.losePower(
          images,
          random,
          (cut, image, whole) -> {
            byte[] told = Objects.requireNonNullElse(whole.get("told"), new byte[0]);
            write(place, image);
            long there = compare(place, durability, told, "call " + cut + ", -Dseed=" + seed);
            assertThat(compare(place, durability, told, "opened twice")).isEqualTo(there);
          });
    } finally {
      delete(place);
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

  /// Builds the tracing library.
  private Path build() throws IOException {
    Path source = folder.resolve("trace.c");
    try (InputStream in =
        Objects.requireNonNull(PowerLossTest.class.getResourceAsStream("trace.c"))) {
      Files.copy(in, source);
    }
    Path library = folder.resolve("trace.so");
    Process gcc;
    try {
      gcc =
          new ProcessBuilder(
                  List.of(
                      "gcc",
                      "-O1",
                      "-shared",
                      "-fPIC",
                      "-o",
                      library.toString(),
                      source.toString(),
                      "-ldl",
                      "-lpthread"))
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      String reason =
          "skipped: gcc, which builds the tracing library, is not there: " + e.getMessage();
      System.out.println(reason);
      assumeTrue(false, reason);
      throw e;
    }
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(gcc.onExit().join().exitValue()).as(said).isZero();
    return library;
  }

  /// A folder in memory where there is one, since thousands of images are written.
  private static Path scratch() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "fulgur")
        : Files.createTempDirectory("fulgur");
  }

  private static void write(Path place, Map<String, byte[]> image) throws IOException {
    delete(place);
    for (Map.Entry<String, byte[]> file : image.entrySet()) {
      if (!file.getKey().equals("told") && !file.getKey().equals("lock.mdb")) {
        Path target = place.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.write(target, file.getValue());
      }
    }
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(place)) {
          Files.delete(path);
        }
      }
    }
  }
}
