package dev.fulgur.prompts;

import dev.fulgur.prompts.value.TaggedJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

/// Debian's Python with modules of the original programs, where they are installed. A test that
/// asks for one that is not is skipped, with the reason.
public final class Python {
  private static final String PROGRAM = "/usr/bin/python3";
  private static final long PATIENCE_SECONDS = 120;

  private Python() {}

  /// Python with these modules.
  public static Python with(String... modules) {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of(PROGRAM)), () -> "skipped: there is no " + PROGRAM);
    for (String module : modules) {
      Assumptions.assumeTrue(
          run(List.of(PROGRAM, "-c", "import " + module), "") != null,
          () -> "skipped: " + PROGRAM + " has no module '" + module + "' (python3-" + module + ")");
    }
    return new Python();
  }

  /// Python with these modules, or null where it is not installed.
  public static @Nullable Python find(String... modules) {
    try {
      return with(modules);
    } catch (TestAbortedException e) {
      System.out.println(e.getMessage());
      return null;
    }
  }

  /// Runs a script of the test resources.
  ///
  /// @param lines its input, one JSON text a line
  /// @return its output, by lines
  public List<String> run(String script, List<String> lines, String... arguments) {
    StringBuilder input = new StringBuilder();
    for (String line : lines) {
      TaggedJson.append(input, line);
      input.append('\n');
    }
    List<String> command = new ArrayList<>(List.of(PROGRAM, "-c", text(script)));
    command.addAll(List.of(arguments));
    String output = run(command, input.toString());
    if (output == null) {
      throw new IllegalStateException(script + " failed; its error output stands above");
    }
    return output.lines().toList();
  }

  private static String text(String script) {
    try (InputStream in = Python.class.getResourceAsStream(script)) {
      return new String(Objects.requireNonNull(in, script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String run(List<String> command, String input) {
    try {
      Path in = Files.createTempFile("python", ".in");
      Path out = Files.createTempFile("python", ".out");
      try {
        Files.writeString(in, input);
        Process process =
            new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException("Python took over " + PATIENCE_SECONDS + " seconds");
        }
        return process.exitValue() == 0 ? Files.readString(out) : null;
      } finally {
        Files.deleteIfExists(in);
        Files.deleteIfExists(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Python ran", e);
    }
  }
}
