package dev.fulgur.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every Java source is as google-java-format writes it. Spotless checks the same where Maven
/// itself runs on Java 21 or later; this test checks it on the JDK that the project is built with,
/// whatever Maven runs on.
final class FormatTest {

  @Test
  void sources_areAllThere_areFormatted() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    Formatter formatter = new Formatter();
    List<String> unformatted = new ArrayList<>();
    int files = 0;
    for (Path source : sources(root)) {
      files++;
      String text = Files.readString(source);
      try {
        if (!formatter.formatSource(RemoveUnusedImports.removeUnusedImports(text)).equals(text)) {
          unformatted.add(root.relativize(source).toString());
        }
      } catch (FormatterException e) {
        unformatted.add(root.relativize(source) + ": " + e.getMessage());
      }
    }
    assertThat(files).as("sources found under %s", root).isGreaterThan(8);
    assertThat(unformatted).as("run mvn spotless:apply on JDK 25").isEmpty();
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      List<Path> found = new ArrayList<>();
      for (Path module : modules.map(m -> m.resolve("src")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> tree = Files.walk(module)) {
          tree.filter(p -> p.toString().endsWith(".java")).forEach(found::add);
        }
      }
      return found;
    }
  }
}
