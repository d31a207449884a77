package dev.fulgur.prompts;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;

/// One version of a template, as a record: the entries of [TemplateRecord], and `saved_at`.
///
/// @param spec the template of that version
/// @param savedAt when it was saved first, in milliseconds since 1970; 0 if that is not known
record VersionRecord(TemplateSpec spec, long savedAt) {
  static final RecordCodec<VersionRecord> CODEC = new Codec();

  private static final class Codec implements RecordCodec<VersionRecord> {
    @Override
    public String name() {
      return "prompts.version";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(VersionRecord version, RecordWriter out) {
      out.writeRecordHeader(TemplateRecord.ENTRIES + 1);
      TemplateRecord.writeEntries(version.spec(), out);
      out.writeText("saved_at");
      out.writeLong(version.savedAt());
    }

    @Override
    public VersionRecord read(RecordReader in) {
      TemplateRecord.Reading reading = new TemplateRecord.Reading();
      long savedAt = 0;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        int field = in.readField(TemplateRecord.FIELDS, i);
        if (field == TemplateRecord.SAVED_AT) {
          savedAt = in.readLong();
        } else {
          reading.field(field, in);
        }
      }
      in.readEnd();
      return new VersionRecord(reading.spec(), savedAt);
    }
  }
}
