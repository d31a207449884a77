package dev.fulgur.store;

import dev.fulgur.store.codec.Keys;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// Another process of this library, started as some user or in some namespace, told line by line
/// what to do and answering each line.
final class Child implements AutoCloseable {

  /// The program that every process of these tests is.
  static final Table<String, Note> NOTES = Table.shared("notes", Keys.UTF8, Note.CODEC, 4);

  static final Index.Many<String, String, Note> BY_TAG =
      NOTES.index("by_tag", Keys.UTF8, Note::tags);
  static final Schema SCHEMA = Schema.of("s", NOTES);

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;

  /// @param before the command that starts it, such as one that changes the user
  /// @param classPath where its classes are, null for where ours are
  Child(List<String> before, @Nullable String classPath) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        JavaCommand.of(
            List.of(), classPath == null ? JavaCommand.classPath() : classPath, Child.class));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  static Child start() throws IOException {
    return new Child(List.of(), null);
  }

  /// The answer to an order, `null` if the process ended.
  @Nullable String tell(String... words) throws IOException {
    orders.println(String.join("\t", words));
    return answers.readLine();
  }

  /// Ends it as `kill -9` does.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    orders.close();
    process.onExit().join();
  }

  /// The class path copied to where every user may read it.
  static String copiedClassPath(Path folder) throws IOException {
    List<String> copies = new ArrayList<>();
    Files.createDirectories(folder);
    int number = 0;
    for (String entry : JavaCommand.classPath().split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      Path to = folder.resolve(number++ + "-" + from.getFileName());
      if (Files.exists(from)) {
        try (Stream<Path> tree = Files.walk(from)) {
          for (Path path : tree.toList()) {
            Files.copy(path, to.resolve(from.relativize(path).toString()));
          }
        }
        copies.add(to.toString());
      }
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.toList()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  /// Skips the test, and says why, where this machine does not run a command.
  static void assumeRuns(String why, String... command) {
    String failure;
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0) {
        return;
      }
      failure = output;
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = "interrupted";
    }
    String reason = "skipped: " + why + " (" + String.join(" ", command) + ": " + failure + ")";
    System.out.println(reason);
    Assumptions.abort(reason);
  }

  /// The other process.
  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (Worker worker = new Worker()) {
      for (String order = in.readLine(); order != null; order = in.readLine()) {
        String[] words = order.split("\t", -1);
        try {
          out.println(worker.answer(words[0], Arrays.copyOfRange(words, 1, words.length)));
        } catch (StoreException.OpenRefused e) {
          out.println(e.reason() + " " + e.getMessage());
        } catch (RuntimeException e) {
          out.println(e.toString().replace('\n', ' '));
        }
      }
    }
  }

  /// Does what it is told.
  private static final class Worker implements AutoCloseable {
    private @Nullable Store store;
    private @Nullable Snapshot view;

    private Store store() {
      return java.util.Objects.requireNonNull(store, "no store is open");
    }

    String answer(String order, String[] words) {
      switch (order) {
        case "write", "read", "image" -> {
          StoreOptions.Mode mode =
              switch (order) {
                case "write" -> StoreOptions.Mode.READ_WRITE;
                case "read" -> StoreOptions.Mode.READ_ONLY;
                default -> StoreOptions.Mode.IMAGE;
              };
          store = Store.open(Path.of(words[0]), SCHEMA, StoreOptions.defaults().withMode(mode));
        }
        case "logged" ->
            store =
                Store.open(
                    Path.of(words[0]),
                    SCHEMA,
                    StoreOptions.defaults().withDurability(Durability.SYNCED));
        case "add" -> store().write(tx -> tx.add(Counter.of(words[0]), 1));
        case "view" -> view = store().view();
        case "count" -> {
          return Long.toString(Stores.count(store(), NOTES));
        }
        case "keys" -> {
          return String.join(
              " ", store().<List<String>>read(v -> v.keys(BY_TAG, Range.only(words[0]), 1_000)));
        }
        case "put" ->
            store().write(tx -> tx.put(NOTES, words[0], Note.of(words[0], "both", "java")));
        case "keep" -> {
          store().stats();
          store().check();
          store().backup(Path.of(words[0]));
          store().compact(Path.of(words[1]));
        }
        case "files" -> {
          return Integer.toString(
              java.util.Objects.requireNonNull(new File(words[0]).list()).length);
        }
        case "close" -> close();
        default -> throw new IllegalArgumentException(order);
      }
      return "done";
    }

    @Override
    public void close() {
      if (view != null) {
        view.close();
        view = null;
      }
      if (store != null) {
        store.close();
        store = null;
      }
    }
  }
}
