package dev.fulgur.app.cli;

import dev.fulgur.tracker.Checkpoint;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.ThreadRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records of the tracker as JSON objects, and their times for people.
final class TrackerJson {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private TrackerJson() {}

  static Map<String, @Nullable Object> of(FileRecord file) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("path", file.path());
    map.put("mtime", file.mtime());
    map.put("size", file.sizeBytes());
    map.put("content_hash", file.contentHash());
    span(map, "blob", file.blob());
    map.put("key_hash", unsigned(file.keyHash()));
    map.put("indexed_at", file.indexedAt());
    span(map, "vector", file.vector());
    map.put("contexts", file.contexts().texts());
    return map;
  }

  static Map<String, @Nullable Object> of(SymbolRecord symbol) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", symbol.id());
    map.put("name", symbol.name());
    map.put("kind", symbol.kind());
    map.put("container", symbol.container());
    map.put("file_path", symbol.filePath());
    map.put("line_start", symbol.lineStart());
    map.put("line_end", symbol.lineEnd());
    span(map, "blob", symbol.blob());
    map.put("key_hash", unsigned(symbol.keyHash()));
    span(map, "vector", symbol.vector());
    return map;
  }

  static Map<String, @Nullable Object> of(MemoryRecord memory) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", memory.id());
    map.put("task", memory.task());
    map.put("text", memory.text());
    map.put("tags", memory.tags().texts());
    map.put("contexts", memory.contexts().texts());
    map.put("insights", memory.insights().texts());
    map.put("key_hash", unsigned(memory.keyHash()));
    map.put("created_at", memory.createdAt());
    map.put("updated_at", memory.updatedAt());
    span(map, "vector", memory.vector());
    return map;
  }

  static Map<String, @Nullable Object> of(ThreadRecord thread) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", thread.id());
    map.put("session_id", thread.sessionId());
    map.put("title", thread.title());
    map.put("created_at", thread.createdAt());
    map.put("last_touch", thread.lastTouch());
    map.put("touches", thread.touches());
    map.put("is_active", thread.active());
    span(map, "centroid", thread.centroid());
    return map;
  }

  static Map<String, @Nullable Object> of(Checkpoint checkpoint) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", checkpoint.id());
    map.put("created_at", checkpoint.createdAt());
    map.put("last_path", checkpoint.lastPath());
    map.put("total_files", checkpoint.totalFiles());
    map.put("processed_files", checkpoint.processedFiles());
    return map;
  }

  private static void span(Map<String, @Nullable Object> map, String name, @Nullable Span span) {
    map.put(name + "_offset", span == null ? null : span.offset());
    map.put(name + "_length", span == null ? null : span.length());
  }

  static BigInteger unsigned(long keyHash) {
    return new BigInteger(Long.toUnsignedString(keyHash));
  }

  /// A path for people: from the folder that they are in, if it lies below, with whatever could
  /// disturb a terminal made visible.
  static String shown(String path) {
    String here = System.getProperty("user.dir", "") + '/';
    return visible(
        path.length() > here.length() && path.startsWith(here)
            ? path.substring(here.length())
            : path);
  }

  /// A text on one line, with control characters made visible.
  static String visible(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        out.append("\\x%02x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  static String time(double seconds) {
    return TIME.format(Instant.ofEpochMilli((long) (seconds * 1e3)));
  }
}
