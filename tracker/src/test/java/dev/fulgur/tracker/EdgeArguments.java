package dev.fulgur.tracker;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Arguments at the edges, drawn at random.
abstract class EdgeArguments {

  static final List<String> PATHS =
      List.of(
          "/a",
          "/a/b",
          "/a/b.py",
          "/a/b/c.py",
          "/a/b0",
          "/A/b.py",
          "/a/%",
          "/a/_x",
          "/ä/ö.py",
          "/a/\uFFFDx",
          "/a/𝄞.java",
          "/a/\u0001b",
          "",
          "rel",
          "/" + "deep/".repeat(70) + "x.py");
  static final List<String> NAMES =
      List.of(
          "run",
          "Run",
          "run_all",
          "runXall",
          "r%n",
          "",
          " ",
          "größe",
          "GRÖSSE",
          "\uFFFD",
          "𝄞",
          "a\"b'c\\d",
          "e\u0301",
          "é",
          "n".repeat(300),
          "n".repeat(299) + "m",
          "!",
          "line\nbreak");
  static final List<String> KINDS =
      List.of("class", "method", "insight:todo", "insight:", "insight", "Insight:todo", "");

  /// Of lists. In the empty one's place LIKE finds two quotes that belong to others.
  static final List<String> TEXTS =
      List.of(
          "db", "DB", "d", "a_b", "axb", "50%", "!", "tür", "TÜR", "\"q\"", "b\\s", "𝄞", "a,b");

  static final long[] KEYS = {0, 1, 2, 3, 4, 5, 6, -1, Long.MIN_VALUE, Long.MAX_VALUE};
  static final int[] LIMITS = {0, 1, 2, 3, 7, -1, -5, Integer.MAX_VALUE, Integer.MIN_VALUE};

  final Random random;

  EdgeArguments(Random random) {
    this.random = random;
  }

  final <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  final String path() {
    return one(PATHS);
  }

  final String name() {
    return one(NAMES);
  }

  final String text() {
    return one(TEXTS);
  }

  final long key() {
    return KEYS[random.nextInt(KEYS.length)];
  }

  final int limit() {
    return LIMITS[random.nextInt(LIMITS.length)];
  }

  final Span span() {
    return new Span(random.nextInt(12) * 8L, random.nextInt(3) * 100L);
  }

  final @Nullable Span maybeSpan() {
    return random.nextBoolean() ? null : span();
  }

  final List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  final JsonList list() {
    return switch (random.nextInt(6)) {
      case 0 -> JsonList.ABSENT;
      case 1 -> JsonList.EMPTY;
      default -> JsonList.ofTexts(texts());
    };
  }

  final SymbolEntry entry(String path) {
    return new SymbolEntry(
        path,
        name(),
        one(KINDS),
        random.nextInt(3),
        random.nextInt(4) == 0 ? null : random.nextInt(9),
        span(),
        key(),
        null);
  }

  final NameFilter filter() {
    String text = name();
    String part = text.substring(0, random.nextInt(text.length() + 1));
    if (!part.isEmpty() && Character.isHighSurrogate(part.charAt(part.length() - 1))) {
      part = text;
    }
    return switch (random.nextInt(4)) {
      case 0 -> NameFilter.exact(text);
      case 1 -> NameFilter.prefix(part);
      case 2 -> NameFilter.ALL;
      default -> NameFilter.contains(part);
    };
  }

  final MemoryQuery query() {
    MemoryQuery query = MemoryQuery.ALL;
    if (random.nextInt(3) == 0) {
      query = query.withTask(text());
    }
    if (random.nextInt(3) == 0) {
      query = query.withContexts(List.of(text()));
    }
    if (random.nextInt(3) == 0) {
      query = query.withInsights(texts());
    }
    if (random.nextInt(3) == 0) {
      query = query.withTags(texts());
    }
    return random.nextInt(3) == 0 ? query.withText(text() + " " + name()) : query;
  }
}
