package dev.fulgur.verification.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.verification.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Jazzer makes input for each reader for some seconds, with `-Dsoak` for eight hours, with
/// `-Dfuzz.seconds=` for as long as that says, from a few seeds of each kind. It runs in a process
/// of its own with a small heap. Whatever is thrown but the reader's own errors, and input that
/// hangs, is a finding; seconds on a machine that is busy with other things are none.
final class ParserFuzzTest {
  private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in");

  @TempDir Path folder;

  enum Reader {
    MESSAGE_PACK(MessagePackTarget.class, "dev.fulgur.store.codec.**"),
    YAML(YamlTarget.class, "dev.fulgur.prompts.**"),
    BATCH(BatchTarget.class, "dev.fulgur.app.**");

    private final Class<?> target;
    private final String instrumented;

    Reader(Class<?> target, String instrumented) {
      this.target = target;
      this.instrumented = instrumented;
    }

    /// Inputs to begin with.
    List<byte[]> seeds() {
      return switch (this) {
        case MESSAGE_PACK ->
            List.of(
                new byte[] {
                  (byte) 0x82, (byte) 0xa2, 'i', 'd', (byte) 0xa1, 'x', (byte) 0xa1, 'v', 1
                },
                new byte[] {
                  (byte) 0xdc, 0, 2, (byte) 0xcb, 0x3f, (byte) 0xf0, 0, 0, 0, 0, 0, 0, (byte) 0xc0
                },
                new byte[] {(byte) 0xc4, 2, 1, 2},
                new byte[] {(byte) 0xdb, 0, 0, 0, 3, 'a', 'b', 'c'});
        case YAML ->
            texts(
                "id: a\nversion: '1'\ntemplate: |\n  Hello {{ name }}\ninputs:\n  name: {type: string}\n",
                "a: &x [1, 2.5, 0x1F, 1:30, yes, ~]\nb: *x\n<<: {c: 2001-12-14}\n",
                "- \"\\u00e9\\n\"\n- 'it''s'\n- >-\n  folded\n  text\n...\n",
                "? [complex, key]\n: {nested: {deep: !!str 1}}\n");
        case BATCH ->
            texts(
                "{\"op\":\"put\",\"table\":\"t\",\"key\":\"a\",\"value\":\"2\"}\n",
                "{\"op\":\"get\",\"table\":\"t\",\"key\":\"a\"}\n{\"op\":\"delete\",\"table\":\"t\",\"key\":\"b\"}\n",
                "{\"id\":\"a\",\"version\":\"1\",\"template\":\"x\",\"inputs\":{\"n\":{\"type\":\"number\"}}}\n",
                "{\"$float\":\"nan\"} [1e400, -0.0, \"\\ud83d\\ude00\", null, true]\n");
      };
    }

    private static List<byte[]> texts(String... texts) {
      List<byte[]> bytes = new ArrayList<>();
      for (String text : texts) {
        bytes.add(text.getBytes(StandardCharsets.UTF_8));
      }
      return bytes;
    }
  }

  @ParameterizedTest
  @EnumSource(Reader.class)
  @Timeout(9 * 3600)
  void input_ofAFuzzer_endsInAValueOrInATypedError(Reader reader)
      throws IOException, InterruptedException {
    int seconds = Integer.getInteger("fuzz.seconds", Evidence.soak() ? 8 * 3600 : 8);
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    int number = 0;
    for (byte[] seed : reader.seeds()) {
      Files.write(corpus.resolve("seed-" + number++), seed);
    }
    Path log = folder.resolve("log.txt");
    Process fuzzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + reader.target.getName(),
                "--hooks=false",
                "--instrumentation_includes=" + reader.instrumented,
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
    String said = Files.readString(log);
    String end = said.substring(Math.max(0, said.length() - 6_000));
    assertThat(exitCode).as(end).isZero();
    Matcher runs = RUNS.matcher(said);
    assertThat(runs.find()).as(end).isTrue();
    Evidence.print("parsers", "Jazzer, " + reader, Long.parseLong(runs.group(1)));
  }
}
