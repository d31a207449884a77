package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.value.TaggedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Versions, labels and releases, as a script would handle them.
final class VersionVerbsTest {
  private final Path folder;
  private final String db;

  VersionVerbsTest(@TempDir Path folder) {
    this.folder = folder;
    this.db = folder.resolve("db").toString();
  }

  @BeforeEach
  void twoVersions() throws IOException {
    save("id: a\nversion: 1.9.0\ntemplate: nine\n");
    save("id: a\nversion: 1.10.0\ntemplate: ten\n");
  }

  private void save(String yaml) throws IOException {
    String file = Files.writeString(folder.resolve("t.yaml"), yaml).toString();
    assertThat(run("save", file, "--author", "Ada", "-m", "why").err()).isEmpty();
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--db");
    all.add(db);
    return CommandRun.of(all.toArray(String[]::new));
  }

  private String done(String... arguments) {
    CommandRun run = run(arguments);
    assertThat(run.exitCode()).as("%s", run).isZero();
    return run.out();
  }

  private String failed(String... arguments) {
    CommandRun run = run(arguments);
    assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
    assertThat(run.err()).startsWith("error: ").hasLineCount(1);
    return run.err();
  }

  private static Map<?, ?> json(String text) {
    return (Map<?, ?>) Objects.requireNonNull(TaggedJson.read(text));
  }

  @Test
  void versions_areListedTheNewestFirst() {
    Map<?, ?> object = json(done("versions", "a", "--json"));
    List<?> versions = (List<?>) Objects.requireNonNull(object.get("versions"));
    Map<?, ?> newest = (Map<?, ?>) versions.getFirst();
    assertThat(newest.get("version")).isEqualTo("1.10.0");
    assertThat(newest.get("author")).isEqualTo("Ada");
    assertThat(newest.get("message")).isEqualTo("why");
    assertThat(newest.get("current")).isEqualTo(true);
    assertThat(String.valueOf(newest.get("hash"))).hasSize(64);
    assertThat(done("versions", "a")).contains("1.10.0 *").contains("1.9.0");
    assertThat(failed("versions", "nobody")).contains("No template 'nobody'");
    assertThat(run("versions", "a@1.9.0").exitCode()).isEqualTo(2);
  }

  @Test
  void bump_inDatabaseAndFile_raisesTheNumber() throws IOException {
    assertThat(done("bump", "a", "--minor")).contains("a is now 1.11.0");
    Path file = folder.resolve("b.yaml");
    Files.writeString(file, "# note\nid: b\nversion: '1.0'  # old\ntemplate: x\n");
    done("bump", file.toString(), "--patch");
    assertThat(file).hasContent("# note\nid: b\nversion: 1.0.1  # old\ntemplate: x\n");
    Files.writeString(file, "id: b # no version\ntemplate: x\n");
    done("bump", file.toString(), "--major");
    assertThat(file).hasContent("id: b # no version\nversion: 1.0.0\ntemplate: x\n");
    Files.writeString(file, "{id: b, version: 2.0.0, template: x}");
    done("bump", file.toString(), "--minor");
    assertThat(Files.readString(file)).contains("2.1.0");
    assertThat(run("bump", "a").exitCode()).isEqualTo(2);
    assertThat(run("bump", "a", "--minor", "--patch").exitCode()).isEqualTo(2);
    Files.writeString(file, "id: b\nversion: draft\ntemplate: x\n");
    assertThat(CommandRun.of("bump", file.toString(), "--minor").err()).contains("'draft'");
  }

  @Test
  void label_movedAndRolledBack_isWhatGetPrints() {
    done("label", "a", "production", "1.9.0", "-m", "first");
    assertThat(done("get", "a@production")).isEqualTo("nine");
    done("label", "a", "production", "1.10.0");
    assertThat(done("get", "a@production")).isEqualTo("ten");
    assertThat(done("rollback", "a", "production")).contains("is back on 1.9.0");
    assertThat(done("get", "a@production")).isEqualTo("nine");
    assertThat(failed("rollback", "a", "production")).contains("named no other version before");
    assertThat(done("history", "a", "production")).contains("rollback").contains("first");
    List<?> moves =
        (List<?>) Objects.requireNonNull(json(done("history", "a", "--json")).get("moves"));
    assertThat(moves).hasSize(3);
    assertThat(done("labels", "a")).contains("production").contains("1.9.0");
    assertThat(failed("get", "a@production", "--as-of", "2020-01-01")).contains("has no label");
    assertThat(done("get", "a@production", "--as-of", "2999-01-01")).isEqualTo("nine");
    assertThat(failed("get", "a@production", "--as-of", "yesterday")).contains("is no time");
    done("label", "a", "production", "--remove");
    assertThat(failed("get", "a@production")).contains("No version 'production'");
    assertThat(failed("history", "a", "never")).contains("never had a label");
  }

