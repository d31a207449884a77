package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.tracker.FileEntry;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolEntry;
import dev.fulgur.tracker.Tracker;
import dev.fulgur.tracker.sqlite.SqliteTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs of the tracker, as a script would run them.
final class TrackerVerbsTest {

  private final Path folder;
  private final Path tree;
  private final String db;

  TrackerVerbsTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
    this.tree = this.folder.resolve("tree");
    this.db = this.folder.resolve("deep/er/db").toString();
  }

  private void write(String name, String text) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private void index() throws IOException {
    write(
        "auth/Login.java",
        "class Login {\n  // TODO: more\n  void enter() {}\n  void leave() {}\n}\n");
    write("app.py", "def enter():\n    pass\n");
    write("Bad.java", "class Bad {{{\n");
    write("data.bin", "a\0b");
    CommandRun run = run("index", tree.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(
        Stream.concat(Arrays.stream(arguments), Stream.of("--db", db)).toArray(String[]::new));
  }

  private Map<?, ?> json(String... arguments) {
    CommandRun run =
        run(Stream.concat(Arrays.stream(arguments), Stream.of("--json")).toArray(String[]::new));
    assertThat(run.out().strip().lines()).as(run.err()).hasSize(1);
    return (Map<?, ?>) Objects.requireNonNull(TaggedJson.read(run.out()));
  }

  private static List<?> list(Map<?, ?> map, String key) {
    return (List<?>) Objects.requireNonNull(map.get(key));
  }

  private static List<Object> each(List<?> maps, String key) {
    return maps.stream().<Object>map(map -> String.valueOf(((Map<?, ?>) map).get(key))).toList();
  }

  @Test
  void index_ofATree_saysWhatItDid_andReadsItOnce() throws IOException {
    index();
    CommandRun again = run("index", tree.toString());
    assertThat(again.exitCode()).isZero();
    assertThat(again.out())
        .contains("4 files: 0 indexed with 0 symbols, 3 unchanged, 0 deleted.")
        .contains("1 that are no text");
    Files.delete(tree.resolve("app.py"));
    write("auth/Login.java", "class Login { void changed() {} void more() {} void most() {} }\n");
    Map<?, ?> report = json("index", tree.toString());
    assertThat(report.get("indexed")).isEqualTo(1L);
    assertThat(report.get("deleted")).isEqualTo(1L);
    assertThat(report.get("binary")).isEqualTo(1L);
    assertThat(report.get("complete")).isEqualTo(true);
    assertThat(Files.size(Path.of(db + ".blobs"))).isPositive();
  }

  @Test
  void index_withProblems_namesEachInOneLine_andGoesOn() throws IOException {
    write("Bad.java", "class Bad {{{\n");
    Files.createSymbolicLink(tree.resolve("loop"), tree);
    CommandRun run = run("index", tree.toString(), "--no-blobs");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err().lines()).hasSize(2).allMatch(line -> line.startsWith("warning: "));
    assertThat(run.out()).contains("Problems: {link_cycle=1, syntax=1}.");
    assertThat(Files.exists(Path.of(db + ".blobs"))).isFalse();
  }

  @Test
  void index_ofATreeWithTheTrackerInIt_leavesThatOut() throws IOException {
    write("a.txt", "x");
    String inside = tree.resolve("known").toString();
    for (long indexed : List.of(1L, 0L)) {
      CommandRun run = CommandRun.of("index", tree.toString(), "--db", inside);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .contains("1 file: %d indexed".formatted(indexed))
          .doesNotContain("Left out");
    }
    assertThat(Files.size(Path.of(inside + ".blobs"))).isEqualTo(1);
  }

  @Test
  void index_ofWhatIsNoTree_isOneSentence() throws IOException {
    write("file.txt", "x");
    for (String wrong : List.of("missing", "file.txt")) {
      CommandRun run = run("index", tree.resolve(wrong).toString());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).startsWith("error: ").contains(wrong).doesNotContain("Exception");
    }
    assertThat(run("index", tree.toString(), "--jobs", "0").exitCode()).isEqualTo(2);
    assertThat(run("index").exitCode()).isEqualTo(2);
    Path rules = Files.writeString(folder.resolve("my.rules"), "context:x nowhere y\n");
    CommandRun badRules = run("index", tree.toString(), "--rules", rules.toString());
    assertThat(badRules.exitCode()).isEqualTo(2);
    assertThat(badRules.err()).contains("Line 1").contains("my.rules");
  }

  @Test
  void symbols_byName_areFoundExactly_byPrefix_byPart_andByKind() throws IOException {
    index();
    assertThat(each(list(json("symbols", "enter"), "symbols"), "kind"))
        .containsExactly("function", "method");
    assertThat(each(list(json("symbols", "enter", "--kind", "method"), "symbols"), "container"))
        .containsExactly("Login");
    assertThat(each(list(json("symbols", "Lo", "--prefix"), "symbols"), "name"))
        .containsExactly("Login");
    assertThat(each(list(json("symbols", "EA", "--contains"), "symbols"), "name"))
        .containsExactly("leave");
    assertThat(list(json("symbols", "e", "--contains", "--limit", "1"), "symbols")).hasSize(1);
    CommandRun table = run("symbols", "enter");
    assertThat(table.out()).contains("name").contains("auth/Login.java:3");
    assertThat(run("symbols", "x", "--prefix", "--contains").exitCode()).isEqualTo(2);
  }

  /// An answer that is empty is an answer; a single thing that is not there is a failure.
  @Test
  void listsAndSearches_thatFindNothing_areDoneAndSaySo() throws IOException {
    index();
    for (List<String> question :
        List.of(
            List.of("symbols", "nothing"),
            List.of("symbols", "nothing", "--contains"),
            List.of("memory", "search", "nothing"),
            List.of("files", "--context", "nothing"),
            List.of("files", "--under", tree.resolve("nothing").toString()),
            List.of("threads", "--session", "nothing"))) {
      CommandRun none = run(question.toArray(String[]::new));
      assertThat(none.exitCode()).as("%s", question).isZero();
      assertThat(none.out()).as("%s", question).isEmpty();
      assertThat(none.err()).as("%s", question).hasLineCount(1);
      Map<?, ?> answer = json(question.toArray(String[]::new));
      assertThat(answer.containsValue(List.of())).as("%s", question).isTrue();
    }
    assertThat(run("outline", "nothing").exitCode()).isEqualTo(1);
    assertThat(run("memory", "show", "nothing").exitCode()).isEqualTo(1);
    assertThat(run("symbols", "--help").out()).contains("Exit codes:").contains("found nothing");
  }

  @Test
  void files_areListed_byContext_recency_folder_andStaleness() throws IOException {
    index();
    assertThat(list(json("files"), "files")).hasSize(3);
    assertThat(each(list(json("files", "--context", "context:auth"), "files"), "path"))
        .containsExactly(tree.resolve("auth/Login.java").toString());
    assertThat(list(json("files", "--recent", "--limit", "2"), "files")).hasSize(2);
    assertThat(list(json("files", "--under", tree.resolve("auth").toString()), "files")).hasSize(1);
    write("new.py", "x = 1\n");
    write("auth/Login.java", "class Login { int another; int size; int than; int before; }\n");
    Map<?, ?> stale = json("files", "--stale", tree.toString());
    assertThat(list(stale, "stale").stream().map(String::valueOf))
        .containsExactly(
            tree.resolve("auth/Login.java").toString(), tree.resolve("new.py").toString());
    assertThat(json("files", "--stale", tree.toString(), "--ext", ".rs").get("total"))
        .isEqualTo(0L);
    assertThat(run("files", "--recent", "--context", "x").exitCode()).isEqualTo(2);
    assertThat(run("files", "--ext", ".py").exitCode()).isEqualTo(2);
    run("index", tree.toString());
    assertThat(run("files", "--stale", tree.toString()).err()).contains("Everything is indexed");
  }

  @Test
  void outline_ofAFile_showsItsSymbolsInOrder() throws IOException {
    index();
    String file = tree.resolve("auth/Login.java").toString();
    assertThat(each(list(json("outline", file), "symbols"), "name"))
        .containsExactly("Login", "// TODO: more", "enter", "leave");
    assertThat(run("outline", file).out()).contains("1-5  class Login").contains("method");
    CommandRun unknown = run("outline", tree.resolve("data.bin").toString());
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("is not known");
  }

  @Test
  void memories_areAdded_searched_andShown() {
    Map<?, ?> added =
        json("memory", "add", "The Parser is not\nthread-safe", "--tag", "a_b", "--tag", "größe");
    String id = String.valueOf(added.get("id"));
    assertThat(id).matches("mem:[0-9a-f]{8}");
    assertThat(run("memory", "add", "other", "--id", "mine", "--task", "t").exitCode()).isZero();
    assertThat(each(list(json("memory", "search", "parser"), "memories"), "id"))
        .containsExactly(id);
    assertThat(each(list(json("memory", "search", "--tag", "größe"), "memories"), "id"))
        .containsExactly(id);
    assertThat(list(json("memory", "search", "--tag", "axb"), "memories")).isEmpty();
    assertThat(each(list(json("memory", "search", "--task", "t"), "memories"), "id"))
        .containsExactly("mine");
    assertThat(list(json("memory", "search"), "memories")).hasSize(2);
    assertThat(run("memory", "show", id).out()).contains("The Parser is not");
    assertThat(run("memory", "show", "none").exitCode()).isEqualTo(1);
    assertThat(run("memory").exitCode()).isEqualTo(2);
  }

  @Test
  void oldTracker_isMigrated_verified_andShadowed() throws IOException {
    Path old = folder.resolve("tracker.db");
    try (Tracker tracker = SqliteTracker.open(old, () -> 1_000)) {
      tracker.files().upsert("/a.py", 1, 1, new FileEntry("h", Span.NONE, 5, List.of("context:x")));
      for (int i = 0; i < 30; i++) {
        tracker
            .symbols()
            .upsert(new SymbolEntry("/a.py", "s" + i, "method", i, null, Span.NONE, i, null));
      }
      tracker.threads().create("session", "title", null);
      tracker.threads().deactivate(tracker.threads().create("session", "ended", null).id());
    }
    CommandRun migrated = CommandRun.of("tracker", "migrate", "--from", old.toString(), "--to", db);
    assertThat(migrated.exitCode()).as(migrated.err()).isZero();
    assertThat(migrated.out()).contains("Verified: every record of the source is there");
    assertThat(run("tracker", "verify", "--from", old.toString()).exitCode()).isZero();
    assertThat(run("tracker", "stats").out()).contains("symbols").contains("30");
    assertThat(
            ((Map<?, ?>) Objects.requireNonNull(json("tracker", "stats").get("counts")))
                .get("symbols"))
        .isEqualTo(30L);
    assertThat(each(list(json("threads"), "threads"), "title")).containsExactly("title");
    assertThat(each(list(json("threads", "--session", "session"), "threads"), "title"))
        .containsExactly("title");
    assertThat(list(json("threads", "--session", "session", "--all"), "threads")).hasSize(2);
    assertThat(list(json("threads", "--session", "session", "--all", "--limit", "1"), "threads"))
        .hasSize(1);
    assertThat(list(json("threads", "--session", "none"), "threads")).isEmpty();
    assertThat(json("tracker", "stats").get("checkpoint")).isNull();
    CommandRun help = CommandRun.of("tracker", "migrate", "--help");
    assertThat(help.out()).contains("--to, --db=DB").contains("--from tracker.db --to");

    CommandRun twice = CommandRun.of("tracker", "migrate", "--from", old.toString(), "--to", db);
    assertThat(twice.exitCode()).isEqualTo(1);
    assertThat(twice.err()).contains("into an empty one");

    Path log =
        Files.writeString(
            folder.resolve("ops.ndjson"),
            """
            {"split": 1}
            {"t": 2000, "m": "set_metadata", "a": {"key": "k", "value": "v"}}
            {"t": 2001, "m": "touch_thread", "a": {"thread_id": 1}}
            not json
            {"t": 2002, "m": "no_such_method", "a": {}}
            """);
    CommandRun shadow =
        run("tracker", "verify", "--from", old.toString(), "--shadow", log.toString());
    assertThat(shadow.exitCode()).as(shadow.err()).isZero();
    assertThat(shadow.out()).contains("none differs");

    CommandRun replayed = run("tracker", "replay", log.toString());
    assertThat(replayed.exitCode()).isEqualTo(1);
    assertThat(replayed.out()).contains("2 writes made, 2 lines left out.");
    assertThat(replayed.err()).contains("Line 4").contains("Line 5");

    CommandRun differs = run("tracker", "verify", "--from", old.toString());
    assertThat(differs.exitCode()).isEqualTo(1);
    assertThat(differs.out()).contains("differs");
    assertThat(differs.err())
        .contains("Of metadata the source has 0 records, the tracker 1, of which 0");
    assertThat(run("tracker", "replay", log.toString(), "--batch", "0").exitCode()).isEqualTo(2);
    assertThat(run("tracker").exitCode()).isEqualTo(2);
  }

  @Test
  void migrate_ofWhatIsNoTracker_isOneSentence_andMakesNothing() throws IOException {
    Path noise = Files.writeString(folder.resolve("noise.db"), "no database, ".repeat(500));
    for (String from : List.of(noise.toString(), folder.resolve("none.db").toString())) {
      CommandRun run = CommandRun.of("tracker", "migrate", "--from", from, "--to", db);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).contains(from);
    }
    assertThat(Files.exists(Path.of(db))).isFalse();
  }

  @Test
  void readVerbs_withoutATracker_sayWhatToDo() {
    for (List<String> verb :
        List.of(
            List.of("symbols", "x"),
            List.of("files"),
            List.of("outline", "x"),
            List.of("memory", "search"),
            List.of("threads"),
            List.of("tracker", "stats"))) {
      CommandRun run = run(verb.toArray(String[]::new));
      assertThat(run.exitCode()).as(verb.toString()).isEqualTo(1);
      assertThat(run.err()).contains("there is no tracker in").contains("fulgur index");
    }
    assertThat(Files.exists(Path.of(db))).isFalse();
  }
}
