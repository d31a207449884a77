package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs that keep a store, as an operator would run them.
final class KeepingVerbsTest {

  private final Path folder;
  private final String db;

  KeepingVerbsTest(@TempDir Path folder) {
    this.folder = folder;
    this.db = folder.resolve("db").toString();
  }

  private void fill(int count) {
    try (LmdbRegistry registry = LmdbRegistry.open(Path.of(db))) {
      for (int i = 0; i < count; i++) {
        registry.save(new TemplateSpec("t/" + i, "1.0.0", null, "Hello " + i, Map.of(), Map.of()));
      }
    }
  }

  private static Map<?, ?> json(CommandRun run) {
    return (Map<?, ?>) Objects.requireNonNull(TaggedJson.read(run.out()), run.err());
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  /// Changes one byte of a text that is in the data file.
  private void damage(String database, String text) throws IOException {
    Path data = Path.of(database, "data.mdb");
    String bytes =
        new String(Files.readAllBytes(data), java.nio.charset.StandardCharsets.ISO_8859_1);
    try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
      int at = bytes.indexOf(text);
      assertThat(at).isPositive();
      for (; at >= 0; at = bytes.indexOf(text, at + 1)) {
        file.seek(at);
        file.write('J');
      }
    }
  }

  @Test
  void check_ofAWholeStore_isCleanAndCounts() {
    fill(20);
    CommandRun run = CommandRun.of("check", "--db", db);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("clean").contains(db).endsWith(".\n");
    Map<?, ?> object = json(CommandRun.of("check", "--db", db, "--json"));
    assertThat(object.get("clean")).isEqualTo(true);
    assertThat((Long) object.get("records")).isGreaterThanOrEqualTo(40L);
    assertThat(object.get("problems")).isEqualTo(List.of());
  }

  @Test
  void check_ofADamagedRecord_namesItAndFails() throws IOException {
    fill(3);
    damage(db, "Hello 1");
    CommandRun run = CommandRun.of("check", "--db", db);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).startsWith("damaged").contains("t/1").contains("templates");
    Map<?, ?> object = json(CommandRun.of("check", "--db", db, "--json"));
    assertThat(object.get("clean")).isEqualTo(false);
    CommandRun doctor = CommandRun.of("doctor", "--db", db);
    assertThat(doctor.exitCode()).isEqualTo(1);
    assertThat(doctor.out()).contains("FAILED").contains("not fit to be used");
    assertThat(CommandRun.of("doctor", "--db", db, "--quick").exitCode()).isZero();
    CommandRun backup = CommandRun.of("backup", at("b"), "--db", db);
    assertThat(backup.exitCode()).isEqualTo(1);
    assertThat(backup.err()).contains("the copy has");
    CommandRun restore = CommandRun.of("restore", at("b"), "--db", at("new"));
    assertThat(restore.exitCode()).isEqualTo(1);
    assertThat(restore.err()).contains("damaged and nothing was restored");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void check_ofATracker_readsItsTables() {
    StoreTracker.open(Path.of(db)).close();
    CommandRun run = CommandRun.of("doctor", "--db", db);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("tracker 2").contains("fit to be used");
  }

