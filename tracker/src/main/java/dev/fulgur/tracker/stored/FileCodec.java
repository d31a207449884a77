package dev.fulgur.tracker.stored;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.Phrases;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.Span;

/// `{path, mtime, size, content_hash, blob_offset, blob_length, key_hash, indexed_at,
/// vector_offset|nil, vector_length|nil, detected_contexts|nil}`: times as floats, the key hash
/// unsigned, the contexts as JSON text.
final class FileCodec implements RecordCodec<FileRecord> {

  private static final Fields FIELDS =
      Fields.of(
          "path",
          "mtime",
          "size",
          "content_hash",
          "blob_offset",
          "blob_length",
          "key_hash",
          "indexed_at",
          "vector_offset",
          "vector_length",
          "detected_contexts");

  /// The place of the two entries of the vector.
  private static final int VECTOR = 8;

  private static final Phrases NO_VECTOR = SpanFields.none("vector_offset", "vector_length");

  @Override
  public String name() {
    return "tracker-file";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public void write(FileRecord file, RecordWriter out) {
    out.writeRecordHeader(FIELDS.size());
    out.writeText("path");
    out.writeText(file.path());
    out.writeText("mtime");
    out.writeDouble(file.mtime());
    out.writeText("size");
    out.writeLong(file.sizeBytes());
    out.writeText("content_hash");
    out.writeText(file.contentHash());
    SpanFields.write(out, "blob_offset", "blob_length", file.blob());
    out.writeText("key_hash");
    out.writeUnsignedLong(file.keyHash());
    out.writeText("indexed_at");
    out.writeDouble(file.indexedAt());
    SpanFields.write(out, NO_VECTOR, "vector_offset", "vector_length", file.vector());
    out.writeText("detected_contexts");
    out.writeTextOrNil(file.contexts().json());
  }

  @Override
  public FileRecord read(RecordReader in) {
    String path = "";
    double mtime = 0;
    long size = 0;
    String contentHash = "";
    long blobOffset = 0;
    long blobLength = 0;
    long keyHash = 0;
    double indexedAt = 0;
    Long vectorOffset = null;
    Long vectorLength = null;
    JsonList contexts = JsonList.ABSENT;
    int entries = in.readRecordHeader();
    for (int i = 0; i < entries; i++) {
      if (i == VECTOR && SpanFields.readNone(in, NO_VECTOR)) {
        i += SpanFields.ENTRIES - 1;
        continue;
      }
      switch (in.readField(FIELDS, i)) {
        case 0 -> path = in.readText();
        case 1 -> mtime = in.readDouble();
        case 2 -> size = in.readLong();
        case 3 -> contentHash = in.readText();
        case 4 -> blobOffset = in.readLong();
        case 5 -> blobLength = in.readLong();
        case 6 -> keyHash = in.readUnsignedLong();
        case 7 -> indexedAt = in.readDouble();
        case 8 -> vectorOffset = SpanFields.readLong(in);
        case 9 -> vectorLength = SpanFields.readLong(in);
        case 10 -> contexts = SpanFields.readList(in);
        default -> in.skipValue();
      }
    }
    return new FileRecord(
        path,
        mtime,
        size,
        contentHash,
        new Span(blobOffset, blobLength),
        keyHash,
        indexedAt,
        SpanFields.span(vectorOffset, vectorLength),
        contexts);
  }
}
