package dev.fulgur.lmdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A second process on the same environment, told line by line what to do and answering each line.
final class Peer implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;

  Peer(Path folder) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Peer.class.getName(),
                    folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  @Nullable String tell(String order) throws IOException {
    orders.println(order);
    return answers.readLine();
  }

  long pid() {
    return process.pid();
  }

  /// Ends the process as a crash would.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    orders.close();
    process.onExit().join();
  }

  /// The second process.
  public static void main(String[] arguments) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Env env = Env.open(Path.of(arguments[0]), EnvOptions.DEFAULT.withMapSize(1 << 20));
    Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
    WriteTxn write = null;
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ", -1);
      switch (words[0]) {
        case "read" -> env.beginRead();
        case "begin" -> write = env.beginWrite();
        case "put" -> {
          if (write != null) {
            write.put(dbi, Text.bytes(words[1]), new byte[Integer.parseInt(words[2])]);
          }
        }
        case "commit" -> {
          if (write != null) {
            write.commit();
          }
        }
        case "remake" -> {
          try (WriteTxn txn = env.beginWrite()) {
            txn.drop(dbi);
            dbi = txn.openDbi("t", DbiFlag.CREATE, DbiFlag.valueOf(words[1]));
            txn.put(dbi, new byte[8], new byte[8]);
            txn.commit();
          }
        }
        case "grow" -> env.setMapSize(Long.parseLong(words[1]));
        default -> throw new IllegalArgumentException(order);
      }
      answers.println("done");
    }
  }
}
