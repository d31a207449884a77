package dev.fulgur.verification.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.fuzz.FramesTarget;
import dev.fulgur.tracker.json.Json;
import dev.fulgur.verification.Evidence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Jazzer makes input for each reader for 15 seconds, with `-Dsoak` for eight hours, with
/// `-Dfuzz.seconds=` for as long as that says, from a few seeds of each kind. It runs in a process
/// of its own with a heap of 64 MiB. Whatever is thrown but the reader's own errors, and input that
/// hangs, is a finding; seconds on a machine that is busy with other things are none.
@Isolated
final class ParserFuzzTest {
  private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in");

  @TempDir Path folder;

  enum Reader {
    MESSAGE_PACK(MessagePackTarget.class, "dev.fulgur.store.codec.**"),
    YAML(YamlTarget.class, "dev.fulgur.prompts.**"),
    BATCH(BatchTarget.class, "dev.fulgur.app.**"),
    TEMPLATES(TemplateTarget.class, "dev.fulgur.jinja.**"),
    LOG_FRAMES(FramesTarget.class, "dev.fulgur.log.**");

    private final Class<?> target;
    private final String instrumented;

    Reader(Class<?> target, String instrumented) {
      this.target = target;
      this.instrumented = instrumented;
    }

    /// Inputs to begin with.
    List<byte[]> seeds() throws IOException {
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
        case TEMPLATES -> templates();
        case LOG_FRAMES -> List.of(new byte[64], new byte[] {1, 2, 0, 16, 40, 0, 1});
      };
    }

    /// Those of the cases that the module `jinja` compares with Python.
    private static List<byte[]> templates() throws IOException {
      Path cases = Path.of("../jinja/src/test/resources/oracle/cases.jsonl.gz");
      List<byte[]> templates = new ArrayList<>();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(cases)), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (Json.parse(line) instanceof Map<?, ?> row
              && row.get("template") instanceof String template) {
            templates.add(template.getBytes(StandardCharsets.UTF_8));
          }
        }
      }
      return templates;
    }

    private static List<byte[]> texts(String... texts) {
      List<byte[]> bytes = new ArrayList<>();
      for (String text : texts) {
        bytes.add(text.getBytes(StandardCharsets.UTF_8));
      }
      return bytes;
    }
  }

  /// Two at once, as many as the smallest machine has processors.
  @Test
  @Timeout(25 * 3600)
  void input_ofAFuzzer_endsInAValueOrInATypedError() throws Exception {
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      Map<Reader, Future<Long>> running = new EnumMap<>(Reader.class);
      for (Reader reader : Reader.values()) {
        running.put(reader, two.submit(() -> fuzz(reader)));
      }
      for (Map.Entry<Reader, Future<Long>> one : running.entrySet()) {
        Evidence.print("parsers", "Jazzer, " + one.getKey(), one.getValue().get());
      }
    }
  }

  private long fuzz(Reader reader) throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve(reader.name()));
    int seconds = Integer.getInteger("fuzz.seconds", Evidence.soak() ? 8 * 3600 : 15);
    Path corpus = Files.createDirectory(place.resolve("corpus"));
    int number = 0;
    for (byte[] seed : reader.seeds()) {
      Files.write(corpus.resolve("seed-" + number++), seed);
    }
    Path log = place.resolve("log.txt");
    Process fuzzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + reader.target.getName(),
                "--hooks=false",
                "--instrumentation_includes=" + reader.instrumented,
                "--reproducer_path=" + place,
                "-artifact_prefix=" + place + "/",
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
    assertThat(exitCode).as("%s: %s", reader, end).isZero();
    Matcher runs = RUNS.matcher(said);
    assertThat(runs.find()).as("%s: %s", reader, end).isTrue();
    return Long.parseLong(runs.group(1));
  }
}
