package dev.fulgur.log.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.MutatedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Logs that are broken in every way: at random, repeated by `-Dseed`, and by Jazzer, guided by
/// what it reaches, for some seconds in a process of its own with a small heap. `-Dsoak` is for
/// eight hours, `-Dfuzz.seconds=` for as long as that says.
final class FrameFuzzTest {

  @TempDir private Path folder;

  @Test
  void log_changedAtRandom_isABeginningOfItselfOrAnError() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("FrameFuzzTest: -Dseed=" + seed);
    Random random = new Random(seed);
    MutatedLog log = MutatedLog.make();
    int runs = Boolean.getBoolean("soak") ? 1_000_000 : 700;
    for (int i = 0; i < runs; i++) {
      byte[] changes = new byte[7 * (1 + random.nextInt(4))];
      random.nextBytes(changes);
      log.open(changes);
      byte[] frames = new byte[random.nextInt(600)];
      random.nextBytes(frames);
      log.openWithFrames(frames);
    }
    System.out.println("reliability: parsers | log frames, at random | " + 2 * runs + " | " + seed);
  }

  @Test
  @Timeout(9 * 3600)
  void log_changedByAFuzzer_isABeginningOfItselfOrAnError() throws Exception {
    int seconds =
        Integer.getInteger("fuzz.seconds", System.getProperty("soak") == null ? 5 : 8 * 3600);
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    Files.write(corpus.resolve("frames"), new byte[64]);
    Files.write(corpus.resolve("changes"), new byte[] {1, 2, 0, 16, 40, 0, 1});
    Path said = folder.resolve("log.txt");
    Process fuzzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FramesTarget.class.getName(),
                "--hooks=false",
                "--instrumentation_includes=dev.fulgur.log.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + seconds,
                "-timeout=20",
                "-max_len=4096",
                corpus.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    int exitCode = fuzzer.waitFor();
    List<String> lines = Files.readAllLines(said);
    String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    assertThat(exitCode).as(end).isZero();
    assertThat(end).contains("runs in");
    String[] words = lines.getLast().split(" ", -1);
    System.out.println("reliability: parsers | log frames, Jazzer | " + words[1] + " | -");
  }
}
