package dev.fulgur.tracker.stored;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.tracker.PatternRecord;
import dev.fulgur.tracker.Span;
import java.util.ArrayList;
import java.util.List;

/// `{key_hash, pattern, tool_type, created_at, blob_offset, blob_length, vector_offset|nil,
/// vector_length|nil, matched_files: [path, ..]}`: the key hash unsigned, the time as a float.
final class PatternCodec implements RecordCodec<PatternRecord> {

  private static final Fields FIELDS =
      Fields.of(
          "key_hash",
          "pattern",
          "tool_type",
          "created_at",
          "blob_offset",
          "blob_length",
          "vector_offset",
          "vector_length",
          "matched_files");

  @Override
  public String name() {
    return "tracker-pattern";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public void write(PatternRecord pattern, RecordWriter out) {
    out.writeRecordHeader(FIELDS.size());
    out.writeText("key_hash");
    out.writeUnsignedLong(pattern.keyHash());
    out.writeText("pattern");
    out.writeText(pattern.pattern());
    out.writeText("tool_type");
    out.writeText(pattern.toolType());
    out.writeText("created_at");
    out.writeDouble(pattern.createdAt());
    SpanFields.write(out, "blob_offset", "blob_length", pattern.blob());
    SpanFields.write(out, "vector_offset", "vector_length", pattern.vector());
    out.writeText("matched_files");
    out.writeArrayHeader(pattern.matchedFiles().size());
    for (String file : pattern.matchedFiles()) {
      out.writeText(file);
    }
  }

  @Override
  public PatternRecord read(RecordReader in) {
    long keyHash = 0;
    String pattern = "";
    String toolType = "";
    double createdAt = 0;
    long blobOffset = 0;
    long blobLength = 0;
    Long vectorOffset = null;
    Long vectorLength = null;
    List<String> files = List.of();
    int entries = in.readRecordHeader();
    for (int i = 0; i < entries; i++) {
      switch (in.readField(FIELDS, i)) {
        case 0 -> keyHash = in.readUnsignedLong();
        case 1 -> pattern = in.readText();
        case 2 -> toolType = in.readText();
        case 3 -> createdAt = in.readDouble();
        case 4 -> blobOffset = in.readLong();
        case 5 -> blobLength = in.readLong();
        case 6 -> vectorOffset = SpanFields.readLong(in);
        case 7 -> vectorLength = SpanFields.readLong(in);
        case 8 -> {
          int count = in.readArrayHeader();
          files = new ArrayList<>(count);
          for (int j = 0; j < count; j++) {
            files.add(in.readText());
          }
        }
        default -> in.skipValue();
      }
    }
    return new PatternRecord(
        keyHash,
        pattern,
        toolType,
        files,
        createdAt,
        new Span(blobOffset, blobLength),
        SpanFields.span(vectorOffset, vectorLength));
  }
}
