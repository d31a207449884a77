package dev.fulgur.tracker.stored;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import org.jspecify.annotations.Nullable;

/// What the index by name carries of a symbol: what does not stand in the index key, save its
/// [places][SymbolPlaces] in the blob and vector files. These change whenever a file is read again,
/// and each change would write a row anywhere in this index.
///
/// `{k: kind, s: first line, e: last line|nil, h: key hash, c: container|nil}`
final class NamedCodec implements RecordCodec<NamedCodec.Named> {

  private static final Fields FIELDS = Fields.of("k", "s", "e", "h", "c");

  /// A symbol without its name, file, id and places.
  record Named(
      String kind,
      int lineStart,
      @Nullable Integer lineEnd,
      long keyHash,
      @Nullable String container) {

    static Named of(SymbolRecord symbol) {
      return new Named(
          symbol.kind(),
          symbol.lineStart(),
          symbol.lineEnd(),
          symbol.keyHash(),
          symbol.container());
    }

    SymbolRecord with(NameKey key, Span blob, @Nullable Span vector) {
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
    return 2;
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
    out.writeText("h");
    out.writeUnsignedLong(symbol.keyHash());
    out.writeText("c");
    out.writeTextOrNil(symbol.container());
  }

  @Override
  public Named read(RecordReader in) {
    String kind = "";
    int lineStart = 0;
    Integer lineEnd = null;
    long keyHash = 0;
    String container = null;
    int entries = in.readRecordHeader();
    for (int i = 0; i < entries; i++) {
      switch (in.readField(FIELDS, i)) {
        case 0 -> kind = in.readRepeatedText();
        case 1 -> lineStart = in.readInt();
        case 2 -> lineEnd = in.readNil() ? null : (Integer) in.readInt();
        case 3 -> keyHash = in.readUnsignedLong();
        case 4 -> container = in.readTextOrNull();
        default -> in.skipValue();
      }
    }
    return new Named(kind, lineStart, lineEnd, keyHash, container);
  }
}
