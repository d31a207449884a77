package dev.fulgur.tracker.stored;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.tracker.ThreadFile;
import dev.fulgur.tracker.ThreadQuery;
import dev.fulgur.tracker.ThreadRecord;
import dev.fulgur.tracker.ThreadTool;

/// The records of threads of work. Times are floats.
final class ThreadCodecs {

  private ThreadCodecs() {}

  /// `{id, session_id, title, created_at, last_touch, touches, is_active, centroid_offset|nil,
  /// centroid_length|nil}`
  static final class OfThread implements RecordCodec<ThreadRecord> {
    private static final Fields FIELDS =
        Fields.of(
            "id",
            "session_id",
            "title",
            "created_at",
            "last_touch",
            "touches",
            "is_active",
            "centroid_offset",
            "centroid_length");

    @Override
    public String name() {
      return "tracker-thread";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(ThreadRecord thread, RecordWriter out) {
      out.writeRecordHeader(FIELDS.size());
      out.writeText("id");
      out.writeLong(thread.id());
      out.writeText("session_id");
      out.writeText(thread.sessionId());
      out.writeText("title");
      out.writeText(thread.title());
      out.writeText("created_at");
      out.writeDouble(thread.createdAt());
      out.writeText("last_touch");
      out.writeDouble(thread.lastTouch());
      out.writeText("touches");
      out.writeLong(thread.touches());
      out.writeText("is_active");
      out.writeBoolean(thread.active());
      SpanFields.write(out, "centroid_offset", "centroid_length", thread.centroid());
    }

    @Override
    public ThreadRecord read(RecordReader in) {
      long id = 0;
      String sessionId = "";
      String title = "";
      double createdAt = 0;
      double lastTouch = 0;
      long touches = 1;
      boolean active = true;
      Long offset = null;
      Long length = null;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> id = in.readLong();
          case 1 -> sessionId = in.readText();
          case 2 -> title = in.readText();
          case 3 -> createdAt = in.readDouble();
          case 4 -> lastTouch = in.readDouble();
          case 5 -> touches = in.readLong();
          case 6 -> active = in.readBoolean();
          case 7 -> offset = SpanFields.readLong(in);
          case 8 -> length = SpanFields.readLong(in);
          default -> in.skipValue();
        }
      }
      return new ThreadRecord(
          id,
          sessionId,
          title,
          createdAt,
          lastTouch,
          touches,
          active,
          SpanFields.span(offset, length));
    }
  }

  /// `{thread_id, file_path, operation, first_access, last_access, access_count}`
  static final class OfFile implements RecordCodec<ThreadFile> {
    private static final Fields FIELDS =
        Fields.of(
            "thread_id", "file_path", "operation", "first_access", "last_access", "access_count");

    @Override
    public String name() {
      return "tracker-thread-file";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(ThreadFile file, RecordWriter out) {
      out.writeRecordHeader(FIELDS.size());
      out.writeText("thread_id");
      out.writeLong(file.threadId());
      out.writeText("file_path");
      out.writeText(file.filePath());
      out.writeText("operation");
      out.writeText(file.operation());
      out.writeText("first_access");
      out.writeDouble(file.firstAccess());
      out.writeText("last_access");
      out.writeDouble(file.lastAccess());
      out.writeText("access_count");
      out.writeLong(file.accessCount());
    }

    @Override
    public ThreadFile read(RecordReader in) {
      long threadId = 0;
      String filePath = "";
      String operation = "";
      double firstAccess = 0;
      double lastAccess = 0;
      long accessCount = 1;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> threadId = in.readLong();
          case 1 -> filePath = in.readText();
          case 2 -> operation = in.readText();
          case 3 -> firstAccess = in.readDouble();
          case 4 -> lastAccess = in.readDouble();
          case 5 -> accessCount = in.readLong();
          default -> in.skipValue();
        }
      }
      return new ThreadFile(threadId, filePath, operation, firstAccess, lastAccess, accessCount);
    }
  }

  /// `{id, thread_id, query_text, timestamp, embedding_offset|nil, embedding_length|nil}`
  static final class OfQuery implements RecordCodec<ThreadQuery> {
    private static final Fields FIELDS =
        Fields.of(
            "id", "thread_id", "query_text", "timestamp", "embedding_offset", "embedding_length");

    @Override
    public String name() {
      return "tracker-thread-query";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(ThreadQuery query, RecordWriter out) {
      out.writeRecordHeader(FIELDS.size());
      out.writeText("id");
      out.writeLong(query.id());
      out.writeText("thread_id");
      out.writeLong(query.threadId());
      out.writeText("query_text");
      out.writeText(query.text());
      out.writeText("timestamp");
      out.writeDouble(query.timestamp());
      SpanFields.write(out, "embedding_offset", "embedding_length", query.embedding());
    }

    @Override
    public ThreadQuery read(RecordReader in) {
      long id = 0;
      long threadId = 0;
      String text = "";
      double timestamp = 0;
      Long offset = null;
      Long length = null;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> id = in.readLong();
          case 1 -> threadId = in.readLong();
          case 2 -> text = in.readText();
          case 3 -> timestamp = in.readDouble();
          case 4 -> offset = SpanFields.readLong(in);
          case 5 -> length = SpanFields.readLong(in);
          default -> in.skipValue();
        }
      }
      return new ThreadQuery(id, threadId, text, timestamp, SpanFields.span(offset, length));
    }
  }

  /// `{id, thread_id, tool_name, tool_count, last_used}`
  static final class OfTool implements RecordCodec<ThreadTool> {
    private static final Fields FIELDS =
        Fields.of("id", "thread_id", "tool_name", "tool_count", "last_used");

    @Override
    public String name() {
      return "tracker-thread-tool";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(ThreadTool tool, RecordWriter out) {
      out.writeRecordHeader(FIELDS.size());
      out.writeText("id");
      out.writeLong(tool.id());
      out.writeText("thread_id");
      out.writeLong(tool.threadId());
      out.writeText("tool_name");
      out.writeText(tool.name());
      out.writeText("tool_count");
      out.writeLong(tool.count());
      out.writeText("last_used");
      out.writeDouble(tool.lastUsed());
    }

    @Override
    public ThreadTool read(RecordReader in) {
      long id = 0;
      long threadId = 0;
      String toolName = "";
      long count = 1;
      double lastUsed = 0;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> id = in.readLong();
          case 1 -> threadId = in.readLong();
          case 2 -> toolName = in.readText();
          case 3 -> count = in.readLong();
          case 4 -> lastUsed = in.readDouble();
          default -> in.skipValue();
        }
      }
      return new ThreadTool(id, threadId, toolName, count, lastUsed);
    }
  }
}
