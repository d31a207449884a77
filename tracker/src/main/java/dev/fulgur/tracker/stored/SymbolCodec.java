package dev.fulgur.tracker.stored;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.Phrases;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;

/// `{id, file_path, name, kind, line_start, line_end|nil, blob_offset, blob_length, key_hash,
/// vector_offset|nil, vector_length|nil, container|nil}`: the key hash unsigned.
final class SymbolCodec implements RecordCodec<SymbolRecord> {

  private static final Fields FIELDS =
      Fields.of(
          "id",
          "file_path",
          "name",
          "kind",
          "line_start",
          "line_end",
          "blob_offset",
          "blob_length",
          "key_hash",
          "vector_offset",
          "vector_length",
          "container");

  /// The place of the two entries of the vector.
  private static final int VECTOR = 9;

  private static final Phrases NO_VECTOR = SpanFields.none("vector_offset", "vector_length");

  @Override
  public String name() {
    return "tracker-symbol";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public void write(SymbolRecord symbol, RecordWriter out) {
    out.writeRecordHeader(FIELDS.size());
    out.writeText("id");
    out.writeLong(symbol.id());
    out.writeText("file_path");
    out.writeText(symbol.filePath());
    out.writeText("name");
    out.writeText(symbol.name());
    out.writeText("kind");
    out.writeText(symbol.kind());
    out.writeText("line_start");
    out.writeLong(symbol.lineStart());
    out.writeText("line_end");
    Integer lineEnd = symbol.lineEnd();
    if (lineEnd == null) {
      out.writeNil();
    } else {
      out.writeLong(lineEnd);
    }
    SpanFields.write(out, "blob_offset", "blob_length", symbol.blob());
    out.writeText("key_hash");
    out.writeUnsignedLong(symbol.keyHash());
    SpanFields.write(out, NO_VECTOR, "vector_offset", "vector_length", symbol.vector());
    out.writeText("container");
    out.writeTextOrNil(symbol.container());
  }

  @Override
  public SymbolRecord read(RecordReader in) {
    long id = 0;
    String filePath = "";
    String name = "";
    String kind = "";
    int lineStart = 0;
    Integer lineEnd = null;
    long blobOffset = 0;
    long blobLength = 0;
    long keyHash = 0;
    Long vectorOffset = null;
    Long vectorLength = null;
    String container = null;
    int entries = in.readRecordHeader();
    for (int i = 0; i < entries; i++) {
      if (i == VECTOR && SpanFields.readNone(in, NO_VECTOR)) {
        i += SpanFields.ENTRIES - 1;
        continue;
      }
      switch (in.readField(FIELDS, i)) {
        case 0 -> id = in.readLong();
        case 1 -> filePath = in.readSameText();
        case 2 -> name = in.readText();
        case 3 -> kind = in.readRepeatedText();
        case 4 -> lineStart = in.readInt();
        case 5 -> lineEnd = in.readNil() ? null : (Integer) in.readInt();
        case 6 -> blobOffset = in.readLong();
        case 7 -> blobLength = in.readLong();
        case 8 -> keyHash = in.readUnsignedLong();
        case 9 -> vectorOffset = SpanFields.readLong(in);
        case 10 -> vectorLength = SpanFields.readLong(in);
        case 11 -> container = in.readTextOrNull();
        default -> in.skipValue();
      }
    }
    return new SymbolRecord(
        id,
        filePath,
        name,
        kind,
        lineStart,
        lineEnd,
        new Span(blobOffset, blobLength),
        keyHash,
        SpanFields.span(vectorOffset, vectorLength),
        container);
  }
}
