package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.StoreOptions;
import dev.fulgur.tracker.json.Json;
import dev.fulgur.tracker.replay.ReplayClock;
import dev.fulgur.tracker.replay.Shadow;
import dev.fulgur.tracker.sqlite.SqliteTracker;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random writes on a tracker on a store and on one in SQLite, which is the model: after each the
/// answers that it can have changed are compared, and all answers from time to time. The store is
/// closed and opened again in between.
final class TrackerModelTest {

  private static final boolean SOAK = Boolean.getBoolean("soak");
  private static final int ROUNDS = SOAK ? 400 : 4;
  private static final int WRITES = SOAK ? 2_000 : 350;

  private static final List<String> NAMES =
      List.of("main", "index", "Main", "größe", "a_b", "x%y", "in", "In", "", "a\"b", "o'c", "\n");
  private static final List<String> KINDS =
      List.of("class", "method", "insight:todo", "insight:bug", "insight:", "field");
  private static final List<String> CONTEXTS =
      List.of("context:db", "context:api", "Context:API", "context:ünï");
  private static final List<String> TAGS = List.of("db", "perf", "auth", "dbx", "d");

  @Test
  void randomWrites_onBothTrackers_areAnsweredAlike(@TempDir Path folder) throws IOException {
    long seed = Long.getLong("seed", 7_051_121L);
    System.out.println("seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      Path place = Files.createDirectory(folder.resolve("round-" + round));
      Random random = new Random(seed + round);
      ReplayClock clock = new ReplayClock();
      double[] now = {1_700_000_000};
      try (SqliteTracker model = SqliteTracker.open(place.resolve("tracker.db"), clock)) {
        for (int part = 0; part < 2; part++) {
          Path log = place.resolve("ops-" + part + ".ndjson");
          Files.write(log, lines(random, now));
          try (StoreTracker tracker =
              StoreTracker.open(place.resolve("store"), StoreOptions.defaults(), clock)) {
            Shadow.Report report = Shadow.run(log, model, tracker, clock, done -> {});
            assertThat(report.difference()).as("seed %d, round %d", seed, round).isNull();
            assertThat(report.writes()).isEqualTo(WRITES);
            assertThat(tracker.store().check().problems()).isEmpty();
          }
        }
      }
    }
  }

