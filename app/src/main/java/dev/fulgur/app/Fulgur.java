package dev.fulgur.app;

import dev.fulgur.app.cli.CommandLines;
import dev.fulgur.app.terminal.Terminal;

/// The entry point of the command `fulgur`.
public final class Fulgur {

  private Fulgur() {}

  /// Runs one verb and leaves with its exit code: 0 done, 1 the job failed or found differences, 2
  /// wrong use.
  public static void main(String[] arguments) {
    int exitCode = CommandLines.run(Terminal.ofProcess(), arguments);
    if (exitCode != 0 || othersRun()) {
      System.exit(exitCode);
    }
    // Returning ends the JVM with 0 too, and without the logger that System.exit looks for, which
    // takes as long as a short verb.
  }

  /// Whether a thread is left that the JVM would wait for.
  private static boolean othersRun() {
    Thread me = Thread.currentThread();
    Thread[] threads = new Thread[me.getThreadGroup().activeCount() + 16];
    int count = me.getThreadGroup().enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (!threads[i].isDaemon() && !threads[i].equals(me)) {
        return true;
      }
    }
    return count == threads.length;
  }
}
