package dev.fulgur.tracker;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Records in the words of the original, and values as its `json.dumps(sort_keys=True,
/// ensure_ascii=False)` writes them.
final class PythonJson {

  private PythonJson() {}

  static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case FileRecord f -> file(f);
      case SymbolRecord s -> symbol(s);
      case RecentSymbol r -> List.of(symbol(r.symbol()), r.indexedAt());
      case MemoryRecord m -> memory(m);
      case PatternRecord p -> pattern(p);
      case ThreadRecord t -> thread(t);
      case Checkpoint c ->
          map(
              "id", c.id(),
              "created_at", c.createdAt(),
              "last_path", c.lastPath(),
              "total_files", c.totalFiles(),
              "processed_files", c.processedFiles());
      case ThreadFile f ->
          map(
              "thread_id", f.threadId(),
              "file_path", f.filePath(),
              "operation", f.operation(),
              "first_access", f.firstAccess(),
              "last_access", f.lastAccess(),
              "access_count", f.accessCount());
      case ThreadQuery q ->
          map(
              "id", q.id(),
              "thread_id", q.threadId(),
              "query_text", q.text(),
              "timestamp", q.timestamp(),
              "embedding_offset", offset(q.embedding()),
              "embedding_length", length(q.embedding()));
      case ThreadTool t ->
          map(
              "id", t.id(),
              "thread_id", t.threadId(),
              "tool_name", t.name(),
              "tool_count", t.count(),
              "last_used", t.lastUsed());
      case LiveVector v -> List.of(unsigned(v.keyHash()), v.span().offset(), v.span().length());
      case Vectors.Live l -> List.of(l.bytes(), l.count());
      case long[] keys -> {
        List<Object> list = new ArrayList<>();
        for (long key : keys) {
          list.add(unsigned(key));
        }
        yield list;
      }
      case Collection<?> c -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object element : c) {
          list.add(of(element));
        }
        yield list;
      }
      case Integer i -> (long) i;
      default -> value;
    };
  }

  private static Map<String, @Nullable Object> file(FileRecord f) {
    return map(
        "path", f.path(),
        "mtime", f.mtime(),
        "size", f.sizeBytes(),
        "content_hash", f.contentHash(),
        "blob_offset", f.blob().offset(),
        "blob_length", f.blob().length(),
        "key_hash", unsigned(f.keyHash()),
        "indexed_at", f.indexedAt(),
        "vector_offset", offset(f.vector()),
        "vector_length", length(f.vector()),
        "detected_contexts", f.contexts().json());
  }

  private static Map<String, @Nullable Object> symbol(SymbolRecord s) {
    Integer end = s.lineEnd();
    return map(
        "id", s.id(),
        "file_path", s.filePath(),
        "name", s.name(),
        "kind", s.kind(),
        "line_start", (long) s.lineStart(),
        "line_end", end == null ? null : (Long) end.longValue(),
        "blob_offset", s.blob().offset(),
        "blob_length", s.blob().length(),
        "key_hash", unsigned(s.keyHash()),
        "vector_offset", offset(s.vector()),
        "vector_length", length(s.vector()));
  }

  private static Map<String, @Nullable Object> memory(MemoryRecord m) {
    return map(
        "id", m.id(),
        "task", m.task(),
        "insights", m.insights().json(),
        "context", m.contexts().json(),
        "symbol_keys", m.symbolKeys().json(),
        "text", m.text(),
        "tags", m.tags().json(),
        "blob_offset", m.blob().offset(),
        "blob_length", m.blob().length(),
        "key_hash", unsigned(m.keyHash()),
        "created_at", m.createdAt(),
        "updated_at", m.updatedAt(),
        "vector_offset", offset(m.vector()),
        "vector_length", length(m.vector()));
  }

  private static Map<String, @Nullable Object> pattern(PatternRecord p) {
    return map(
        "key_hash", unsigned(p.keyHash()),
        "pattern", p.pattern(),
        "tool_type", p.toolType(),
        "matched_files", p.matchedFiles(),
        "created_at", p.createdAt(),
        "blob_offset", p.blob().offset(),
        "blob_length", p.blob().length(),
        "vector_offset", offset(p.vector()),
        "vector_length", length(p.vector()));
  }

  private static Map<String, @Nullable Object> thread(ThreadRecord t) {
    return map(
        "id", t.id(),
        "session_id", t.sessionId(),
        "title", t.title(),
        "created_at", t.createdAt(),
        "last_touch", t.lastTouch(),
        "touches", t.touches(),
        "is_active", t.active(),
        "centroid_offset", offset(t.centroid()),
        "centroid_length", length(t.centroid()));
  }

  private static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
    Map<String, @Nullable Object> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return map;
  }

  private static @Nullable Long offset(@Nullable Span span) {
    return span == null ? null : (Long) span.offset();
  }

  private static @Nullable Long length(@Nullable Span span) {
    return span == null ? null : (Long) span.length();
  }

  static Object unsigned(long keyHash) {
    return keyHash >= 0
        ? (Object) keyHash
        : new java.math.BigInteger(Long.toUnsignedString(keyHash));
  }

  /// Writes a value as Python does.
  static void write(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String s -> quote(out, s);
      case Double d -> out.append(number(d));
      case Map<?, ?> m -> {
        out.append('{');
        String gap = "";
        for (Map.Entry<?, ?> e : new TreeMap<>(m).entrySet()) {
          out.append(gap);
          quote(out, String.valueOf(e.getKey()));
          out.append(": ");
          write(out, e.getValue());
          gap = ", ";
        }
        out.append('}');
      }
      case List<?> l -> {
        out.append('[');
        String gap = "";
        for (Object e : l) {
          out.append(gap);
          write(out, e);
          gap = ", ";
        }
        out.append(']');
      }
      default -> out.append(value);
    }
  }

  private static String number(double d) {
    String plain = new BigDecimal(Double.toString(d)).toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  private static void quote(StringBuilder out, String s) {
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
