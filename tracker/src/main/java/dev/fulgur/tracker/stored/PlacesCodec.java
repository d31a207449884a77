package dev.fulgur.tracker.stored;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import org.jspecify.annotations.Nullable;

/// What the index by identity carries of a symbol: where its blob and its vector lie. They change
/// whenever a file is read again, and the rows of one file lie together here.
///
/// `{o: blob offset, l: blob length}`, and where there is a vector `{.., vo: offset, vl: length}`
final class PlacesCodec implements RecordCodec<PlacesCodec.Places> {

  private static final Fields FIELDS = Fields.of("o", "l", "vo", "vl");

  /// Where a symbol has its data.
  record Places(Span blob, @Nullable Span vector) {
    static Places of(SymbolRecord symbol) {
      return new Places(symbol.blob(), symbol.vector());
    }
  }

  @Override
  public String name() {
    return "tracker-symbol-places";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public void write(Places places, RecordWriter out) {
    Span vector = places.vector();
    out.writeRecordHeader(vector == null ? SpanFields.ENTRIES : 2 * SpanFields.ENTRIES);
    SpanFields.write(out, "o", "l", places.blob());
    if (vector != null) {
      SpanFields.write(out, "vo", "vl", vector);
    }
  }

  @Override
  public Places read(RecordReader in) {
    long blobOffset = 0;
    long blobLength = 0;
    Long vectorOffset = null;
    Long vectorLength = null;
    int entries = in.readRecordHeader();
    for (int i = 0; i < entries; i++) {
      switch (in.readField(FIELDS, i)) {
        case 0 -> blobOffset = in.readLong();
        case 1 -> blobLength = in.readLong();
        case 2 -> vectorOffset = SpanFields.readLong(in);
        case 3 -> vectorLength = SpanFields.readLong(in);
        default -> in.skipValue();
      }
    }
    return new Places(
        new Span(blobOffset, blobLength), SpanFields.span(vectorOffset, vectorLength));
  }
}
