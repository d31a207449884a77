package dev.fulgur.verification.process;

import dev.fulgur.verification.Child;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A reader that is no program of ours: Python with its `lmdb`.
final class PythonReader {
  private PythonReader() {}

  /// Starts one that takes the orders of [Reader], or says why there is none.
  static @Nullable Child start(Path folder) throws IOException {
    String named = System.getenv("FULGUR_PYTHON");
    String python = named == null ? "/usr/bin/python3" : named;
    String missing = missing(python);
    if (missing != null) {
      System.out.println("a reader of ours in place of Python's: " + missing);
      return null;
    }
    try (InputStream in =
        Objects.requireNonNull(PythonReader.class.getResourceAsStream("reader.py"))) {
      String program = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Child.of(List.of(python, "-c", program, folder.toString()));
    }
  }

  private static @Nullable String missing(String python) {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import lmdb").redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.onExit().join().exitValue() == 0 ? null : said.strip();
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