  @Test
  void label_ofBadInput_saysWhatIsWrong() {
    assertThat(failed("label", "a", "production", "9.9")).contains("No version '9.9'");
    assertThat(failed("label", "a", "1.9.0", "1.9.0")).contains("it looks like a version");
    assertThat(failed("label", "a", "production", "1.9.0=90", "1.10.0=20")).contains("sum to 110");
    assertThat(failed("label", "nobody", "production", "1")).contains("No template 'nobody'");
    assertThat(run("label", "a", "production").exitCode()).isEqualTo(2);
    assertThat(run("label", "a", "production", "1.9.0", "--remove").exitCode()).isEqualTo(2);
  }

  @Test
  void guard_onALabel_refusesUnlessForced() throws IOException {
    done("label", "a", "production", "1.9.0");
    assertThat(done("guard", "production")).contains("is guarded");
    save("id: a\nversion: 2.0.0\ninputs: {x: {type: string}}\ntemplate: '{{ x }}'\n");
    assertThat(failed("label", "a", "production", "2.0.0"))
        .contains("the input 'x' is new, required and has no default");
    assertThat(failed("release", "r", "production", "a@2.0.0")).contains("breaks its callers");
    done("label", "a", "production", "2.0.0", "--force");
    assertThat(done("labels")).contains("guarded: production");
    assertThat(done("guard", "production", "--off")).contains("is not guarded");
  }

  @Test
  void release_ofALabel_takesWhatAnotherOneNames() throws IOException {
    save("id: b\nversion: 1.0.0\ntemplate: b\n");
    done("label", "a", "staging", "1.10.0");
    done("label", "b", "staging", "1.0.0");
    assertThat(done("release", "2026-03", "production", "--from", "staging"))
        .contains("Released 2026-03: production of 2 templates");
    assertThat(done("history", "b", "production")).contains("[2026-03]");
    assertThat(failed("release", "r", "production", "a@1.9.0", "b@7")).contains("'7'");
    assertThat(done("get", "a@production")).isEqualTo("ten");
    assertThat(run("release", "r", "production").exitCode()).isEqualTo(2);
    assertThat(failed("release", "r", "production", "--from", "never")).contains("No template has");
  }

  @Test
  void render_ofALabel_reportsWhereItCameFrom() throws IOException {
    save(
        "id: c\nversion: 1.0.0\nmetadata: {model: small-1}\ntemplate: [{role: user, content: \"{% include 'a@production' %}\"}]\n");
    done("label", "a", "production", "1.9.0=50", "1.10.0=50");
    done("label", "c", "production", "1.0.0");
    String first = done("render", "c@production", "--key", "u1", "--json");
    assertThat(done("render", "c@production", "--key", "u1", "--json")).isEqualTo(first);
    Map<?, ?> object = json(first);
    assertThat(object.get("label")).isEqualTo("production");
    assertThat(object.get("key")).isEqualTo("u1");
    assertThat(object.get("bucket")).isInstanceOf(Number.class);
    assertThat(object.get("model")).isEqualTo(Map.of("name", "small-1"));
    assertThat(TaggedJson.write(object.get("messages"))).contains("\"role\":\"user\"");
    assertThat(TaggedJson.write(object.get("includes"))).contains("\"reference\":\"a@production\"");
  }

  @Test
  void diff_ofTwoVersions_isUnifiedOrJson() throws IOException {
    CommandRun run = run("diff", "a", "1.9.0", "1.10.0");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("--- a@1.9.0").contains("-nine").contains("+ten");
    done("label", "a", "production", "1.10.0");
    assertThat(run("diff", "a", "production").exitCode()).isZero();
    Map<?, ?> object = json(run("diff", "a", "1.9.0", "production", "--json").out());
    assertThat(object.get("equal")).isEqualTo(false);
    assertThat(object.get("after")).isEqualTo("1.10.0");
    assertThat(failed("diff", "a", "nope")).contains("No version 'nope'");
  }

