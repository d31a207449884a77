package dev.fulgur.tracker;

import dev.fulgur.tracker.json.Json;
import dev.fulgur.tracker.replay.Replay;
import dev.fulgur.tracker.replay.ReplayClock;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// What the original programs answer, from the resources of the tests.
final class Oracle {

  /// How many writes of the log come before the first that is not in a batch.
  static final int WRITES = 34360;

  private Oracle() {}

  /// A resource, uncompressed.
  static byte[] bytes(String name) {
    try (InputStream in = Oracle.class.getResourceAsStream("/oracle/" + name)) {
      Objects.requireNonNull(in, name);
      return name.endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Map<?, ?> json(String name) {
    return map(Json.parse(new String(bytes(name), StandardCharsets.UTF_8)));
  }

  static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }

  static List<?> list(@Nullable Object value) {
    return (List<?>) Objects.requireNonNull(value);
  }

  static String string(@Nullable Object value) {
    return (String) Objects.requireNonNull(value);
  }

  /// Copies a resource, uncompressed, into a folder.
  static Path file(String name, Path folder) throws IOException {
    Path file = folder.resolve(name.replace(".gz", ""));
    Files.write(file, bytes(name));
    return file;
  }

  /// Replays the whole log of writes.
  static Replay.Report replay(Tracker tracker, ReplayClock clock, Path folder, int batchSize)
      throws IOException {
    return Replay.run(file("ops.ndjson.gz", folder), tracker, clock, batchSize, done -> {});
  }

  /// Makes the call that the original's method was, and answers in its words.
  static @Nullable Object ask(Tracker tracker, String method, List<?> args, Map<?, ?> named) {
    int limit = (int) number(named.get("limit"), args.isEmpty() ? null : args.getFirst());
    return PythonJson.of(
        switch (method) {
          case "get_file" -> tracker.files().get(SourceFiles.keyOf(path(args)));
          case "get_file_by_key" -> tracker.files().byKey(key(args));
          case "needs_index" -> tracker.files().needsIndex(path(args));
          case "needs_embed" -> tracker.files().needsEmbed(path(args));
          case "file_count" -> tracker.files().count();
          case "embedded_file_count" -> tracker.files().embeddedCount();
          case "iter_files" -> {
            List<FileRecord> all = new ArrayList<>();
            tracker.files().forEach(all::add);
            yield all;
          }
          case "iter_files_by_context" -> tracker.files().byContext(text(args), null, -1);
          case "get_context_stats" -> tracker.files().contextCounts();
          case "list_available_contexts" -> tracker.files().contexts();
          case "get_recent_files" -> tracker.files().recent(limit == NONE ? 10 : limit);
          case "iter_stale_files" -> stale(tracker, path(args));
          case "symbol_count" -> tracker.symbols().count();
          case "embedded_symbol_count" -> tracker.symbols().embeddedCount();
          case "get_symbols" -> tracker.symbols().ofFile(text(args));
          case "get_symbol_keys" -> tracker.symbols().keysOfFile(text(args));
          case "get_symbol_by_key" -> tracker.symbols().byKey(key(args));
          case "iter_all_symbols" -> {
            List<SymbolRecord> all = new ArrayList<>();
            NameFilter filter = args.isEmpty() ? NameFilter.ALL : NameFilter.contains(text(args));
            tracker.symbols().forEachByName(filter, all::add);
            yield all;
          }
          case "iter_insights_by_type" -> tracker.symbols().ofKind(text(args), null, -1);
          case "get_insight_stats" -> tracker.symbols().insightCounts();
          case "list_available_insights" -> tracker.symbols().insights();
          case "get_recent_symbols" -> tracker.symbols().recent(limit == NONE ? 10 : limit);
          case "live_vector_stats" -> tracker.vectors().live();
          case "iter_live_vectors" -> {
            List<LiveVector> all = new ArrayList<>();
            tracker.vectors().forEachLive(all::add);
            yield all;
          }
          case "get_latest_checkpoint" -> tracker.checkpoints().latest();
          case "get_metadata" -> tracker.metadata().get(text(args));
          case "get_transcript_position" -> tracker.transcripts().position(text(args));
          case "get_all_transcript_positions" -> tracker.transcripts().positions();
          case "get_memory" -> tracker.memories().get(text(args));
          case "get_memory_by_key" -> tracker.memories().byKey(key(args));
          case "memory_count" -> tracker.memories().count();
          case "get_recent_memories" -> tracker.memories().recent(limit == NONE ? 10 : limit);
          case "iter_memories" -> {
            List<MemoryRecord> all = new ArrayList<>();
            tracker.memories().forEach(all::add);
            yield all;
          }
          case "query_memories" -> memories(tracker, named);
          case "get_pattern_cache" -> tracker.patterns().get(key(args));
          case "get_patterns_for_file" -> tracker.patterns().ofFile(text(args));
          case "count_pattern_caches" -> tracker.patterns().count();
          case "get_recent_patterns" -> tracker.patterns().recent(limit == NONE ? 10 : limit);
          case "iter_patterns" -> {
            List<PatternRecord> all = new ArrayList<>();
            tracker.patterns().forEachEmbedded(all::add);
            yield all;
          }
          case "get_thread" -> tracker.threads().get(key(args));
          case "get_threads_for_session" -> tracker.threads().ofSession(text(args));
          case "get_recent_threads" ->
              tracker
                  .threads()
                  .recent(
                      limit == NONE ? 20 : limit, !Boolean.FALSE.equals(named.get("active_only")));
          case "thread_count" ->
              tracker.threads().count(!Boolean.FALSE.equals(named.get("active_only")));
          case "get_thread_files" -> tracker.threads().files(key(args));
          case "get_threads_for_file" -> tracker.threads().ofFile(text(args));
          case "get_thread_queries" ->
              tracker.threads().queries(key(args), (int) number(named.get("limit"), 50L));
          case "search_thread_queries" ->
              tracker.threads().searchQueries(text(args), (int) number(named.get("limit"), 20L));
          case "get_thread_tools" -> tracker.threads().tools(key(args));
          default -> throw new AssertionError("no such method: " + method);
        });
  }

  /// The stale files under a root, batch by batch.
  static List<Object> stale(Tracker tracker, Path root) {
    List<Object> batches = new ArrayList<>();
    tracker
        .files()
        .stale(
            root,
            StaleFiles.DEFAULT,
            100,
            b -> batches.add(b.stream().map(Path::toString).toList()));
    return batches;
  }

  private static List<MemoryRecord> memories(Tracker tracker, Map<?, ?> named) {
    MemoryQuery query =
        MemoryQuery.ALL
            .withTask((String) named.get("task"))
            .withContexts(texts(named.get("context_filter")))
            .withInsights(texts(named.get("insight_filter")))
            .withTags(texts(named.get("tags")));
    int limit = (int) number(named.get("limit"), 50L);
    int offset = (int) number(named.get("offset"), 0L);
    MemoryRecord after = null;
    if (offset > 0) {
      List<MemoryRecord> before = tracker.memories().query(query, null, offset);
      if (before.size() < offset) {
        return List.of();
      }
      after = before.getLast();
    }
    return tracker.memories().query(query, after, limit);
  }

  private static final int NONE = Integer.MIN_VALUE;

  private static long number(@Nullable Object value, @Nullable Object other) {
    return value instanceof Long number ? number : other instanceof Long second ? second : NONE;
  }

  private static String text(List<?> args) {
    return (String) args.getFirst();
  }

  private static Path path(List<?> args) {
    return Path.of(text(args));
  }

  private static long key(List<?> args) {
    return args.getFirst() instanceof BigInteger big ? big.longValue() : (Long) args.getFirst();
  }

  private static List<String> texts(@Nullable Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(e -> texts.add((String) e));
    }
    return texts;
  }
}
