package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `fulgur` as a process of its own, to be interrupted as from a keyboard, or without privileges.
final class CommandProcess {
  private static final Path ENV = Path.of("/usr/bin/env");
  private static final Path KILL = Path.of("/bin/kill");
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  private CommandProcess() {}

  /// Starts it, with a Ctrl-C that counts even where this build runs in the background, whose
  /// processes have that signal ignored.
  ///
  /// @param options of the JVM
  static Process start(List<String> options, String... arguments) throws IOException {
    boolean able = Files.isExecutable(ENV) && Files.isExecutable(KILL);
    String reason = "skipped: this system has no " + ENV + " or no " + KILL;
    if (!able) {
      System.out.println(reason);
    }
    assumeTrue(able, reason);
    return start(List.of(ENV.toString(), "--default-signal=INT"), options, arguments);
  }

  /// Starts it as one that may not read everything: root without that privilege.
  static Process startWithoutPrivilege(String... arguments) throws IOException {
    boolean able = Files.isExecutable(SETPRIV);
    String reason = "skipped: this system has no " + SETPRIV + ", and root may read everything";
    if (!able) {
      System.out.println(reason);
    }
    assumeTrue(able, reason);
    String without = "-dac_override,-dac_read_search";
    return start(
        List.of(SETPRIV.toString(), "--bounding-set=" + without, "--inh-caps=" + without),
        List.of(),
        arguments);
  }

  private static Process start(List<String> starter, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(starter);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Fulgur.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  /// Ctrl-C.
  static void interrupt(Process process) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder(KILL.toString(), "-INT", pid).start().waitFor()).isZero();
  }
}
