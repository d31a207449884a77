package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the operating system refuses, as a process meets it that is another user or in another
/// container.
final class SystemErrorsTest {

  @TempDir Path temporary;

  private Path made() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("env"));
    try (Env env = Env.open(folder, EnvOptions.DEFAULT.withMapSize(1 << 20))) {
      env.openDbi("t", DbiFlag.CREATE);
    }
    return folder;
  }

  @Test
  void filesOfAnotherUser_areEacces() throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> user =
        root ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") : List.of();
    if (root) {
      assumeRuns("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "true");
    }
    Path folder = made();
    String classPath = copiedClassPath(temporary.resolve("classes"));
    mode(temporary, "rwxr-xr-x");
    mode(folder, "r-xr-xr-x");
    mode(folder.resolve("data.mdb"), "r--r--r--");
    mode(folder.resolve("lock.mdb"), "r--r--r--");
    try {
      assertThat(run(user, classPath, folder, "write"))
          .startsWith("Os EACCES mdb_env_open")
          .contains("right to read and write");
      assertThat(run(user, classPath, folder, "nolock")).isEqualTo("read");
      mode(folder.resolve("data.mdb"), "-w--w----");
      assertThat(run(user, classPath, folder, "nolock")).startsWith("Os EACCES mdb_env_open");
    } finally {
      mode(folder, "rwx------");
    }
  }

  @Test
  void writeTransaction_inAnEnvironmentForReading_isEacces() throws Exception {
    Path folder = made();
    assertThat(run(List.of(), System.getProperty("java.class.path"), folder, "readonly"))
        .startsWith("Os EACCES mdb_txn_begin")
        .contains("open for reading only");
  }

  @Test
  void samePid_inAnotherContainer_isEagainAtTheFirstRead() throws Exception {
    List<String> container = List.of("unshare", "--pid", "--fork", "--kill-child");
    assumeRuns("unshare", "--pid", "--fork", "--kill-child", "true");
    Path folder = made();
    String classPath = System.getProperty("java.class.path");
    Process first = start(container, classPath, folder, "hold");
    try {
      assertThat(first.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("read");
      assertThat(run(container, classPath, folder, "write"))
          .startsWith("Os EAGAIN mdb_txn_begin")
          .contains("same process id");
    } finally {
      first.getOutputStream().close();
      first.onExit().join();
    }
    assertThat(run(container, classPath, folder, "write")).isEqualTo("read");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static Process start(List<String> before, String classPath, Path folder, String how)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-cp",
            classPath,
            Opener.class.getName(),
            folder.toString(),
            how));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String run(List<String> before, String classPath, Path folder, String how)
      throws IOException {
    Process process = start(before, classPath, folder, how);
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.onExit().join();
    return answer;
  }

  private static String copiedClassPath(Path folder) throws IOException {
    List<String> copies = new ArrayList<>();
    Files.createDirectories(folder);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      Path to = folder.resolve(copies.size() + "-" + from.getFileName());
      try (Stream<Path> tree = Files.exists(from) ? Files.walk(from) : Stream.of()) {
        for (Path path : tree.toList()) {
          Files.copy(path, to.resolve(from.relativize(path).toString()));
        }
      }
      copies.add(to.toString());
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.toList()) {
        mode(path, "rwxr-xr-x");
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void assumeRuns(String... command) throws InterruptedException {
    String failure;
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      failure = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0) {
        return;
      }
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
    }
    String reason = "skipped: this machine does not run " + command[0] + " (" + failure + ")";
    System.out.println(reason);
    Assumptions.abort(reason);
  }

  /// The other process: opens, reads, and says what came of it.
  static final class Opener {
    private Opener() {}

    public static void main(String[] arguments) throws IOException {
      EnvOptions options = EnvOptions.DEFAULT.withMapSize(1 << 20);
      options =
          switch (arguments[1]) {
            case "readonly" -> options.withFlags(EnvFlag.RDONLY);
            case "nolock" -> options.withFlags(EnvFlag.RDONLY, EnvFlag.NOLOCK);
            default -> options;
          };
      try (Env env = Env.open(Path.of(arguments[0]), options)) {
        try (ReadTxn txn = env.beginRead()) {
          if (arguments[1].equals("readonly")) {
            env.beginWrite().close();
          }
          System.out.println(txn.id() >= 0 ? "read" : "nothing");
          if (arguments[1].equals("hold")) {
            System.in.read();
          }
        }
      } catch (LmdbException.Os e) {
        System.out.println("Os " + e.name() + " " + e.call() + ": " + e.getMessage());
      }
    }
  }
}
