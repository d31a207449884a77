package dev.fulgur.prompts;

import dev.fulgur.prompts.value.TaggedJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/// What the original programs answered, from the resources beside the tests.
public final class Oracle {
  private Oracle() {}

  /// The lines of a gzipped file of JSON lines, tags resolved.
  public static List<Map<?, ?>> lines(String name) {
    try (BufferedReader reader = new BufferedReader(text(name))) {
      return reader.lines().<Map<?, ?>>map(line -> map(TaggedJson.read(line))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The object of a gzipped JSON file, tags resolved.
  public static Map<?, ?> object(String name) {
    try (InputStreamReader reader = text(name)) {
      return map(TaggedJson.read(reader.readAllAsString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A gzipped file, unpacked into `target`.
  public static void unpack(String name, Path target) {
    try (InputStream in = new GZIPInputStream(open(name))) {
      Files.copy(in, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder of templates, unpacked below `folder`.
  public static Path corpus(Path folder) {
    try (ZipInputStream zip = new ZipInputStream(open("corpus.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.copy(zip, target);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The value as a map.
  public static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }

  /// The value as a list.
  public static List<?> list(@Nullable Object value) {
    return (List<?>) Objects.requireNonNull(value);
  }

  private static InputStreamReader text(String name) throws IOException {
    return new InputStreamReader(new GZIPInputStream(open(name)), StandardCharsets.UTF_8);
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(Oracle.class.getResourceAsStream(name), name);
  }
}
