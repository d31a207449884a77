package dev.fulgur.tracker.stored;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.Span;

/// `{id, task|nil, insights|nil, context|nil, symbol_keys|nil, text, tags|nil, blob_offset,
/// blob_length, key_hash, created_at, updated_at|nil, vector_offset|nil, vector_length|nil}`: lists
/// as JSON text, times as floats, the key hash unsigned.
final class MemoryCodec implements RecordCodec<MemoryRecord> {

  private static final Fields FIELDS =
      Fields.of(
          "id",
          "task",
          "insights",
          "context",
          "symbol_keys",
          "text",
          "tags",
          "blob_offset",
          "blob_length",
          "key_hash",
          "created_at",
          "updated_at",
          "vector_offset",
          "vector_length");

  @Override
  public String name() {
    return "tracker-memory";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public void write(MemoryRecord memory, RecordWriter out) {
    out.writeRecordHeader(FIELDS.size());
    out.writeText("id");
    out.writeText(memory.id());
    out.writeText("task");
    out.writeTextOrNil(memory.task());
    out.writeText("insights");
    out.writeTextOrNil(memory.insights().json());
    out.writeText("context");
    out.writeTextOrNil(memory.contexts().json());
    out.writeText("symbol_keys");
    out.writeTextOrNil(memory.symbolKeys().json());
    out.writeText("text");
    out.writeText(memory.text());
    out.writeText("tags");
    out.writeTextOrNil(memory.tags().json());
    SpanFields.write(out, "blob_offset", "blob_length", memory.blob());
    out.writeText("key_hash");
    out.writeUnsignedLong(memory.keyHash());
    out.writeText("created_at");
    out.writeDouble(memory.createdAt());
    out.writeText("updated_at");
    Double updatedAt = memory.updatedAt();
    if (updatedAt == null) {
      out.writeNil();
    } else {
      out.writeDouble(updatedAt);
    }
    SpanFields.write(out, "vector_offset", "vector_length", memory.vector());
  }

  @Override
  public MemoryRecord read(RecordReader in) {
    String id = "";
    String task = null;
    JsonList insights = JsonList.ABSENT;
    JsonList contexts = JsonList.ABSENT;
    JsonList symbolKeys = JsonList.ABSENT;
    String text = "";
    JsonList tags = JsonList.ABSENT;
    long blobOffset = 0;
    long blobLength = 0;
    long keyHash = 0;
    double createdAt = 0;
    Double updatedAt = null;
    Long vectorOffset = null;
    Long vectorLength = null;
    int entries = in.readRecordHeader();
    for (int i = 0; i < entries; i++) {
      switch (in.readField(FIELDS, i)) {
        case 0 -> id = in.readText();
        case 1 -> task = in.readTextOrNull();
        case 2 -> insights = SpanFields.readList(in);
        case 3 -> contexts = SpanFields.readList(in);
        case 4 -> symbolKeys = SpanFields.readList(in);
        case 5 -> text = in.readText();
        case 6 -> tags = SpanFields.readList(in);
        case 7 -> blobOffset = in.readLong();
        case 8 -> blobLength = in.readLong();
        case 9 -> keyHash = in.readUnsignedLong();
        case 10 -> createdAt = in.readDouble();
        case 11 -> updatedAt = in.readNil() ? null : (Double) in.readDouble();
        case 12 -> vectorOffset = SpanFields.readLong(in);
        case 13 -> vectorLength = SpanFields.readLong(in);
        default -> in.skipValue();
      }
    }
    return new MemoryRecord(
        id,
        task,
        insights,
        contexts,
        symbolKeys,
        text,
        tags,
        new Span(blobOffset, blobLength),
        keyHash,
        createdAt,
        updatedAt,
        SpanFields.span(vectorOffset, vectorLength));
  }
}
