package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C while a tree is indexed, in a process of its own.
final class IndexInterruptedTest {

  private static final int FILES = 6_000;
  private static final int METHODS = 16;

  @Test
  void indexing_endedByCtrlC_keepsWhatIsDone_andTheNextRunGoesOn(@TempDir Path folder)
      throws Exception {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    String body = "  int f(int x) { return x; }\n".repeat(METHODS);
    for (int i = 0; i < FILES; i++) {
      Files.writeString(tree.resolve("F" + i + ".java"), "class F" + i + " {\n" + body + "}\n");
    }
    Path db = folder.resolve("db");
    Process process =
        CommandProcess.start(
            List.of("-Dfulgur.terminals=err"),
            "index",
            tree.toString(),
            "--db",
            db.toString(),
            "--no-blobs");
    // The bar shows how many files are written.
    assertThat(untilSome(process.getErrorStream())).isTrue();
    CommandProcess.interrupt(process);
    process.getErrorStream().readAllBytes();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains(" unchanged or not looked at", "0 deleted");

    long done;
    try (StoreTracker tracker = StoreTracker.open(db)) {
      done = tracker.files().count();
      assertThat(done).isBetween(1L, FILES - 1L);
      assertThat(tracker.symbols().count()).isEqualTo(done * (1 + METHODS));
      assertThat(Objects.requireNonNull(tracker.checkpoints().latest()).processedFiles())
          .isEqualTo(done);
      assertThat(tracker.store().check().problems()).isEmpty();
    }
    CommandRun next = CommandRun.of("index", tree.toString(), "--db", db.toString(), "--no-blobs");
    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(next.out())
        .contains("%,d files: %,d indexed".formatted(FILES, FILES - done))
        .contains("%,d unchanged".formatted(done));
  }

  /// Reads until the bar stands above 0.
  private static boolean untilSome(InputStream bar) throws IOException {
    Pattern some = Pattern.compile("[^\\d][1-9]\\d*/" + FILES);
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[1024];
    for (int n = bar.read(buffer); n >= 0; n = bar.read(buffer)) {
      text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      if (some.matcher(text).find()) {
        return true;
      }
    }
    return false;
  }
}
