package dev.fulgur.prompts.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Oracle;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.TemplateConflict;
import dev.fulgur.prompts.TemplateFailure;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.YamlRegistry;
import dev.fulgur.store.Range;
import dev.fulgur.store.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The original's corpus taken into a database, out again, and compared both ways.
final class TransferOracleTest {
  @TempDir static Path shared;
  private static Path corpus = Path.of(".");
  private static Map<?, ?> truth = Map.of();

  @TempDir Path folder;

  @BeforeAll
  static void unpack() throws Exception {
    corpus = Oracle.corpus(Files.createDirectories(shared.resolve("corpus")));
    truth = Oracle.object("truth.json.gz");
  }

  private LmdbRegistry database(String name) {
    return LmdbRegistry.open(folder.resolve(name));
  }

  private static MigrationReport migrate(Path from, boolean overwrite, LmdbRegistry to) {
    return Migration.from(from, overwrite, ProgressListener.SILENT).into(to);
  }

  private static VerificationReport verify(Path from, LmdbRegistry database) {
    return Verification.of(from, database, ProgressListener.SILENT);
  }

  /// Every file that the original could not take: no YAML, no template, or refused when it was
  /// saved.
  private static Set<String> refusedFiles() {
    TreeSet<String> refused = new TreeSet<>();
    TreeSet<String> stored = new TreeSet<>();
    Oracle.list(truth.get("lmdb_list_ids")).forEach(id -> stored.add(String.valueOf(id)));
    Oracle.map(truth.get("files"))
        .forEach(
            (path, file) -> {
              Map<?, ?> expected = Oracle.map(file);
              if (!expected.containsKey("spec")
                  || !stored.contains(String.valueOf(expected.get("id")))) {
                refused.add(String.valueOf(path));
              }
            });
    return refused;
  }

  @Test
  void migrate_theCorpus_takesWhatTheOriginalTakesAndReportsEveryOtherFile() {
    List<String> progress = new ArrayList<>();
    try (LmdbRegistry database = database("db")) {
      MigrationReport report =
          Migration.from(corpus, false, (done, total) -> progress.add(done + "/" + total))
              .into(database);
      assertThat(database.ids()).isEqualTo(truth.get("lmdb_list_ids"));
      assertThat(report.migrated()).isEqualTo(912);
      assertThat(report.failed())
          .extracting(TemplateFailure::path)
          .containsExactlyInAnyOrderElementsOf(refusedFiles());
      assertThat(report.failed())
          .allSatisfy(failure -> assertThat(failure.reason()).isNotBlank().doesNotContain("\n"));
      assertThat(report.conflicts())
          .containsExactly(
              new TemplateConflict(
                  "dup-id", "odd/dup/one.yaml", List.of("odd/dup/three.yml", "odd/dup/two.yaml")));
      assertThat(progress).containsExactly("912/912");
      assertThat(database.store().check().problems()).isEmpty();

      VerificationReport verified = verify(corpus, database);
      assertThat(verified.verified()).isEqualTo(912);
      assertThat(verified.different()).isEmpty();
      assertThat(verified.extra()).isEmpty();
      assertThat(verified.missing())
          .extracting(TemplateFailure::path)
          .containsExactlyInAnyOrderElementsOf(refusedFiles());

      long version = database.store().version();
      MigrationReport again = migrate(corpus, false, database);
      assertThat(again.migrated()).isEqualTo(912);
      assertThat(again.failed()).hasSameSizeAs(report.failed());
      assertThat(database.store().version()).isLessThanOrEqualTo(version + 1);
    }
  }

