package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.tracker.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The 160 queries with their answers, asked of a tracker that holds what the log wrote.
final class OracleTruth {

  /// About files of the machine where the answers were made: those that stood there, each asked for
  /// by path.
  private static final List<String> OTHER_MACHINE =
      List.of(
          "/src/python/os.py",
          "/src/python/json/__init__.py",
          "/src/python/json/decoder.py",
          "/src/python/json/encoder.py",
          "/src/python/json/scanner.py",
          "/src/python/json/tool.py");

  private OracleTruth() {}

  static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (Object query : Oracle.list(Oracle.json("truth.json.gz").get("queries"))) {
      Map<?, ?> map = Oracle.map(query);
      queries.add(
          new Query(
              (Long) Objects.requireNonNull(map.get("n")),
              Oracle.string(map.get("method")),
              Oracle.list(map.get("args")),
              Oracle.map(map.get("kwargs")),
              map));
    }
    return queries;
  }

  /// The files of the other machine, as a file system of their own: those that the tracker knows
  /// are as they were when they were indexed.
  private static FileSystem otherMachine(Tracker tracker, Path zip) throws IOException {
    FileSystem files =
        FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of("create", "true"));
    for (String name : OTHER_MACHINE) {
      FileRecord known = tracker.files().get(name);
      Path file = files.getPath(name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, new byte[known == null ? 1 : (int) known.sizeBytes()]);
      Files.setLastModifiedTime(
          file, FileTime.from((long) (known == null ? 1e9 : known.mtime()), TimeUnit.SECONDS));
    }
    return files;
  }

  record Query(long n, String method, List<?> args, Map<?, ?> named, Map<?, ?> truth) {

    void check(Tracker tracker) throws IOException {
      boolean elsewhere =
          (method.equals("needs_index") || method.equals("iter_stale_files"))
              && ((String) args.getFirst()).startsWith("/src/");
      if (!elsewhere) {
        check(tracker, Oracle.ask(tracker, method, args, named));
        return;
      }
      Path folder = Files.createTempDirectory("other-machine");
      Path zip = folder.resolve("files.zip");
      try (FileSystem files = otherMachine(tracker, zip)) {
        Path path = files.getPath((String) args.getFirst());
        check(
            tracker,
            method.equals("needs_index")
                ? (Object) tracker.files().needsIndex(path)
                : Oracle.stale(tracker, path));
      } finally {
        Files.deleteIfExists(zip);
        Files.delete(folder);
      }
    }

    private void check(Tracker tracker, @Nullable Object given) {
      Object answer = given;
      Object expected = expected(tracker);
      String what = n + " " + method + args + named;
      if (method.equals("query_memories") || method.equals("iter_memories")) {
        // The original leaves the vectors out here, which is one of its bugs.
        for (Object memory : Oracle.list(answer)) {
          String id = (String) ((Map<?, ?>) memory).get("id");
          assertThat(memory)
              .as(what)
              .isEqualTo(Oracle.ask(tracker, "get_memory", List.of(id), Map.of()));
        }
        answer = withoutVectors(answer);
        expected = withoutVectors(expected);
      }
      if (expected instanceof Map<?, ?> map && map.get("$long") instanceof Map<?, ?> large) {
        checkLarge(what, Oracle.list(answer), large);
        return;
      }
      assertThat(text(answer)).as(what).isEqualTo(text(expected));
    }

    private void checkLarge(String what, List<?> answer, Map<?, ?> large) {
      assertThat((long) answer.size()).as(what).isEqualTo(large.get("count"));
      if (method.equals("iter_live_vectors")) {
        // No order is promised.
        List<String> all = new ArrayList<>(answer.stream().map(OracleTruth::text).toList());
        List<String> order =
            new ArrayList<>(
                Oracle.list(large.get("order")).stream().map(OracleTruth::text).toList());
        all.sort(Comparator.naturalOrder());
        order.sort(Comparator.naturalOrder());
        assertThat(all).as(what).isEqualTo(order);
        return;
      }
      if (large.get("order") instanceof List<?> order) {
        assertThat(answer.stream().map(OracleTruth::identity).toList()).as(what).isEqualTo(order);
      }
      List<?> first = Oracle.list(large.get("first"));
      List<?> last = Oracle.list(large.get("last"));
      assertThat(text(answer.subList(0, first.size()))).as(what).isEqualTo(text(first));
      assertThat(text(answer.subList(answer.size() - last.size(), answer.size())))
          .as(what)
          .isEqualTo(text(last));
      if (!large.containsKey("altered")) {
        List<String> lines = answer.stream().map(OracleTruth::text).toList();
        assertThat(sha256(String.join("\n", lines))).as(what).isEqualTo(large.get("sha256"));
      }
    }

    /// What SQLite answers, or what it would answer without its bugs.
    private @Nullable Object expected(Tracker tracker) {
      if (truth.containsKey("result")) {
        return truth.get("result");
      }
      return switch (method) {
        case "iter_files_by_context" -> {
          String context = (String) args.getFirst();
          yield context.contains("_") || context.contains("%") ? List.of() : truth.get("sqlite");
        }
        case "iter_all_symbols" -> {
          String part = args.isEmpty() ? "" : (String) args.getFirst();
          if (!part.contains("_") && !part.contains("%")) {
            yield truth.get("sqlite");
          }
          List<SymbolRecord> found = new ArrayList<>();
          tracker
              .symbols()
              .forEach(
                  symbol -> {
                    if (symbol.name().toLowerCase(java.util.Locale.ROOT).contains(part)) {
                      found.add(symbol);
                    }
                  });
          found.sort(
              Comparator.comparing(SymbolRecord::name, PathOrder.CODE_POINTS)
                  .thenComparing(SymbolRecord::filePath, PathOrder.CODE_POINTS)
                  .thenComparingLong(SymbolRecord::id));
          yield PythonJson.of(found);
        }
        case "query_memories" -> {
          List<?> tags = named.get("tags") instanceof List<?> list ? list : List.of();
          yield tags.contains("ünï") || tags.contains("x\"y") || tags.contains("a_b")
              ? tagged(tracker, (String) tags.getFirst())
              : truth.get("sqlite");
        }
        case "search_thread_queries" -> {
          String part = (String) args.getFirst();
          if (!part.equals("_") && !part.equals("%")) {
            yield truth.get("sqlite");
          }
          yield PythonJson.of(
              tracker.threads().searchQueries("", -1).stream()
                  .filter(query -> query.text().contains(part))
                  .limit(20)
                  .toList());
        }
        default -> truth.get("sqlite");
      };
    }
  }

  /// The memories that have a tag, found by reading all of them.
  private static @Nullable Object tagged(Tracker tracker, String tag) {
    List<MemoryRecord> found = new ArrayList<>();
    tracker
        .memories()
        .forEach(
            memory -> {
              if (Oracle.list(Json.parse(String.valueOf(memory.tags().json()))).contains(tag)) {
                found.add(memory);
              }
            });
    assertThat(found).hasSizeGreaterThan(100);
    found.sort(Comparator.comparingDouble(memory -> -memory.createdAt()));
    return PythonJson.of(found);
  }

  private static @Nullable Object withoutVectors(@Nullable Object answer) {
    if (answer instanceof List<?> list) {
      List<Object> bare = new ArrayList<>();
      for (Object memory : list) {
        bare.add(bare((Map<?, ?>) memory));
      }
      return bare;
    }
    return answer;
  }

  private static Map<String, @Nullable Object> bare(Map<?, ?> memory) {
    Map<String, @Nullable Object> copy = new TreeMap<>();
    memory.forEach((key, value) -> copy.put((String) key, value));
    copy.put("vector_offset", null);
    copy.put("vector_length", null);
    return copy;
  }

  private static @Nullable Object identity(Object element) {
    if (element instanceof List<?> pair && pair.getFirst() instanceof Map<?, ?> map) {
      return map.get("key_hash");
    }
    if (element instanceof Map<?, ?> map) {
      return map.containsKey("key_hash") ? map.get("key_hash") : map.get("id");
    }
    return element;
  }

  static String text(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    PythonJson.write(out, value);
    return out.toString();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
