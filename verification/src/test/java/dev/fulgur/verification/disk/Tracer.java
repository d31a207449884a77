package dev.fulgur.verification.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fulgur.verification.Child;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The library that stands between a process and its C library, and the images that come of what it
/// wrote down.
public final class Tracer {
  private Tracer() {}

  /// Runs a process to its end, and answers the calls that it made on files below a folder.
  ///
  /// @param folder where the library and the trace are put
  /// @param root whose files are traced
  public static CallTrace record(Path folder, Path root, Class<?> main, Object... arguments)
      throws IOException {
    Path trace = folder.resolve("trace");
    try (Child child = new Child(main, environment(folder, root, trace), arguments)) {
      assertThat(child.end()).isZero();
    }
    return new CallTrace(trace, root);
  }

  /// The environment of a process whose calls below `root` are written down.
  static Map<String, String> environment(Path folder, Path root, Path trace) throws IOException {
    return Map.of(
        "LD_PRELOAD", build(folder, "trace").toString(),
        "FULGUR_TRACE", trace.toString(),
        "FULGUR_TRACE_ROOT", root + "/");
  }

  /// Builds a library of C, or skips the test where that cannot be done.
  ///
  /// @param name of its source, without the ending
  public static Path build(Path folder, String name) throws IOException {
    Path source = folder.resolve(name + ".c");
    try (InputStream in = Objects.requireNonNull(Tracer.class.getResourceAsStream(name + ".c"))) {
      long _ = Files.copy(in, source);
    }
    Path library = folder.resolve(name + ".so");
    Process gcc;
    try {
      gcc =
          new ProcessBuilder(
                  List.of(
                      "gcc",
                      "-O1",
                      "-shared",
                      "-fPIC",
                      "-o",
                      library.toString(),
                      source.toString(),
                      "-ldl",
                      "-lpthread"))
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      String reason =
          "skipped: gcc, which builds the %s library, is not there: ".formatted(name)
              + e.getMessage();
      System.out.println(reason);
      assumeTrue(false, reason);
      throw e;
    }
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(gcc.onExit().join().exitValue()).as(said).isZero();
    return library;
  }

  /// A folder in memory where there is one, since thousands of images are written.
  public static Path scratch() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "fulgur").toRealPath()
        : Files.createTempDirectory("fulgur").toRealPath();
  }

  /// Lays an image down in place of what is there, without the locks of the dead and without the
  /// file `told`, which is no part of the store.
  public static void lay(Path place, Map<String, byte[]> image) throws IOException {
    empty(place);
    for (Map.Entry<String, byte[]> file : image.entrySet()) {
      if (!file.getKey().equals("told") && !file.getKey().equals("lock.mdb")) {
        Path target = place.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.write(target, file.getValue());
      }
    }
  }

  /// Deletes all that is in a folder.
  public static void empty(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(place)) {
          Files.delete(path);
        }
      }
    }
  }
}
