package dev.fulgur.tracker.migrate;

import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.tracker.Checkpoint;
import dev.fulgur.tracker.Entity;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.NamedText;
import dev.fulgur.tracker.PatternRecord;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.ThreadFile;
import dev.fulgur.tracker.ThreadQuery;
import dev.fulgur.tracker.ThreadRecord;
import dev.fulgur.tracker.ThreadTool;
import dev.fulgur.tracker.TranscriptPosition;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// How rows of the old LMDB environment become records.
final class LmdbRows {

  private LmdbRows() {}

  static byte[] u64(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  static long u64(byte[] bytes, int offset) {
    return ByteBuffer.wrap(bytes).getLong(offset);
  }

  static Entity entity(
      Entity.Kind kind, byte[] key, byte[] value, LongFunction<List<String>> matchedFiles) {
    return switch (kind) {
      case FILES -> file(new Entries(value));
      case SYMBOLS -> symbol(new Entries(value));
      case MEMORIES -> memory(new Entries(value));
      case PATTERNS -> pattern(new Entries(value), matchedFiles);
      case THREADS -> thread(new Entries(value));
      case THREAD_FILES -> threadFile(new Entries(value));
      case THREAD_QUERIES -> threadQuery(new Entries(value));
      case THREAD_TOOLS -> threadTool(new Entries(value));
      case CHECKPOINTS -> checkpoint(new Entries(value));
      case METADATA -> new NamedText(text(key), text(value));
      case TRANSCRIPTS -> new TranscriptPosition(text(key), u64(value, 0), 0);
    };
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static FileRecord file(Entries e) {
    return new FileRecord(
        e.text("path"),
        e.f64("mtime"),
        e.i64("size"),
        e.text("content_hash"),
        e.place("blob"),
        e.i64("key_hash"),
        e.f64("indexed_at"),
        e.span("vector"),
        e.list("detected_contexts"));
  }

  private static SymbolRecord symbol(Entries e) {
    Object end = e.get("line_end");
    return new SymbolRecord(
        e.i64("id"),
        e.text("file_path"),
        e.text("name"),
        e.text("kind"),
        Math.toIntExact(e.i64("line_start")),
        end == null ? null : (Integer) Math.toIntExact(((Number) end).longValue()),
        e.place("blob"),
        e.i64("key_hash"),
        e.span("vector"),
        null);
  }

  private static MemoryRecord memory(Entries e) {
    Object updated = e.get("updated_at");
    return new MemoryRecord(
        e.text("id"),
        (String) e.get("task"),
        e.list("insights"),
        e.list("context"),
        e.list("symbol_keys"),
        e.text("text"),
        e.list("tags"),
        e.place("blob"),
        e.i64("key_hash"),
        e.f64("created_at"),
        updated == null ? null : (Double) ((Number) updated).doubleValue(),
        e.span("vector"));
  }

  private static PatternRecord pattern(Entries e, LongFunction<List<String>> matchedFiles) {
    long keyHash = e.i64("key_hash");
    return new PatternRecord(
        keyHash,
        e.text("pattern"),
        e.text("tool_type"),
        matchedFiles.apply(keyHash),
        e.f64("created_at"),
        e.place("blob"),
        e.span("vector"));
  }

  private static ThreadRecord thread(Entries e) {
    Object active = e.get("is_active");
    return new ThreadRecord(
        e.i64("id"),
        e.text("session_id"),
        e.text("title"),
        e.f64("created_at"),
        e.f64("last_touch"),
        e.i64("touches"),
        active instanceof Number number ? number.longValue() != 0 : !Boolean.FALSE.equals(active),
        e.span("centroid"));
  }

  private static ThreadFile threadFile(Entries e) {
    return new ThreadFile(
        e.i64("thread_id"),
        e.text("file_path"),
        e.text("operation"),
        e.f64("first_access"),
        e.f64("last_access"),
        e.i64("access_count"));
  }

  private static ThreadQuery threadQuery(Entries e) {
    return new ThreadQuery(
        e.i64("id"),
        e.i64("thread_id"),
        e.text("query_text"),
        e.f64("timestamp"),
        e.span("embedding"));
  }

  private static ThreadTool threadTool(Entries e) {
    return new ThreadTool(
        e.i64("id"),
        e.i64("thread_id"),
        e.text("tool_name"),
        e.i64("tool_count"),
        e.f64("last_used"));
  }

  private static Checkpoint checkpoint(Entries e) {
    return new Checkpoint(
        e.i64("id"),
        e.f64("created_at"),
        e.text("last_path"),
        e.i64("total_files"),
        e.i64("processed_files"));
  }

  /// The entries of a MessagePack map.
  private static final class Entries {
    private final Map<?, ?> map;

    Entries(byte[] value) {
      Object read = new RecordReader().load(MemorySegment.ofArray(value)).readValue();
      if (!(read instanceof Map<?, ?> entries)) {
        throw new IllegalArgumentException("it is no map");
      }
      map = entries;
    }

    @Nullable Object get(String name) {
      return map.get(name);
    }

    String text(String name) {
      if (map.get(name) instanceof String text) {
        return text;
      }
      throw new IllegalArgumentException("\"" + name + "\" is no text");
    }

    long i64(String name) {
      if (map.get(name) instanceof Number number) {
        return number.longValue();
      }
      throw new IllegalArgumentException("\"" + name + "\" is no number");
    }

    double f64(String name) {
      if (map.get(name) instanceof Number number) {
        return number.doubleValue();
      }
      throw new IllegalArgumentException("\"" + name + "\" is no number");
    }

    Span place(String name) {
      return new Span(i64(name + "_offset"), i64(name + "_length"));
    }

    @Nullable Span span(String name) {
      return map.get(name + "_offset") == null
          ? null
          : new Span(
              i64(name + "_offset"), map.get(name + "_length") == null ? 0 : i64(name + "_length"));
    }

    JsonList list(String name) {
      return map.get(name) instanceof String json ? new JsonList(json) : JsonList.ABSENT;
    }
  }
}
