package dev.fulgur.tracker.replay;

import dev.fulgur.tracker.FileEntry;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.MemoryEntry;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolEntry;
import dev.fulgur.tracker.Tracker;
import dev.fulgur.tracker.TrackerException;
import dev.fulgur.tracker.json.Json;
import dev.fulgur.tracker.json.JsonException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One write call of a log: a line of the form `{"t": seconds, "m": method, "a": {argument:
/// value}}`.
///
/// Methods and arguments have the names of the program that this tracker follows; `_mtime` and
/// `_size` of `upsert_file` are what the file system said at the time. Key hashes are unsigned.
///
/// @param line the line in the log, from 1
/// @param time the clock during the call, in seconds since 1970
/// @param method the name of the method
/// @param arguments its arguments
public record Operation(long line, double time, String method, Arguments arguments) {

  /// Reads one line of a log.
  ///
  /// @return null if the line is empty or carries no call, as the first line of a log, which tells
  ///   what is in it
  /// @throws TrackerException.BadOperation if it is neither
  public static @Nullable Operation parse(long line, String text) {
    if (text.isBlank()) {
      return null;
    }
    Object value;
    try {
      value = Json.parse(text);
    } catch (JsonException e) {
      throw new TrackerException.BadOperation(line, "it is not JSON (" + e.getMessage() + ")", e);
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new TrackerException.BadOperation(line, "it is not a JSON object", null);
    }
    if (!map.containsKey("m")) {
      return null;
    }
    if (!(map.get("m") instanceof String method)
        || !(map.get("t") instanceof Number time)
        || !(map.get("a") instanceof Map<?, ?> arguments)) {
      throw new TrackerException.BadOperation(
          line, "it needs a time \"t\", a method \"m\" and arguments \"a\"", null);
    }
    return new Operation(line, time.doubleValue(), method, new Arguments(line, arguments));
  }

  /// Makes the call on a tracker whose clock shows the time of this operation.
  ///
  /// @throws TrackerException.BadOperation if the method is not known or an argument does not fit
  public void applyTo(Tracker tracker) {
    Arguments a = arguments;
    switch (method) {
      case "upsert_file" -> upsertFile(tracker);
      case "delete_file" -> tracker.files().delete(a.text("path"));
      case "update_file_vector" -> tracker.vectors().setFile(a.u64("key_hash"), vector());
      case "upsert_symbol" -> upsertSymbol(tracker);
      case "delete_symbols" -> tracker.symbols().delete(a.text("path"));
      case "delete_symbol_by_key" -> tracker.symbols().deleteByKey(a.u64("key_hash"));
      case "update_symbol_vector" -> tracker.vectors().setSymbol(a.u64("key_hash"), vector());
      case "update_vector_offsets" -> remap(tracker);
      case "save_checkpoint" ->
          tracker
              .checkpoints()
              .save(a.i64("processed_files"), a.i64("total_files"), a.text("last_path"));
      case "clear_checkpoints" -> tracker.checkpoints().clear();
      case "set_metadata" -> tracker.metadata().set(a.text("key"), a.text("value"));
      case "set_transcript_position" ->
          tracker.transcripts().set(a.text("path"), a.i64("position"));
      case "clear_transcript_positions" -> tracker.transcripts().clear();
      case "upsert_memory" -> upsertMemory(tracker);
      case "delete_memory" -> tracker.memories().delete(a.text("memory_id"));
      case "update_memory_vector" -> tracker.vectors().setMemory(a.u64("key_hash"), vector());
      case "cache_pattern" ->
          tracker
              .patterns()
              .cache(
                  a.u64("key_hash"),
                  a.text("pattern"),
                  a.text("tool_type"),
                  a.texts("matched_files"),
                  blob());
      case "evict_patterns_for_file" -> tracker.patterns().evictForFile(a.text("file_path"));
      case "evict_patterns_by_ttl" ->
          tracker.patterns().evictOlderThan(seconds(a.f64("max_age_seconds", 604800)));
      case "clear_pattern_caches" -> tracker.patterns().clear();
      case "update_pattern_vector" -> tracker.vectors().setPattern(a.u64("key_hash"), vector());
      case "create_thread" ->
          tracker
              .threads()
              .create(
                  a.text("session_id"),
                  a.text("title"),
                  a.span("centroid_offset", "centroid_length"));
      case "touch_thread" -> tracker.threads().touch(a.i64("thread_id"));
      case "update_thread_centroid" ->
          tracker
              .threads()
              .setCentroid(a.i64("thread_id"), a.place("centroid_offset", "centroid_length"));
      case "deactivate_thread" -> tracker.threads().deactivate(a.i64("thread_id"));
      case "add_thread_file" ->
          tracker.threads().addFile(a.i64("thread_id"), a.text("file_path"), a.text("operation"));
      case "add_thread_query" ->
          tracker
              .threads()
              .addQuery(
                  a.i64("thread_id"),
                  a.text("query_text"),
                  a.span("embedding_offset", "embedding_length"));
      case "update_query_embedding" ->
          tracker
              .threads()
              .setQueryEmbedding(
                  a.i64("query_id"), a.place("embedding_offset", "embedding_length"));
      case "record_thread_tool" ->
          tracker.threads().recordTool(a.i64("thread_id"), a.text("tool_name"));
      // Batches of a log are those of whoever replays it.
      case "begin_batch", "end_batch" -> {}
      default ->
          throw new TrackerException.BadOperation(
              line, "there is no method \"" + method + "\"", null);
    }
  }

  private void upsertFile(Tracker tracker) {
    tracker
        .files()
        .upsert(
            arguments.text("path"),
            arguments.f64("_mtime", 0),
            arguments.i64("_size"),
            new FileEntry(
                arguments.text("content_hash"),
                blob(),
                arguments.u64("key_hash"),
                arguments.has("detected_contexts")
                    ? arguments.texts("detected_contexts")
                    : List.of()));
  }

  private void upsertSymbol(Tracker tracker) {
    tracker
        .symbols()
        .upsert(
            new SymbolEntry(
                arguments.text("file_path"),
                arguments.text("name"),
                arguments.text("kind"),
                arguments.i32("line_start"),
                arguments.has("line_end") ? (Integer) arguments.i32("line_end") : null,
                blob(),
                arguments.u64("key_hash"),
                null));
  }

  private void upsertMemory(Tracker tracker) {
    tracker
        .memories()
        .upsert(
            new MemoryEntry(
                arguments.text("id"),
                arguments.textOrNull("task"),
                list("insights"),
                list("context"),
                list("symbol_keys"),
                arguments.text("text"),
                list("tags"),
                blob(),
                arguments.u64("key_hash")));
  }

  private void remap(Tracker tracker) {
    Map<Long, Span> moved = new HashMap<>();
    for (Map.Entry<String, Arguments> entry : arguments.pairs("offset_map").entrySet()) {
      try {
        moved.put(Long.parseLong(entry.getKey()), entry.getValue().place("0", "1"));
      } catch (NumberFormatException e) {
        throw new TrackerException.BadOperation(line, "an offset is no number", e);
      }
    }
    tracker.vectors().remap(moved);
  }

  private JsonList list(String name) {
    return new JsonList(arguments.textOrNull(name));
  }

  private Span blob() {
    return arguments.place("blob_offset", "blob_length");
  }

  private Span vector() {
    return arguments.place("vector_offset", "vector_length");
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
