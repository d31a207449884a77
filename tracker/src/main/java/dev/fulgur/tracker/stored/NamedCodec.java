package dev.fulgur.tracker.stored;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.Phrases;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import org.jspecify.annotations.Nullable;

/// What the index by name carries of a symbol: all that does not stand in the index key, so that a
/// walk by name reads no record.
///
/// `{k: kind, s: first line, e: last line|nil, o: blob offset, l: blob length, h: key hash, vo:
/// vector offset|nil, vl: vector length|nil, c: container|nil}`
final class NamedCodec implements RecordCodec<NamedCodec.Named> {

  private static final Fields FIELDS = Fields.of("k", "s", "e", "o", "l", "h", "vo", "vl", "c");

  /// The place of the two entries of the vector.
  private static final int VECTOR = 6;

  private static final Phrases NO_VECTOR = SpanFields.none("vo", "vl");

  /// A symbol without its name, file and id.
  record Named(
      String kind,
      int lineStart,
      @Nullable Integer lineEnd,
      Span blob,
      long keyHash,
      @Nullable Span vector,
      @Nullable String container) {

    static Named of(SymbolRecord symbol) {
      return new Named(
          symbol.kind(),
          symbol.lineStart(),
          symbol.lineEnd(),
          symbol.blob(),
          symbol.keyHash(),
          symbol.vector(),
          symbol.container());
    }

    SymbolRecord with(NameKey key) {
      return new SymbolRecord(
          key.id(),
          key.file(),
          key.name(),
          kind,
          lineStart,
          lineEnd,
          blob,
          keyHash,
          vector,
          container);
    }
  }

  @Override
  public String name() {
    return "tracker-symbol-named";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public void write(Named symbol, RecordWriter out) {
    out.writeRecordHeader(FIELDS.size());
    out.writeText("k");
    out.writeText(symbol.kind());
    out.writeText("s");
    out.writeLong(symbol.lineStart());
    out.writeText("e");
    Integer lineEnd = symbol.lineEnd();
    if (lineEnd == null) {
      out.writeNil();
    } else {
      out.writeLong(lineEnd);
    }
    SpanFields.write(out, "o", "l", symbol.blob());
    out.writeText("h");
    out.writeUnsignedLong(symbol.keyHash());
    SpanFields.write(out, NO_VECTOR, "vo", "vl", symbol.vector());
    out.writeText("c");
    out.writeTextOrNil(symbol.container());
  }

  @Override
  public Named read(RecordReader in) {
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
        case 0 -> kind = in.readRepeatedText();
        case 1 -> lineStart = in.readInt();
        case 2 -> lineEnd = in.readNil() ? null : (Integer) in.readInt();
        case 3 -> blobOffset = in.readLong();
        case 4 -> blobLength = in.readLong();
        case 5 -> keyHash = in.readUnsignedLong();
        case 6 -> vectorOffset = SpanFields.readLong(in);
        case 7 -> vectorLength = SpanFields.readLong(in);
        case 8 -> container = in.readTextOrNull();
        default -> in.skipValue();
      }
    }
    return new Named(
        kind,
        lineStart,
        lineEnd,
        new Span(blobOffset, blobLength),
        keyHash,
        SpanFields.span(vectorOffset, vectorLength),
        container);
  }
}