  private static List<String> lines(Random random, double[] now) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < WRITES; i++) {
      now[0] += random.nextInt(3) * 0.5; // some writes share a time
      StringBuilder out = new StringBuilder("{\"t\": ").append(now[0]).append(", ");
      call(out, random);
      lines.add(out.append("}}").toString());
    }
    return lines;
  }

  private static <T> T one(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /// One of the paths is over the limit of keys; two of one beginning would not be in the order of
  /// the model.
  private static String path(Random random) {
    int number = random.nextInt(30);
    return number == 0
        ? "/tree/" + "long/".repeat(130) + "a.py"
        : "/tree/m" + number % 4 + "/f" + number + ".py";
  }

  private static void call(StringBuilder out, Random random) {
    switch (random.nextInt(30)) {
      case 0, 1, 2, 3, 4 -> {
        String path = path(random);
        begin(out, "upsert_file");
        text(out, "path", path);
        number(out, "_mtime", 1_600_000_000 + random.nextInt(100));
        number(out, "_size", random.nextInt(10_000));
        text(out, "content_hash", Integer.toHexString(random.nextInt()));
        blob(out, random);
        number(out, "key_hash", KeyHash.DEFAULT.file(path));
        texts(out, "detected_contexts", CONTEXTS, random);
      }
      case 5, 6, 7, 8, 9, 10, 11 -> {
        begin(out, "upsert_symbol");
        text(out, "file_path", path(random));
        text(out, "name", one(random, NAMES) + (random.nextBoolean() ? "" : random.nextInt(5)));
        text(out, "kind", one(random, KINDS));
        number(out, "line_start", random.nextInt(8));
        number(out, "line_end", 8 + random.nextInt(8));
        blob(out, random);
        number(out, "key_hash", random.nextInt(40));
      }
      case 12 -> path(out, "delete_file", "path", random);
      case 13 -> path(out, "delete_symbols", "path", random);
      case 14 -> {
        begin(out, "delete_symbol_by_key");
        number(out, "key_hash", random.nextInt(40));
      }
      case 15, 16 -> {
        String of = one(random, List.of("file", "symbol", "memory", "pattern"));
        begin(out, "update_" + of + "_vector");
        number(
            out,
            "key_hash",
            of.equals("file") ? KeyHash.DEFAULT.file(path(random)) : random.nextInt(40));
        number(out, "vector_offset", random.nextInt(20) * 8L);
        number(out, "vector_length", 8);
      }
      case 17, 18, 19 -> {
        int number = random.nextInt(20);
        begin(out, "upsert_memory");
        text(out, "id", "mem:%08x".formatted(number));
        if (random.nextBoolean()) {
          text(out, "task", "task:" + random.nextInt(3));
        }
        json(out, "insights", List.of("insight:a", "insight:b"), random);
        json(out, "context", CONTEXTS, random);
        text(out, "symbol_keys", "[]");
        text(out, "text", "some words " + one(random, NAMES));
        json(out, "tags", TAGS, random);
        blob(out, random);
        number(out, "key_hash", number);
      }
      case 20 -> {
        begin(out, "delete_memory");
        text(out, "memory_id", "mem:%08x".formatted(random.nextInt(20)));
      }
      case 21, 22 -> {
        begin(out, "cache_pattern");
        number(out, "key_hash", random.nextInt(15));
        text(out, "pattern", one(random, NAMES));
        text(out, "tool_type", "grep");
        List<String> files = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          String path = path(random);
          if (!files.contains(path)) {
            files.add(path);
          }
        }
        list(out, "matched_files", files);
        blob(out, random);
      }
      case 23 -> {
        if (random.nextInt(4) == 0) {
          begin(out, "evict_patterns_by_ttl");
          number(out, "max_age_seconds", random.nextInt(100));
        } else {
          path(out, "evict_patterns_for_file", "file_path", random);
        }
      }
      case 24 -> {
        begin(out, "create_thread");
        text(out, "session_id", "s" + random.nextInt(3));
        text(out, "title", one(random, NAMES));
      }
      case 25 -> {
        begin(out, one(random, List.of("touch_thread", "touch_thread", "deactivate_thread")));
        number(out, "thread_id", 1 + random.nextInt(12));
      }
      case 26 -> {
        begin(out, "add_thread_file");
        number(out, "thread_id", 1 + random.nextInt(12));
        text(out, "file_path", path(random));
        text(out, "operation", one(random, List.of("read", "write", "edit")));
      }
      case 27 -> {
        begin(out, "add_thread_query");
        number(out, "thread_id", 1 + random.nextInt(12));
        text(out, "query_text", one(random, NAMES) + random.nextInt(3));
      }
      case 28 -> {
        begin(out, "record_thread_tool");
        number(out, "thread_id", 1 + random.nextInt(12));
        text(out, "tool_name", one(random, TAGS));
      }
      default -> {
        if (random.nextBoolean()) {
          path(out, "set_transcript_position", "path", random);
          number(out, "position", random.nextInt(1_000));
        } else {
          begin(out, "set_metadata");
          text(out, "key", one(random, TAGS));
          text(out, "value", one(random, NAMES));
        }
      }
    }
  }

  private static void begin(StringBuilder out, String method) {
    out.append("\"m\": \"").append(method).append("\", \"a\": {");
  }

  private static void path(StringBuilder out, String method, String name, Random random) {
    begin(out, method);
    text(out, name, path(random));
  }

  private static void name(StringBuilder out, String name) {
    out.append(out.charAt(out.length() - 1) == '{' ? "" : ", ")
        .append('"')
        .append(name)
        .append("\": ");
  }

  private static void number(StringBuilder out, String name, long value) {
    name(out, name);
    out.append(Long.toUnsignedString(value));
  }

  private static void text(StringBuilder out, String name, String value) {
    name(out, name);
    Json.quote(out, value);
  }

  private static void blob(StringBuilder out, Random random) {
    number(out, "blob_offset", random.nextInt(1_000));
    number(out, "blob_length", random.nextInt(1_000));
  }

  private static List<String> some(List<String> all, Random random) {
    List<String> some = new ArrayList<>(all);
    some.removeIf(text -> random.nextInt(3) != 0);
    return some;
  }

  private static void texts(StringBuilder out, String name, List<String> all, Random random) {
    list(out, name, some(all, random));
  }

  private static void list(StringBuilder out, String name, List<String> texts) {
    name(out, name);
    out.append(JsonList.ofTexts(texts).json());
  }

  private static void json(StringBuilder out, String name, List<String> all, Random random) {
    text(out, name, String.valueOf(JsonList.ofTexts(some(all, random)).json()));
  }
}
