package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.value.TaggedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs of the registry, as a script would run them.
final class PromptVerbsTest {

  private final Path folder;
  private final String db;

  PromptVerbsTest(@TempDir Path folder) {
    this.folder = folder;
    this.db = folder.resolve("db").toString();
  }

  private String write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    return file.toString();
  }

  private static Map<?, ?> json(CommandRun run) {
    return (Map<?, ?>) Objects.requireNonNull(TaggedJson.read(run.out()));
  }

  private String prompts() throws IOException {
    write(
        "prompts/b.yaml",
        "{id: team/b, version: 2.0.0, description: second, template: 'B {{ x }}'}");
    write(
        "prompts/a.yaml",
        "{id: team/a, version: 1.0.0, template: \"A\\n\", inputs: {x: {type: number, default: 1.0}}}");
    return folder.resolve("prompts").toString();
  }

  @Test
  void migrate_asJson_isOneObjectOfTheFixedForm() throws IOException {
    prompts();
    write("prompts/dup.yaml", "{id: team/a, template: again}");
    write("prompts/wrong.yaml", "{id: 5, template: x}");

    CommandRun run =
        CommandRun.of(
            "migrate", "--from", folder.resolve("prompts").toString(), "--to", db, "--json");

    assertThat(run.exitCode()).isEqualTo(1);
    Map<?, ?> report = json(run);
    assertThat(report.keySet().stream().map(String::valueOf))
        .containsExactly("migrated", "failed", "conflicts", "seconds");
    assertThat(report.get("migrated")).isEqualTo(2L);
    Map<?, ?> failed =
        (Map<?, ?>) ((List<?>) Objects.requireNonNull(report.get("failed"))).getFirst();
    assertThat(failed.get("path")).isEqualTo("wrong.yaml");
    assertThat(failed.get("id")).isEqualTo(5L);
    assertThat(String.valueOf(failed.get("reason"))).contains("id must be text");
    assertThat(TaggedJson.write(report.get("conflicts")))
        .isEqualTo("[{\"id\":\"team/a\",\"kept\":\"a.yaml\",\"dropped\":[\"dup.yaml\"]}]");
    assertThat(report.get("seconds")).isInstanceOf(Double.class);
  }

  @Test
  void migrate_ofAGoodFolder_isDoneAndVerified() throws IOException {
    CommandRun run = CommandRun.of("migrate", "--from", prompts(), "--to", db);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Migrated 2 templates").contains("Verified: 2 templates");
    assertThat(CommandRun.of("verify", "--from", prompts(), "--db", db).exitCode()).isZero();
  }

  @Test
  void migrate_ofADatabaseIntoItself_takesItOverInPlace() throws IOException {
    CommandRun.of("migrate", "--from", prompts(), "--to", db);
    CommandRun run = CommandRun.of("migrate", "--from", db, "--to", db);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Migrated 2 templates").contains("Verified: 2 templates");
  }

  @Test
  void export_ofJsonLines_isInByteOrderWithTags() throws IOException {
    CommandRun.of("migrate", "--from", prompts(), "--to", db);
    CommandRun run = CommandRun.of("export", "--format", "jsonl", "--db", db);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            {"id":"team/a","version":"1.0.0","description":null,"template":"A\\n","inputs":{"x":{"type":"number","required":true,"default":1.0}},"metadata":{}}
            {"id":"team/b","version":"2.0.0","description":"second","template":"B {{ x }}","inputs":{},"metadata":{}}
            """);
  }

  @Test
  void export_andImport_carryEverythingOver() throws IOException {
    CommandRun.of("migrate", "--from", prompts(), "--to", db);
    String exported = CommandRun.of("export", "--db", db).out();
    String lines = write("all.jsonl", exported);
    String other = folder.resolve("other").toString();

    CommandRun run = CommandRun.of("import", lines, "--db", other, "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(json(run).get("imported")).isEqualTo(2L);
    assertThat(CommandRun.of("export", "--db", other).out()).isEqualTo(exported);
    String out = folder.resolve("out").toString();
    assertThat(CommandRun.of("export", "--format", "yaml", out, "--db", other).exitCode()).isZero();
    assertThat(CommandRun.of("verify", "--from", out, "--db", db).exitCode()).isZero();
  }

  @Test
  void import_ofBrokenLines_takesTheOthersAndNamesTheLine() throws IOException {
    String lines =
        write(
            "some.jsonl", "{\"id\":\"a\",\"template\":\"x\"}\n\nnot json\n{\"template\":\"x\"}\n");
    CommandRun run = CommandRun.of("import", lines, "--db", db, "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(json(run).get("imported")).isEqualTo(1L);
    assertThat(run.out()).contains("\"path\":\"line 3\"").contains("\"path\":\"line 4\"");
  }

  @Test
  void get_ofAReference_printsTheTextAsItIs() throws IOException {
    CommandRun.of("migrate", "--from", prompts(), "--to", db);
    assertThat(CommandRun.of("get", "team/a", "--db", db).out()).isEqualTo("A\n");
    assertThat(CommandRun.of("get", "team/b@2.0.0", "--db", db).out()).isEqualTo("B {{ x }}");
    CommandRun missing = CommandRun.of("get", "team/b@9", "--db", db);
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.out()).isEmpty();
    assertThat(missing.err()).contains("No version '9' of a template 'team/b'");
  }

  @Test
  void save_ofAVersionWithAnotherBody_isRefusedUnlessReplaced() throws IOException {
    String first = write("one.yaml", "{id: a, version: 1.0.0, template: one}");
    String second = write("two.yaml", "{id: a, version: 1.0.0, template: two}");
    assertThat(CommandRun.of("save", first, "--db", db).exitCode()).isZero();
    CommandRun refused = CommandRun.of("save", second, "--db", db);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("stored with another body");
    assertThat(CommandRun.of("get", "a", "--db", db).out()).isEqualTo("one");
    assertThat(CommandRun.of("save", "--replace", second, "--db", db).exitCode()).isZero();
    assertThat(CommandRun.of("get", "a", "--db", db).out()).isEqualTo("two");
  }

  @Test
  void save_withOneBadFile_savesNone() throws IOException {
    String good = write("good.yaml", "{id: good, template: x}");
    String bad = write("bad.yaml", "{id: bad}");
    CommandRun run = CommandRun.of("save", good, bad, "--db", db);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("bad.yaml").contains("template is missing");
    assertThat(Files.exists(folder.resolve("db"))).isFalse();
  }

  @Test
  void delete_ofSomethingMissing_deletesNothing() throws IOException {
    CommandRun.of("migrate", "--from", prompts(), "--to", db);
    CommandRun refused = CommandRun.of("delete", "team/a", "none", "--db", db);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("none").contains("nothing was deleted");
    assertThat(CommandRun.of("delete", "team/a", "--db", db, "--json").out())
        .isEqualTo("{\"deleted\":1}\n");
    assertThat(CommandRun.of("list", "--db", db, "--json").out())
        .isEqualTo(
            "{\"templates\":[{\"id\":\"team/b\",\"version\":\"2.0.0\",\"description\":\"second\"}],\"more\":false}\n");
  }

  @Test
  void list_inPages_goesThroughAllIds() throws IOException {
    CommandRun.of("migrate", "--from", prompts(), "--to", db);
    Map<?, ?> first = json(CommandRun.of("list", "--limit", "1", "--db", db, "--json"));
    assertThat(first.get("more")).isEqualTo(true);
    Map<?, ?> second =
        json(CommandRun.of("list", "--limit", "1", "--after", "team/a", "--db", db, "--json"));
    assertThat(TaggedJson.write(second.get("templates"))).contains("team/b");
    assertThat(second.get("more")).isEqualTo(false);
    assertThat(CommandRun.of("list", "--prefix", "other/", "--db", db).out()).isEmpty();
    assertThat(CommandRun.of("list", "--limit", "-1", "--db", db).exitCode()).isEqualTo(2);
  }

  @Test
  void init_thenMigrate_worksAsItSays() throws IOException {
    String project = folder.resolve("project").toString();
    assertThat(CommandRun.of("init", project).exitCode()).isZero();
    String config = folder.resolve("project/fulgur.yaml").toString();
    CommandRun migrated = CommandRun.of("migrate", "--config", config);
    assertThat(migrated.exitCode()).as(migrated.err()).isZero();
    assertThat(CommandRun.of("get", "hello", "--config", config).out())
        .contains("Greet {{ name }}");
    assertThat(CommandRun.of("show", "hello", "--config", config).out())
        .contains("version   1.0.0")
        .contains("tone");
    assertThat(CommandRun.of("stats", "--config", config).out()).contains("templates      1");
    CommandRun again = CommandRun.of("init", project);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("exists already");
  }

  @Test
  void missingDatabase_read_isOneSentenceAndMakesNothing() {
    CommandRun run = CommandRun.of("list", "--db", db);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: ").contains(db).doesNotContain("Exception");
    assertThat(Files.exists(folder.resolve("db"))).isFalse();
  }

  @Test
  void verify_ofDifferences_failsAndNamesThem() throws IOException {
    CommandRun.of("migrate", "--from", prompts(), "--to", db);
    write("prompts/a.yaml", "{id: team/a, version: 1.0.0, template: changed}");
    CommandRun run =
        CommandRun.of(
            "verify", "--from", folder.resolve("prompts").toString(), "--db", db, "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(TaggedJson.write(json(run).get("different")))
        .contains("team/a")
        .contains("template")
        .contains("inputs.x");
  }

  @Test
  void noDatabaseNamed_inAFolderWithoutConfig_saysWhatToDo() {
    CommandRun run = CommandRun.of("list", "--config", folder.resolve("none.yaml").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("none.yaml").contains("it is not there");
  }
}
