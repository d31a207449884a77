package dev.fulgur.app.kv;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;

/// How a value lies in the store: a sealed record with the one field `value`, a text.
final class KvText implements RecordCodec<String> {
  private static final Fields FIELDS = Fields.of("value");

  @Override
  public String name() {
    return "kv-text";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public void write(String text, RecordWriter out) {
    out.writeRecordHeader(1);
    out.writeText("value");
    out.writeText(text);
  }

  @Override
  public String read(RecordReader in) {
    String text = "";
    int entries = in.readRecordHeader();
    for (int i = 0; i < entries; i++) {
      switch (in.readField(FIELDS, i)) {
        case 0 -> text = in.readText();
        default -> in.skipValue();
      }
    }
    return text;
  }
}
