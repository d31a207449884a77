package dev.fulgur.tracker.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders and files that may not be read. The indexer runs in a process of its own: one of root is
/// started without the privilege to read everything.
final class ShutTreeTest {

  private static final String PRIVILEGES = "-dac_override,-dac_read_search";

  @TempDir Path folder;

  @Test
  void folderThatCannotBeRead_isNamed_andWhatIsKnownOfItStays() throws Exception {
    Sources sources = new Sources(Files.createDirectory(folder.resolve("tree")));
    sources.write("open/a.txt", "x");
    Path shut = Objects.requireNonNull(sources.write("shut/b.txt", "x").getParent());
    Path file = sources.write("c.txt", "x");
    Path db = folder.resolve("db");
    try (StoreTracker tracker = StoreTracker.open(db)) {
      sources.index(tracker);
    }
    sources.change("c.txt", "changed");
    Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    List<String> said;
    try {
      said = run(sources.root, db);
    } finally {
      Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
    assertThat(said)
        .containsExactlyInAnyOrder(
            "FOLDER " + shut.toRealPath() + " cannot be read: permission denied.",
            "FILE " + file.toRealPath() + " cannot be read: permission denied.",
            "failed 1, complete true");
    try (StoreTracker tracker = StoreTracker.open(db)) {
      assertThat(sources.known(tracker)).containsExactly("c.txt", "open/a.txt", "shut/b.txt");
      assertThat(tracker.store().check().problems()).isEmpty();
    }
  }

  @Test
  void rootThatCannotBeRead_isRefused() throws Exception {
    Sources sources = new Sources(Files.createDirectory(folder.resolve("tree")));
    sources.write("a.txt", "x");
    Path db = folder.resolve("db");
    Files.setPosixFilePermissions(sources.root, PosixFilePermissions.fromString("---------"));
    try {
      assertThat(run(sources.root, db)).containsExactly("AccessDeniedException " + sources.root);
    } finally {
      Files.setPosixFilePermissions(sources.root, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /// What a run in another process says.
  private List<String> run(Path root, Path db) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (mayReadEverything()) {
      Path setpriv = Path.of("/usr/bin/setpriv");
      assumeTrue(Files.isExecutable(setpriv), "root reads everything, and there is no setpriv");
      command.addAll(List.of(setpriv.toString(), "--bounding-set=" + PRIVILEGES));
      command.add("--inh-caps=" + PRIVILEGES);
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            Run.class.getName(),
            root.toString(),
            db.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return said.lines().toList();
  }

  private boolean mayReadEverything() throws IOException {
    Path probe = Files.createFile(folder.resolve("probe"));
    Files.setPosixFilePermissions(probe, PosixFilePermissions.fromString("---------"));
    return Files.isReadable(probe);
  }

  /// Indexes a tree and says what was wrong with it.
  static final class Run {
    private Run() {}

    public static void main(String[] arguments) throws IOException {
      Sources sources = new Sources(Path.of(arguments[0]));
      try (StoreTracker tracker = StoreTracker.open(Path.of(arguments[1]))) {
        IndexReport report = sources.index(tracker);
        for (Problem problem : report.problems()) {
          System.out.println(problem.kind() + " " + problem.sentence());
        }
        System.out.println("failed " + report.failed() + ", complete " + report.complete());
      } catch (java.nio.file.AccessDeniedException e) {
        System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
      }
    }
  }
}
