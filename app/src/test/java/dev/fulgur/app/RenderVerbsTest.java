package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.app.cli.CommandLines;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.value.TaggedJson;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RenderVerbsTest {

  /// Inputs that the cases with the filter `yaml` use without listing them.
  private static final Map<?, ?> COMMON =
      map(
          TaggedJson.read(
              """
              {"l": [3, 1, 2], "f": 3.14159, "t": {"$tuple": ["a", "b"]}, "uni": "ünïcödé 日本語",
               "nested": [[1, 2], [3]], "nl": "line1\\nline2\\n\\nline4", "n": null,
               "long": "The quick brown fox jumps over the lazy dog and keeps running through the forest",
               "d": {"b": 1, "A": 3, "c": 2}, "h": "<p class='a'>Hi & \\"bye\\"</p>",
               "schema": {"type": "object", "properties": {"x": {"type": "string"}}}}
              """));

  @TempDir private Path folder;

  @Test
  void batch_ofTemplates_answersAsJinja2Does() throws IOException {
    List<Map<?, ?>> cases = lines("jinja_cases.jsonl.gz");
    assertThat(cases).hasSize(698);
    List<Map<?, ?>> answers = batch(cases, "template");
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      compare(cases.get(i), answers.get(i), cases.get(i).get("error"), wrong);
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void batch_ofSpecs_coercesAndAnswersAsTheOriginalDoes() throws IOException {
    List<Map<?, ?>> cases = lines("handle_cases.jsonl.gz");
    List<Map<?, ?>> answers = batch(cases, "spec");
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Map<?, ?> each = cases.get(i);
      Object error =
          "RenderError".equals(each.get("error")) ? each.get("cause") : each.get("error");
      compare(each, answers.get(i), error, wrong);
    }
    assertThat(wrong).isEmpty();
  }

  private static void compare(
      Map<?, ?> expected, Map<?, ?> answer, @Nullable Object error, List<String> wrong) {
    boolean isSame =
        Objects.equals(expected.get("name"), answer.get("name"))
            && Objects.equals(expected.get("expected"), answer.get("output"))
            && Objects.equals(error, answer.get("error"))
            && (error == null || (answer.containsKey("message") && answer.containsKey("line")));
    if (!isSame) {
      wrong.add("expected " + expected + "\n  got " + answer);
    }
  }

  /// What the command answers to the cases, one line each.
  private List<Map<?, ?>> batch(List<Map<?, ?>> cases, String kind) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Map<?, ?> each : cases) {
      Map<Object, @Nullable Object> job = new LinkedHashMap<>();
      job.put("name", each.get("name"));
      job.put(kind, each.get(kind));
      Map<Object, @Nullable Object> inputs = new LinkedHashMap<>(map(each.get("inputs")));
      if (String.valueOf(each.get("template")).contains("yaml")) {
        COMMON.forEach(inputs::putIfAbsent);
      }
      job.put("inputs", inputs);
      lines.append(TaggedJson.write(job)).append('\n');
    }
    CommandRun run = CommandRun.of("render", "--batch", write("batch.jsonl", lines.toString()));
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<Map<?, ?>> answers = new ArrayList<>();
    run.out().lines().forEach(line -> answers.add(map(TaggedJson.read(line))));
    assertThat(answers).hasSameSizeAs(cases);
    return answers;
  }

  @Test
  void batch_ofIdsAndNonsense_answersEachLine() throws IOException {
    String db = database();
    String batch =
        write(
            "batch.jsonl",
            """
            {"name": 1, "id": "greet@1", "inputs": {"name": "Ada"}}
            {"name": 2, "id": "greet", "inputs": {}}
            {"name": 3, "id": "nowhere"}
            {"name": 4, "template": "a\\n{{ x }}"}

            {"name": 5}
            no json
            """);
    CommandRun run = CommandRun.of("render", "--batch", batch, "--db", db);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("{\"name\":1,\"output\":\"Hello Ada!\"}"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "{\"name\":2,\"error\":\"ValidationError\",\"message\":\"missing input:"
                            + " name\",\"line\":null}"),
            line -> assertThat(line).contains("\"name\":3,\"error\":\"TemplateNotFound\""),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "{\"name\":4,\"error\":\"UndefinedError\",\"message\":\"'x' is"
                            + " undefined\",\"line\":2}"),
            line -> assertThat(line).contains("\"name\":5,\"error\":\"ValueError\""),
            line -> assertThat(line).contains("line 7 of the batch is no JSON"));
  }

  @Test
  void render_withInputsFromFileAndLine_printsTheText() throws IOException {
    String db = database();
    String json = write("in.json", "{\"name\": \"Ada\"}");
    String yaml = write("in.yaml", "name: Bob\n");
    assertThat(CommandRun.of("render", "greet", "--db", db, "--inputs", json).out())
        .isEqualTo("Hello Ada!");
    assertThat(CommandRun.of("render", "greet@1", "--db", db, "--inputs", yaml).out())
        .isEqualTo("Hello Bob!");
    assertThat(
            CommandRun.of("render", "greet", "--db", db, "--inputs", json, "--set", "name=C=D")
                .out())
        .isEqualTo("Hello C=D!");
    assertThat(CommandRun.of("render", "greet", "--db", db, "--set", "name=E", "--json").out())
        .isEqualTo("{\"id\":\"greet\",\"version\":\"1\",\"output\":\"Hello E!\"}\n");
    CommandRun missing = CommandRun.of("render", "greet", "--db", db);
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("missing input: name");
    assertThat(CommandRun.of("render").exitCode()).isEqualTo(2);
  }

  @Test
  void vars_ofATemplate_showsWhereItsInputsDiffer() throws IOException {
    String db = database();
    CommandRun.of(
        "save",
        "--db",
        db,
        write("v.yaml", "id: v\ninputs: {a: {}, b: {}}\ntemplate: '{{ a }}{{ c }}'\n"));
    assertThat(CommandRun.of("vars", "v", "--db", db, "--json").out())
        .contains("\"declared\":[\"a\",\"b\"]")
        .contains("\"used\":[\"a\",\"c\"]")
        .contains("\"undeclared\":[\"c\"]")
        .contains("\"unused\":[\"b\"]");
    assertThat(CommandRun.of("vars", "v", "--db", db).out())
        .contains("not declared")
        .contains("not used");
  }

  @Test
  void lint_ofTheBundledPrompts_isClean() {
    CommandRun run = CommandRun.of("lint", "../demo/prompts");
    assertThat(run.out()).contains("nothing found");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void lint_ofMistakes_failsWithFileAndLine() throws IOException {
    Files.createDirectory(folder.resolve("prompts"));
    Path file =
        Files.writeString(folder.resolve("prompts/a.yaml"), "id: a\ntemplate: |\n  {{ x }}\n");
    String prompts = folder.resolve("prompts").toString();
    CommandRun run = CommandRun.of("lint", "--from", prompts);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains(file + ":3: uses 'x'");
    assertThat(CommandRun.of("lint", prompts, "--json").out())
        .contains("\"checked\":1")
        .contains("\"line\":3");
  }

  @Test
  @SuppressWarnings("Interruption") // the verb runs until its thread or process is interrupted
  void watch_interrupted_endsWithTheDatabaseInStep() throws Exception {
    Files.createDirectory(folder.resolve("prompts"));
    Files.writeString(folder.resolve("prompts/a.yaml"), "id: a\ntemplate: one\n");
    Path db = folder.resolve("watched");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CountDownLatch started = new CountDownLatch(1);
    OutputStream err =
        new OutputStream() {
          @Override
          public void write(int b) {
            started.countDown(); // what it says first is that it watches, or why it does not
          }
        };
    Terminal terminal =
        new Terminal(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    AtomicInteger exitCode = new AtomicInteger(-1);
    String prompts = folder.resolve("prompts").toString();
    Thread watching =
        Thread.ofPlatform()
            .start(
                () ->
                    exitCode.set(
                        CommandLines.run(terminal, "watch", prompts, "--to", db.toString())));
    started.await();
    watching.interrupt();
    watching.join();
    assertThat(exitCode.get()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("saved    a@0.1.0");
    try (LmdbRegistry database = LmdbRegistry.open(db)) {
      assertThat(database.load("a").template()).isEqualTo("one");
    }
  }

  private String database() throws IOException {
    String db = folder.resolve("db").toString();
    String file =
        write(
            "greet.yaml",
            "id: greet\nversion: '1'\ninputs: {name: {}}\ntemplate: Hello {{ name }}!\n");
    assertThat(CommandRun.of("save", "--db", db, file).exitCode()).isZero();
    return db;
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static List<Map<?, ?>> lines(String resource) throws IOException {
    try (InputStream in =
            Objects.requireNonNull(RenderVerbsTest.class.getResourceAsStream(resource));
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      List<Map<?, ?>> lines = new ArrayList<>();
      reader.lines().forEach(line -> lines.add(map(TaggedJson.read(line))));
      return lines;
    }
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }
}