  @Test
  void migrate_whatHasChanged_isKeptAndReportedUnlessOverwritten() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    for (String id : List.of("a", "b", "c")) {
      Files.writeString(files.resolve(id + ".yaml"), "id: " + id + "\ntemplate: one");
    }
    try (LmdbRegistry database = database("db")) {
      assertThat(migrate(files, false, database).migrated()).isEqualTo(3);
      Files.writeString(files.resolve("a.yaml"), "id: a\ntemplate: two");
      Files.writeString(files.resolve("b.yaml"), "id: b\nversion: '2'\ntemplate: two");
      Files.delete(files.resolve("c.yaml"));

      MigrationReport plain = migrate(files, false, database);
      assertThat(plain.migrated()).isEqualTo(1);
      assertThat(plain.failed()).extracting(TemplateFailure::path).containsExactly("a.yaml");
      assertThat(plain.failed().getFirst().reason()).contains("stored with another body");
      assertThat(database.load("a").template()).isEqualTo("one");
      assertThat(database.versions("b")).containsExactly("0.1.0", "2");
      VerificationReport found = verify(files, database);
      assertThat(found.extra()).containsExactly("c");
      assertThat(found.different())
          .containsExactly(new VerificationReport.Difference("a", List.of("template")));

      MigrationReport over = migrate(files, true, database);
      assertThat(over.failed()).isEmpty();
      assertThat(over.deleted()).isEqualTo(1);
      assertThat(database.ids()).containsExactly("a", "b");
      assertThat(database.load("a").template()).isEqualTo("two");
      assertThat(database.versions("b")).containsExactly("2");
      assertThat(verify(files, database).isClean()).isTrue();
      assertThat(database.store().check().problems()).isEmpty();
    }
  }

  @Test
  void migrate_aDatabaseOfTheOriginal_isTakenOverInPlaceOrCopied() throws Exception {
    Path theirs = Files.createDirectories(folder.resolve("theirs"));
    Oracle.unpack("promptlightning.mdb.gz", theirs.resolve("data.mdb"));
    try (LmdbRegistry copy = database("copy")) {
      MigrationReport report = migrate(theirs, false, copy);
      assertThat(report.migrated()).isEqualTo(912);
      assertThat(report.failed()).isEmpty();
      assertThat(copy.ids()).isEqualTo(truth.get("lmdb_list_ids"));
      assertThat(verify(theirs, copy).isClean()).isTrue();
    }
    List<TemplateSpec> before;
    try (LmdbRegistry database = LmdbRegistry.open(theirs, StoreOptions.readOnly())) {
      before = database.list(Range.all(), Integer.MAX_VALUE);
    }
    try (LmdbRegistry database = LmdbRegistry.open(theirs)) {
      assertThat(migrate(theirs, false, database).migrated()).isEqualTo(912);
      assertThat(database.list(Range.all(), Integer.MAX_VALUE)).isEqualTo(before);
      assertThat(database.versions("tpl-0669")).containsExactly("");
      assertThat(database.store().check().problems()).isEmpty();
    }
  }

  @Test
  void templateJson_everyTemplate_readsBackEqual() {
    try (LmdbRegistry database = database("db")) {
      migrate(corpus, false, database);
      for (TemplateSpec spec : database.list(Range.all(), Integer.MAX_VALUE)) {
        String line = TemplateJson.write(spec);
        assertThat(line).doesNotContain("\n");
        assertThat(TemplateJson.write(TemplateJson.read(line, spec.id()))).isEqualTo(line);
        assertThat(TemplateJson.read(line, spec.id())).isEqualTo(spec);
      }
    }
    assertThatThrownBy(() -> TemplateJson.read("{\"id\": ", "line 3"))
        .isInstanceOf(PromptException.InvalidTemplate.class)
        .hasMessageStartingWith("line 3 is no valid template");
  }

  @Test
  void yamlExport_theCorpus_readsBackEqualAndStaysInItsFolder() throws Exception {
    Path out = folder.resolve("root").resolve("out");
    try (LmdbRegistry database = database("db")) {
      migrate(corpus, false, database);
      assertThat(YamlExport.write(database, out, ProgressListener.SILENT)).isEqualTo(912);
      assertThat(verify(out, database).isClean()).isTrue();
      List<String> names = YamlRegistry.open(out).files().stream().map(f -> f.path()).toList();
      assertThat(names).hasSize(912).allSatisfy(name -> assertThat(name).doesNotContain("/"));
      assertThat(YamlExport.write(database, out, ProgressListener.SILENT)).isEqualTo(912);
      assertThat(YamlRegistry.open(out).files().stream().map(f -> f.path())).isEqualTo(names);
    }
    assertThat(folder.resolve("root")).isDirectoryNotContaining(f -> !f.endsWith("out"));
  }

  @Test
  void migrate_fromNowhere_saysSo() {
    try (LmdbRegistry database = database("db")) {
      assertThatThrownBy(() -> migrate(folder.resolve("nowhere"), false, database))
          .isInstanceOf(PromptException.Unreadable.class)
          .hasMessageContaining("nowhere is not there");
    }
  }
}
