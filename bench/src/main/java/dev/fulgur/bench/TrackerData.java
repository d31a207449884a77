package dev.fulgur.bench;

import dev.fulgur.tracker.FileEntry;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.KeyHash;
import dev.fulgur.tracker.MemoryEntry;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolEntry;
import dev.fulgur.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What a coding agent knows of a tree of some size: always the same records, made from a fixed
/// seed. Their numbers and lengths are those of a tracker that was in use.
final class TrackerData {

  static final int FILES = 5_895;
  static final int SYMBOLS_OF_A_FILE = 15;
  static final int MEMORIES = 1_022;
  static final int FILES_OF_CONTEXT = 1_350;

  /// The context that so many files have.
  static final String CONTEXT = "context:data";

  /// A tag that about one memory in twenty has.
  static final String TAG = "db";

  private static final int BATCH = 1_000;
  private static final List<String> CONTEXTS =
      List.of("context:api", "context:auth", "context:ui", "context:testing", "context:infra");
  private static final List<String> TAGS =
      List.of("perf", "auth", "flaky", "parser", "build", "review", "cache", "api");
  private static final String[] WORDS = {
    "read", "write", "parse", "index", "file", "symbol", "token", "cache", "batch", "commit",
        "tree",
    "node", "query", "scan", "range", "key", "value", "merge", "split", "encode", "decode", "flush"
  };

  private TrackerData() {}

  /// The path of a file; the order of the numbers is that of the paths, as a walk over the tree
  /// meets them.
  static String path(int file) {
    return "/home/dev/work/project/src/module%02d/package%03d/File%04d%s%s.java"
        .formatted(file / 160, file / 28, file, word(file), word(file / 7));
  }

  private static String word(int i) {
    return WORDS[Math.floorMod(i, WORDS.length)];
  }

  static FileEntry file(int file, int version) {
    List<String> contexts = new ArrayList<>();
    // Every n-th file, spread over the tree.
    if ((long) file * FILES_OF_CONTEXT / FILES != (long) (file + 1) * FILES_OF_CONTEXT / FILES) {
      contexts.add(CONTEXT);
    }
    if (file % 3 == 0) {
      contexts.add(CONTEXTS.get(file / 3 % CONTEXTS.size()));
    }
    return new FileEntry(
        "%016x".formatted(file * 0x9E3779B97F4A7C15L + version),
        new Span(file * 9_000L, 8_990),
        KeyHash.DEFAULT.file(path(file)),
        contexts);
  }

  static SymbolEntry symbol(int file, int number, int version) {
    int at = file * SYMBOLS_OF_A_FILE + number;
    String name = word(at) + word(at / 5) + word(at / 31) + number;
    String kind = number == 0 ? "class" : at % 97 == 0 ? "insight:todo" : "method";
    int line = 1 + number * 12;
    String path = path(file);
    return new SymbolEntry(
        path,
        name,
        kind,
        line,
        line + 9,
        new Span(file * 9_000L + number * 500L + version, 480),
        KeyHash.DEFAULT.symbol(path, name, kind, line, line + 9),
        null);
  }

  private static MemoryEntry memory(int number, Random random) {
    String id = "mem:%08x".formatted(number * 0x9E3779B9);
    List<String> tags = new ArrayList<>();
    tags.add(TAGS.get(number % TAGS.size()));
    if (number % 20 == 0) {
      tags.add(TAG);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    return new MemoryEntry(
        id,
        "task:" + word(number),
        JsonList.ofTexts(List.of("insight:decision")),
        JsonList.ofTexts(List.of(CONTEXTS.get(number % CONTEXTS.size()))),
        JsonList.EMPTY,
        text.toString(),
        JsonList.ofTexts(tags),
        new Span(number * 300L, 300),
        KeyHash.DEFAULT.memory(id));
  }

  /// Writes all of it.
  static void fill(Tracker tracker) {
    Random random = new Random(20_251_121);
    files(tracker, FILES);
    List<MemoryEntry> memories = new ArrayList<>();
    for (int number = 0; number < MEMORIES; number++) {
      memories.add(memory(number, random));
    }
    tracker.batch(
        b -> {
          memories.forEach(b.memories()::upsert);
          return true;
        });
  }

  /// Writes so many files with their symbols.
  static void files(Tracker tracker, int count) {
    for (int from = 0; from < count; from += BATCH) {
      int first = from;
      tracker.batch(
          b -> {
            for (int file = first; file < Math.min(count, first + BATCH); file++) {
              b.files().upsert(path(file), 1.7e9 + file, 9_000, file(file, 0));
              for (int number = 0; number < SYMBOLS_OF_A_FILE; number++) {
                b.symbols().upsert(symbol(file, number, 0));
              }
            }
            return true;
          });
    }
  }
}
