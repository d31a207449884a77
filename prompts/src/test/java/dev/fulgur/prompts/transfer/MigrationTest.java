package dev.fulgur.prompts.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.SpecValues;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.transfer.VerificationReport.Difference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationTest {

  private final Path folder;
  private final Path yaml;
  private final LmdbRegistry database;

  MigrationTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.yaml = Files.createDirectory(folder.resolve("yaml"));
    this.database = LmdbRegistry.open(folder.resolve("db"));
  }

  @AfterEach
  void close() {
    assertThat(database.store().check().problems()).isEmpty();
    database.close();
  }

  private void write(String name, String text) throws IOException {
    Path file = yaml.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private MigrationReport migrate(boolean overwrite) {
    return Migration.from(yaml, overwrite, ProgressListener.SILENT).into(database);
  }

  private static TemplateSpec spec(String id, String version, String template) {
    return new TemplateSpec(id, version, null, template, java.util.Map.of(), java.util.Map.of());
  }

  @Test
  void versionWithAnotherBody_migrated_isKeptAndReported() throws IOException {
    database.save(spec("a", "1.0.0", "stored"));
    write("a.yaml", "{id: a, version: 1.0.0, template: from the file}");
    write("b.yaml", "{id: b, template: other}");

    MigrationReport report = migrate(false);

    assertThat(database.load("a").template()).isEqualTo("stored");
    assertThat(database.load("b").template()).isEqualTo("other");
    assertThat(report.migrated()).isEqualTo(1);
    assertThat(report.failed())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.path()).isEqualTo("a.yaml");
              assertThat(failure.id()).isEqualTo("a");
              assertThat(failure.reason()).contains("version '1.0.0' is stored with another body");
            });
  }

  @Test
  void newVersion_migrated_becomesCurrentBesideTheOld() throws IOException {
    database.save(spec("a", "1.0.0", "one"));
    write("a.yaml", "{id: a, version: 2.0.0, template: two}");

    assertThat(migrate(false).failed()).isEmpty();

    assertThat(database.load("a").template()).isEqualTo("two");
    assertThat(database.load("a", "1.0.0").template()).isEqualTo("one");
  }

  @Test
  void overwrite_replacesWithAllVersionsAndDeletesTheRest() throws IOException {
    database.save(spec("a", "0.9.0", "older"));
    database.save(spec("a", "1.0.0", "stored"));
    database.save(spec("gone", "1", "not in the folder"));
    write("a.yaml", "{id: a, version: 1.0.0, template: from the file}");

    MigrationReport report = migrate(true);

    assertThat(report.failed()).isEmpty();
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(database.ids()).containsExactly("a");
    assertThat(database.versions("a")).containsExactly("1.0.0");
    assertThat(database.load("a").template()).isEqualTo("from the file");
    assertThat(database.metadata().count()).isEqualTo(1);
    assertThat(Verification.of(yaml, database, ProgressListener.SILENT).isClean()).isTrue();
  }

  @Test
  void overwrite_withABrokenFileOfAKnownId_keepsWhatIsStoredOfIt() throws IOException {
    database.save(spec("a", "1.0.0", "stored"));
    database.save(spec("gone", "1", "not in the folder"));
    write("a.yaml", "{id: a, version: 1.0.0, template: 5}");

    MigrationReport report = migrate(true);

    assertThat(report.failed()).hasSize(1);
    assertThat(report.kept()).isFalse();
    assertThat(database.ids()).containsExactly("a");
    assertThat(database.load("a").template()).isEqualTo("stored");
  }

  @Test
  void overwrite_withAFileThatCannotBeRead_deletesNothing() throws IOException {
    database.save(spec("gone", "1", "may be what the file names"));
    write("a.yaml", "{id: a, template: x}");
    write("broken.yaml", "id: gone\n  template: [");

    MigrationReport report = migrate(true);

    assertThat(report.kept()).isTrue();
    assertThat(report.deleted()).isZero();
    assertThat(database.ids()).containsExactly("a", "gone");
  }

  @Test
  void moreThanOneBatch_migrated_tellsItsProgress() throws IOException {
    int count = Migration.BATCH + 5;
    for (int i = 0; i < count; i++) {
      write("t%04d.yaml".formatted(i), "{id: t%04d, template: text %d}".formatted(i, i));
    }
    List<String> progress = new ArrayList<>();

    MigrationReport report =
        Migration.from(yaml, false, (done, total) -> progress.add(done + "/" + total))
            .into(database);

    assertThat(report.migrated()).isEqualTo(count);
    assertThat(progress).containsExactly("1000/1005", "1005/1005");
    assertThat(database.ids())
        .isEqualTo(IntStream.range(0, count).mapToObj("t%04d"::formatted).toList());
  }

  @Test
  void missingFolder_migrated_isOneSentenceAndChangesNothing() {
    database.save(spec("a", "1", "stored"));
    assertThatThrownBy(
            () ->
                Migration.from(folder.resolve("none"), true, ProgressListener.SILENT)
                    .into(database))
        .isInstanceOf(PromptException.Unreadable.class)
        .hasMessageContaining("none");
    assertThat(database.ids()).containsExactly("a");
  }

  @Test
  void verification_ofDifferences_namesThemBothWays() throws IOException {
    write(
        "a.yaml",
        """
        id: a
        version: 1.0.0
        description: new
        template: new
        inputs: {x: {type: number, default: 1}, y: {type: string}}
        metadata: {owner: me, same: 1}
        """);
    write("missing.yaml", "{id: missing, template: x}");
    write("same.yaml", "{id: same, template: x}");
    database.save(
        SpecValues.ofYaml(
            """
            id: a
            version: 1.0.1
            template: old
            inputs: {x: {type: string, required: false, default: "1"}, z: {}}
            metadata: {owner: you, same: 1, more: null}
            """
                .getBytes(StandardCharsets.UTF_8),
            "a"));
    database.save(spec("same", TemplateSpec.DEFAULT_VERSION, "x"));
    database.save(spec("extra", "1", "x"));

    VerificationReport report = Verification.of(yaml, database, ProgressListener.SILENT);

    assertThat(report.verified()).isEqualTo(1);
    assertThat(report.extra()).containsExactly("extra");
    assertThat(report.missing()).singleElement().extracting("id").isEqualTo("missing");
    assertThat(report.different())
        .containsExactly(
            new Difference(
                "a",
                List.of(
                    "version",
                    "description",
                    "template",
                    "inputs.x.type",
                    "inputs.x.required",
                    "inputs.x.default",
                    "inputs.y",
                    "inputs.z",
                    "metadata.more",
                    "metadata.owner")));
    assertThat(report.isClean()).isFalse();
  }

  @Test
  void specValues_withADateAsDefault_areNotStorable() {
    assertThatThrownBy(
            () ->
                SpecValues.ofYaml(
                    "{id: a, template: x, metadata: {d: 2024-01-31}}"
                        .getBytes(StandardCharsets.UTF_8),
                    "a.yaml"))
        .isInstanceOf(PromptException.NotStorable.class)
        .hasMessageContaining("metadata.d");
  }
}
