package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.tracker.TrackerException.BadSource;
import dev.fulgur.tracker.migrate.LmdbSource;
import dev.fulgur.tracker.migrate.Migration;
import dev.fulgur.tracker.migrate.Source;
import dev.fulgur.tracker.migrate.SqliteSource;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationTest {

  @TempDir Path folder;

  /// A part of what the original wrote.
  private Path sqlite() throws IOException {
    return Oracle.file("small.db.gz", folder);
  }

  private Path lmdb() throws IOException {
    Path environment = Files.createDirectories(folder.resolve("old.lmdb"));
    Files.write(environment.resolve("data.mdb"), Oracle.bytes("small.mdb.gz"));
    return environment;
  }

  private StoreTracker target(String name) {
    return StoreTracker.open(folder.resolve(name));
  }

  private static void change(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  @Test
  void migration_ofSqlite_carriesEveryRecord() throws Exception {
    Path file = sqlite();
    byte[] before = Files.readAllBytes(file);
    try (Source source = SqliteSource.open(file);
        StoreTracker target = target("new")) {
      Migration.Report report = Migration.run(source, target, progress -> {});
      assertThat(report.differences()).isEmpty();
      assertThat(report.problems()).isEmpty();
      assertThat(report.orphans()).isNotEmpty(); // a part of the files, and so symbols without them
      assertThat(target.counts()).isEqualTo(report.counts());
      assertThat(report.counts().get(Entity.Kind.SYMBOLS)).isGreaterThan(500);
      assertThat(report.counts().values()).allMatch(count -> count > 0);
      // Ids go on behind the last that was given.
      assertThat(target.threads().create("s", "t", null).id()).isEqualTo(121);
      assertThat(target.store().check().problems()).isEmpty();
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(names(folder)).containsExactly("new", "small.db");
  }

  @Test
  void migration_ofLmdb_carriesEveryRecord() throws Exception {
    try (Source source = LmdbSource.open(lmdb());
        StoreTracker target = target("new")) {
      Migration.Report report = Migration.run(source, target, progress -> {});
      assertThat(report.differences()).isEmpty();
      assertThat(report.problems()).isEmpty();
      assertThat(target.counts()).isEqualTo(report.counts());
      assertThat(report.counts().values()).allMatch(count -> count > 0);
      assertThat(target.store().check().problems()).isEmpty();
    }
  }

  @Test
  void migration_cutShort_goesOnWhereItWas() throws Exception {
    try (Source source = SqliteSource.open(sqlite());
        StoreTracker target = target("new")) {
      Source dying = new DyingSource(source, Entity.Kind.SYMBOLS, 300);
      assertThatThrownBy(() -> Migration.run(dying, target, progress -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("dead");
      assertThat(target.files().count()).isPositive();
      Migration.Report report = Migration.run(source, target, progress -> {});
      assertThat(report.differences()).isEmpty();
      assertThat(target.counts()).isEqualTo(report.counts());
    }
  }

  @Test
  void migration_intoATrackerWithRecords_isRefused() throws Exception {
    try (Source source = SqliteSource.open(sqlite());
        StoreTracker target = target("new")) {
      target.metadata().set("mine", "1");
      assertThatThrownBy(() -> Migration.run(source, target, progress -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("empty");
      assertThat(target.metadata().get("mine")).isEqualTo("1");
    }
  }

  @Test
  void verify_afterAChange_namesIt() throws Exception {
    try (Source source = SqliteSource.open(sqlite());
        StoreTracker target = target("new")) {
      Migration.run(source, target, progress -> {});
      FileRecord first = target.files().list(null, 1).getFirst();
      target.files().put(first.withVector(new Span(1, 2)));
      target.memories().delete(target.memories().recent(1).getFirst().id());
      target.metadata().set("more", "1");
      List<String> differences = Migration.verify(source, target, progress -> {});
      assertThat(differences)
          .anyMatch(line -> line.contains(first.path()))
          .anyMatch(line -> line.contains("the tracker lacks"))
          .anyMatch(line -> line.contains("metadata"));
    }
  }

  @Test
  void migration_ofAnOlderSchema_readsMissingColumnsAsNull() throws Exception {
    Path file = sqlite();
    change(
        file,
        "DROP INDEX idx_files_contexts",
        "ALTER TABLE files DROP COLUMN detected_contexts",
        "ALTER TABLE files DROP COLUMN vector_offset",
        "ALTER TABLE files DROP COLUMN vector_length",
        "ALTER TABLE symbols DROP COLUMN vector_offset",
        "ALTER TABLE symbols DROP COLUMN vector_length",
        "DROP TABLE thread_tools");
    try (Source source = SqliteSource.open(file);
        StoreTracker target = target("new")) {
      Migration.Report report = Migration.run(source, target, progress -> {});
      assertThat(report.differences()).isEmpty();
      assertThat(report.problems()).isEmpty();
      assertThat(report.counts()).containsEntry(Entity.Kind.THREAD_TOOLS, 0L);
      FileRecord first = target.files().list(null, 1).getFirst();
      assertThat(first.vector()).isNull();
      assertThat(first.contexts()).isEqualTo(JsonList.ABSENT);
    }
  }

  @Test
  void migration_withARowThatIsNoRecord_leavesItOutAndGoesOn() throws Exception {
    Path file = sqlite();
    change(
        file,
        "INSERT INTO symbols (file_path, name, kind, line_start, blob_offset, blob_length, key_hash)"
            + " VALUES ('/a', 'n', 'k', 99999999999, 0, 0, 1)");
    try (Source source = SqliteSource.open(file);
        StoreTracker target = target("new")) {
      Migration.Report report = Migration.run(source, target, progress -> {});
      assertThat(report.leftOut()).isEqualTo(Map.of(Entity.Kind.SYMBOLS, 1L));
      assertThat(report.problems()).hasSize(1);
      assertThat(report.differences()).isEmpty();
    }
  }

  @Test
  void open_ofWhatIsNoTracker_saysWhatItIs() throws Exception {
    assertThat(problem(folder.resolve("none.db"))).isEqualTo(BadSource.Problem.MISSING);
    Path noise = Files.writeString(folder.resolve("noise.db"), "not a database, ".repeat(400));
    assertThat(problem(noise)).isEqualTo(BadSource.Problem.CORRUPT);
    Path other = folder.resolve("other.db");
    change(other, "CREATE TABLE things (a)");
    assertThat(problem(other)).isEqualTo(BadSource.Problem.NO_TRACKER);
    Path empty = Files.createFile(folder.resolve("empty.db"));
    assertThat(problem(empty)).isEqualTo(BadSource.Problem.NO_TRACKER);
    assertThatThrownBy(() -> LmdbSource.open(folder)).isInstanceOf(BadSource.class);
  }

  @Test
  void open_ofALockedFile_saysSo() throws Exception {
    Path file = sqlite();
    change(file, "PRAGMA journal_mode=DELETE");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertThat(problem(file)).isEqualTo(BadSource.Problem.LOCKED);
      statement.execute("ROLLBACK");
    }
  }

  @Test
  void migration_ofADamagedFile_carriesWhatCanBeRead() throws Exception {
    Path file = sqlite();
    byte[] bytes = Files.readAllBytes(file);
    // Pages in the middle are lost.
    java.util.Arrays.fill(bytes, bytes.length / 3, bytes.length / 3 + 8 * 4096, (byte) 0x5a);
    Files.write(file, bytes);
    try (Source source = SqliteSource.open(file);
        StoreTracker target = target("new")) {
      try {
        Migration.Report report = Migration.run(source, target, progress -> {});
        assertThat(report.problems()).isNotEmpty();
      } catch (BadSource e) {
        assertThat(e.problem()).isEqualTo(BadSource.Problem.CORRUPT);
      }
      assertThat(target.store().check().problems()).isEmpty();
    }
  }

  private static BadSource.Problem problem(Path file) {
    try (Source source = SqliteSource.open(file)) {
      throw new AssertionError("opened " + source);
    } catch (BadSource e) {
      assertThat(e).hasMessageContaining(file.toString());
      return e.problem();
    }
  }

  /// Fails after some records of a kind.
  private record DyingSource(Source source, Entity.Kind kind, int after) implements Source {
    @Override
    public Map<Entity.Kind, Long> counts() {
      return source.counts();
    }

    @Override
    public void forEach(
        Entity.Kind of, Predicate<? super Entity> action, Consumer<? super String> bad) {
      int[] left = {of == kind ? after : Integer.MAX_VALUE};
      source.forEach(
          of,
          entity -> {
            if (left[0]-- == 0) {
              throw new IllegalStateException("dead");
            }
            return action.test(entity);
          },
          bad);
    }

    @Override
    public Map<Entity.Kind, Long> lastIds() {
      return source.lastIds();
    }

    @Override
    public List<String> orphans() {
      return source.orphans();
    }

    @Override
    public void close() {}
  }
}