  @Test
  void backupThenRestore_bringsEverythingBack() throws IOException {
    fill(50);
    CommandRun backup = CommandRun.of("backup", at("backups/one"), "--db", db);
    assertThat(backup.exitCode()).as(backup.err()).isZero();
    assertThat(backup.out()).contains("is now in").contains("Checked: ");
    CommandRun again = CommandRun.of("backup", at("backups/one"), "--db", db);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("never written over");
    CommandRun over = CommandRun.of("restore", at("backups/one"), "--db", db);
    assertThat(over.exitCode()).isEqualTo(1);
    assertThat(over.err()).contains("there already");
    CommandRun restore = CommandRun.of("restore", at("backups/one"), "--db", at("new"), "--json");
    assertThat(restore.exitCode()).as(restore.err()).isZero();
    assertThat(json(restore).get("restored")).isEqualTo(true);
    try (LmdbRegistry registry = LmdbRegistry.open(folder.resolve("new"))) {
      assertThat(registry.load("t/49").template()).isEqualTo("Hello 49");
    }
    try (Stream<Path> left = Files.list(folder.resolve("backups"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void compact_isSmallerAndNeverOntoItself() throws IOException {
    fill(300);
    try (LmdbRegistry registry = LmdbRegistry.open(Path.of(db))) {
      for (int i = 10; i < 300; i++) {
        registry.delete("t/" + i);
      }
    }
    CommandRun itself = CommandRun.of("compact", db, "--db", db);
    assertThat(itself.exitCode()).isEqualTo(1);
    assertThat(itself.err()).contains("never written over");
    CommandRun run = CommandRun.of("compact", at("small"), "--db", db, "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.size(folder.resolve("small/data.mdb")))
        .isLessThan(Files.size(Path.of(db, "data.mdb")));
    assertThat(json(run).get("target_bytes"))
        .isEqualTo(Files.size(folder.resolve("small/data.mdb")));
    try (LmdbRegistry registry = LmdbRegistry.open(folder.resolve("small"))) {
      assertThat(registry.metadata().count()).isEqualTo(10);
    }
  }

  @Test
  void storeThatIsNone_isOneSentence() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    for (String[] line :
        List.of(
            new String[] {"check", "--db", at("empty")},
            new String[] {"check", "--db", at("nowhere")},
            new String[] {"backup", at("b"), "--db", at("nowhere")},
            new String[] {"compact", at("b"), "--db", at("nowhere")},
            new String[] {"restore", at("empty"), "--db", at("new")},
            new String[] {"restore", at("nowhere"), "--db", at("new")},
            new String[] {"stats", "--watch", "--db", at("nowhere")})) {
      CommandRun run = CommandRun.of(line);
      assertThat(run.exitCode()).as(line[0]).isEqualTo(1);
      assertThat(run.out()).as(line[0]).isEmpty();
      assertThat(run.err()).as(line[0]).startsWith("error: ").hasLineCount(1);
    }
    CommandRun doctor = CommandRun.of("doctor", "--db", at("nowhere"), "--json");
    assertThat(doctor.exitCode()).isEqualTo(1);
    assertThat(json(doctor).get("fit")).isEqualTo(false);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve("empty"));
    }
  }

  @Test
  void doctor_ofAFitStore_namesWhatItLookedAt() {
    fill(2);
    Map<?, ?> object = json(CommandRun.of("doctor", "--db", db, "--json"));
    assertThat(object.get("fit")).isEqualTo(true);
    assertThat(((List<?>) Objects.requireNonNull(object.get("findings"))))
        .extracting(finding -> (Object) ((Map<?, ?>) finding).get("what"))
        .containsExactly("opens", "schema", "map", "disk", "readers", "content");
  }

  @Test
  void statsWatch_inAPipe_printsALineForEachLook() {
    fill(2);
    CommandRun run =
        CommandRun.of("stats", "--watch", "--times", "3", "--interval", "0.1", "--db", db);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).hasLineCount(3).doesNotContain("\u001b").contains("commits/s");
    CommandRun asJson =
        CommandRun.of(
            "stats", "--watch", "--times", "2", "--interval", "0.1", "--json", "--db", db);
    List<String> lines = asJson.out().lines().toList();
    assertThat(lines).hasSize(2);
    Map<?, ?> last = (Map<?, ?>) Objects.requireNonNull(TaggedJson.read(lines.getLast()));
    assertThat(last.get("commits_per_second")).isEqualTo(0.0);
    assertThat(CommandRun.of("stats", "--watch", "--interval", "0", "--db", db).exitCode())
        .isEqualTo(2);
  }
}