  @Test
  void search_byWordsAndOptions_findsThem() throws IOException {
    save(
        "id: mail/b\nmetadata: {tags: [billing], owner: support}\ntemplate: Dear {{ customer }}, ten\n");
    assertThat(done("search", "TEN", "--json")).contains("\"a\"").contains("mail/b");
    assertThat(done("search", "ten", "dear")).contains("mail/b").doesNotContain(" a ");
    assertThat(done("list", "--tag", "billing")).contains("mail/b");
    assertThat(done("list", "--search", "ten", "--prefix", "mail/")).contains("mail/b");
    assertThat(done("search", "--variable", "customer", "--field", "owner=support"))
        .contains("mail/b");
    assertThat(run("search", "nowhere").err()).contains("has all that");
    assertThat(run("search", "ten", "--limit", "1").err()).contains("--after a continues");
    assertThat(run("search").exitCode()).isEqualTo(2);
  }

  @Test
  void pin_comparedLater_namesWhatChanged() throws IOException {
    Path pins = folder.resolve("pins.jsonl");
    Files.writeString(pins, done("pin"));
    assertThat(pins).content().contains("\"version\":\"1.10.0\"");
    assertThat(done("pin", "--check", pins.toString())).contains("All 1 versions");
    Files.writeString(folder.resolve("t.yaml"), "id: a\nversion: 1.10.0\ntemplate: other\n");
    done("save", "--replace", folder.resolve("t.yaml").toString());
    assertThat(run("pin", "--check", pins.toString()).out()).contains("a@1.10.0 was replaced");
    done("delete", "a");
    assertThat(run("pin", "--check", pins.toString()).out()).contains("a@1.10.0 was deleted");
    Files.writeString(pins, "x\n");
    assertThat(failed("pin", "--check", pins.toString())).contains("no JSON");
  }

  @Test
  void backup_withKeep_rotates() throws IOException {
    Path backups = folder.resolve("backups");
    for (int i = 0; i < 3; i++) {
      done("backup", backups.toString(), "--keep", "2");
    }
    try (java.util.stream.Stream<Path> kept = Files.list(backups)) {
      assertThat(kept).hasSize(2);
    }
    assertThat(run("backup", backups.toString(), "--keep", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void import_ofSeveralFiles_takesThemAllAndNamesTheOneThatIsWrong() throws IOException {
    Path prompty = folder.resolve("basic.prompty");
    Files.writeString(prompty, "---\nsample: {q: x}\n---\nsystem:\n{{q}}\n");
    Path yaml = folder.resolve("one.yaml");
    Files.writeString(yaml, "id: one\ntemplate: x\n");
    Path lines = folder.resolve("two.jsonl");
    Files.writeString(lines, "{\"id\": \"two\", \"template\": \"y\"}\n{\n");
    CommandRun run = run("import", prompty.toString(), yaml.toString(), lines.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out() + run.err())
        .contains("two.jsonl, line 2")
        .contains("Imported 3 templates");
    assertThat(done("get", "one")).isEqualTo("x");
    assertThat(run("import").exitCode()).isEqualTo(2);
  }

  @Test
  void delete_bySomeone_isSignedInTheHistoryOfItsLabels() {
    done("label", "a", "production", "1.10.0");
    done("delete", "a", "--author", "Ada", "-m", "retired");
    assertThat(done("history", "a", "production")).contains("remove", "Ada", "retired");
  }

  @Test
  void bump_ofAFileThatIsNotThere_saysSo() {
    assertThat(failed("bump", "./none.yaml", "--patch")).contains("There is no file ./none.yaml");
    assertThat(run("bump", "a").err()).startsWith("error: Missing required argument");
  }

  @Test
  void import_ofPrompty_isATemplate() throws IOException {
    Path file = folder.resolve("basic.prompty");
    Files.writeString(file, "---\nsample: {q: x}\n---\nsystem:\nBe brief.\nuser:\n{{q}}\n");
    assertThat(done("import", file.toString())).contains("Imported 1");
    assertThat(done("render", "basic", "--set", "q=Why", "--json")).contains("\"role\":\"user\"");
    assertThat(done("get", "a", "--image")).isEqualTo("ten");
    assertThat(failed("delete", "a", "--image")).contains("An image is only read");
  }

  @Test
  void label_inAFolder_saysThatItNeedsADatabase() throws IOException {
    Path prompts = Files.createDirectory(folder.resolve("prompts"));
    Files.writeString(prompts.resolve("a.yaml"), "{id: a, template: x}");
    Path config = folder.resolve("fulgur.yaml");
    Files.writeString(config, "registry: local\nprompt_dir: " + prompts + "\n");
    CommandRun run = CommandRun.of("labels", "--config", config.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("has no labels; they are kept in a database");
  }
}
