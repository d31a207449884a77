package dev.fulgur.prompts.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.watch.FolderWatch.Change;
import dev.fulgur.prompts.watch.FolderWatch.Deleted;
import dev.fulgur.prompts.watch.FolderWatch.Failed;
import dev.fulgur.prompts.watch.FolderWatch.Saved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderWatchTest {
  @TempDir private Path temporary;
  private Path prompts = Path.of("");
  private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();

  @BeforeEach
  void makeFolder() throws IOException {
    prompts = Files.createDirectory(temporary.resolve("prompts"));
  }

  @Test
  void watch_ofAFolder_keepsADatabaseInStep() throws Exception {
    write("a.yaml", "id: a\ntemplate: one\n");
    try (LmdbRegistry database = LmdbRegistry.open(temporary.resolve("db"))) {
      database.save(TemplateSpec.of("mine", "stays"));
      try (FolderWatch _ =
          FolderWatch.start(prompts, database, Duration.ofMillis(20), changes::add)) {
        assertThat(next()).isEqualTo(new Saved("a.yaml", "a", "0.1.0"));

        write("a.yaml", "id: a\ntemplate: another text\n");
        assertThat(next()).isEqualTo(new Saved("a.yaml", "a", "0.1.0"));
        assertThat(database.load("a").template()).isEqualTo("another text");

        Files.createDirectories(prompts.resolve("deep/er"));
        write("deep/er/b.yaml", "id: b\nversion: '2'\ntemplate: two\n");
        assertThat(next()).isEqualTo(new Saved("deep/er/b.yaml", "b", "2"));

        write("deep/er/b.yaml", "id: b\nversion: '2'\n");
        assertThat(next())
            .isInstanceOfSatisfying(
                Failed.class, failed -> assertThat(failed.path()).isEqualTo("deep/er/b.yaml"));
        assertThat(database.load("b").template()).isEqualTo("two");

        Files.delete(prompts.resolve("a.yaml"));
        assertThat(next()).isEqualTo(new Deleted("a.yaml", "a"));
        assertThat(database.ids()).containsExactly("b", "mine");

        Files.delete(prompts.resolve("deep/er/b.yaml"));
        assertThat(next()).isEqualTo(new Deleted("deep/er/b.yaml", "b"));
        assertThat(database.ids()).containsExactly("mine");
      }
      assertThat(database.store().check().problems()).isEmpty();
    }
  }

  @Test
  void watch_ofAMovedFile_deletesNothing() throws Exception {
    write("a.yaml", "id: a\ntemplate: one\n");
    try (LmdbRegistry database = LmdbRegistry.open(temporary.resolve("db"));
        FolderWatch _ = FolderWatch.start(prompts, database, Duration.ofMillis(20), changes::add)) {
      assertThat(next()).isInstanceOf(Saved.class);
      Files.move(prompts.resolve("a.yaml"), prompts.resolve("z.yaml"));
      write("c.yaml", "id: c\ntemplate: three\n");
      assertThat(next()).isEqualTo(new Saved("c.yaml", "c", "0.1.0"));
      Files.delete(prompts.resolve("z.yaml"));
      assertThat(next()).isEqualTo(new Deleted("z.yaml", "a"));
      assertThat(database.ids()).containsExactly("c");
    }
  }

  @Test
  void start_ofAFolderWithMistakes_tellsOfThem() throws Exception {
    write("bad.yaml", "id: [\n");
    write("one.yaml", "id: x\ntemplate: one\n");
    write("two.yaml", "id: x\ntemplate: two\n");
    try (FolderWatch _ = FolderWatch.start(prompts, null, Duration.ofMillis(20), changes::add)) {
      assertThat(changes).extracting(Change::path).containsExactly("bad.yaml", "two.yaml");
    }
  }

  private void write(String path, String text) throws IOException {
    Path whole = Files.writeString(temporary.resolve("being-written"), text);
    Files.move(whole, prompts.resolve(path), StandardCopyOption.REPLACE_EXISTING);
  }

  private Change next() throws InterruptedException {
    Change change = changes.poll(30, TimeUnit.SECONDS);
    assertThat(change).as("a change within half a minute").isNotNull();
    return Objects.requireNonNull(change);
  }
}
