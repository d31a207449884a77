package dev.fulgur.verification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Another JVM that is told line by line what to do, and answers each line with one.
public final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;

  /// Starts the `main` of a class.
  ///
  /// @param environment what its environment has besides
  /// @throws IOException if it cannot be started
  public Child(Class<?> main, Map<String, String> environment, Object... arguments)
      throws IOException {
    this(List.of("-Xmx256m"), main, environment, arguments);
  }

  private Child(
      List<String> options, Class<?> main, Map<String, String> environment, Object[] arguments)
      throws IOException {
    this(command(options, main, arguments), environment);
  }

  private Child(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    process = builder.start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  private static List<String> command(List<String> options, Class<?> main, Object[] arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  /// Starts a program that is none of ours.
  ///
  /// @throws IOException if it cannot be started
  public static Child of(List<String> command) throws IOException {
    return new Child(command, Map.of());
  }

  /// Starts the `main` of a class in a JVM with options of its own.
  ///
  /// @param options what the command line has besides, the size of the heap among them
  /// @param environment what its environment has besides
  /// @throws IOException if it cannot be started
  public static Child withOptions(
      List<String> options, Class<?> main, Map<String, String> environment, Object... arguments)
      throws IOException {
    return new Child(options, main, environment, arguments);
  }

  /// Gives an order without waiting.
  public void order(String order) {
    orders.println(order);
  }

  /// Waits for the next answer.
  ///
  /// @throws AssertionError if the process has ended instead
  public String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new AssertionError(
          "The child ended with exit code " + process.onExit().join().exitValue());
    }
    return answer;
  }

  /// Gives an order and waits for its answer.
  public String ask(String order) throws IOException {
    order(order);
    return answer();
  }

  /// Ends the process as a crash would.
  public void kill() {
    Process _ = process.destroyForcibly().onExit().join();
  }

  /// Lets it end by itself, which an end of its orders tells it to.
  ///
  /// @return its exit code
  public int end() {
    orders.close();
    return process.onExit().join().exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
