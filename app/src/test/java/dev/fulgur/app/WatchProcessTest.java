package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.LmdbRegistry;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `fulgur watch` in a process of its own, ended by Ctrl-C.
final class WatchProcessTest {

  /// What a shell sees of a process that SIGINT ended.
  private static final int ENDED_BY_SIGINT = 130;

  @Test
  @Timeout(120)
  void watch_endedByCtrlC_hasToldOfEachChangeAndLeavesTheDatabaseInStep(@TempDir Path folder)
      throws Exception {
    Path prompts = Files.createDirectory(folder.resolve("prompts"));
    Files.writeString(prompts.resolve("a.yaml"), "id: a\ntemplate: one\n");
    Path db = folder.resolve("db");
    Process process =
        CommandProcess.start(
            List.of(), "watch", prompts.toString(), "--to", db.toString(), "--debounce", "50");
    try (BufferedReader out = process.inputReader();
        BufferedReader err = process.errorReader()) {
      assertThat(out.readLine()).isEqualTo("saved    a@0.1.0");
      assertThat(err.readLine()).contains("interrupt to end");
      Files.writeString(prompts.resolve("b.yaml"), "id: b\nversion: '2'\ntemplate: two\n");
      assertThat(out.readLine()).isEqualTo("saved    b@2");
      Files.writeString(prompts.resolve("a.yaml"), "id: a\ntemplate: [\n");
      assertThat(out.readLine()).startsWith("error    a.yaml: ");
      Files.delete(prompts.resolve("b.yaml"));
      assertThat(out.readLine()).isEqualTo("deleted  b");
      Files.writeString(prompts.resolve("a.yaml"), "id: a\ntemplate: three\n");
      assertThat(out.readLine()).isEqualTo("saved    a@0.1.0");
      CommandProcess.interrupt(process);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGINT);
      assertThat(out.readLine()).isNull();
      assertThat(err.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
    try (LmdbRegistry database = LmdbRegistry.open(db)) {
      assertThat(database.ids()).containsExactly("a");
      assertThat(database.load("a").template()).isEqualTo("three");
      assertThat(database.store().check().problems()).isEmpty();
    }
  }
}
