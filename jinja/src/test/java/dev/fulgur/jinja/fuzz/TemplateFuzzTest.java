package dev.fulgur.jinja.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.jinja.OracleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Jazzer makes templates of the oracle's, guided by what they reach, for a few seconds; with
/// `-Dsoak` for eight hours, with `-Dfuzz.seconds=` for as long as that says. It runs in a process
/// of its own with a heap of 64 MiB. A template that takes a second of the processor is a finding,
/// see [TemplateTarget]; one that takes seconds on a machine that is busy with other things is
/// none.
final class TemplateFuzzTest {

  @TempDir private Path folder;

  @Test
  @Timeout(9 * 3600)
  void templates_ofAFuzzer_endInOutputOrInAnError() throws Exception {
    int seconds =
        Integer.getInteger("fuzz.seconds", System.getProperty("soak") == null ? 5 : 8 * 3600);
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    writeSeeds(corpus);
    Path log = folder.resolve("log.txt");
    Process fuzzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + TemplateTarget.class.getName(),
                "--hooks=false",
                "--instrumentation_includes=dev.fulgur.jinja.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + seconds,
                "-timeout=20",
                "-max_len=4096",
                corpus.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exitCode = fuzzer.waitFor();
    List<String> lines = Files.readAllLines(log);
    String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    assertThat(exitCode).as(end).isZero();
    assertThat(end).contains("runs in");
    System.out.println("template fuzz test: " + lines.getLast());
  }

  private static void writeSeeds(Path corpus) throws IOException {
    int number = 0;
    for (Map<String, @Nullable Object> row : OracleTest.lines("/oracle/cases.jsonl.gz")) {
      String template = (String) Objects.requireNonNull(row.get("template"));
      Files.writeString(corpus.resolve("seed-" + number++), template);
    }
  }
}
