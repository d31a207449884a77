package dev.fulgur.prompts;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import org.jspecify.annotations.Nullable;

/// One version of a template, as a record: the entries of [TemplateRecord], `saved_at`, and
/// `author` and `message` where there are such.
///
/// @param spec the template of that version
/// @param savedAt when it was saved first, in milliseconds since 1970; 0 if that is not known
/// @param author who saved it, or null
/// @param message why, or null
record VersionRecord(
    TemplateSpec spec, long savedAt, @Nullable String author, @Nullable String message) {
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
      int signed = (version.author == null ? 0 : 1) + (version.message == null ? 0 : 1);
      out.writeRecordHeader(TemplateRecord.ENTRIES + 1 + signed);
      TemplateRecord.writeEntries(version.spec(), out);
      out.writeText("saved_at");
      out.writeLong(version.savedAt());
      if (version.author != null) {
        out.writeText("author");
        out.writeText(version.author);
      }
      if (version.message != null) {
        out.writeText("message");
        out.writeText(version.message);
      }
    }

    @Override
    public VersionRecord read(RecordReader in) {
      TemplateRecord.Reading reading = new TemplateRecord.Reading();
      long savedAt = 0;
      String author = null;
      String message = null;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        int field = in.readField(TemplateRecord.FIELDS, i);
        switch (field) {
          case TemplateRecord.SAVED_AT -> savedAt = in.readLong();
          case TemplateRecord.AUTHOR -> author = in.readTextOrNull();
          case TemplateRecord.MESSAGE -> message = in.readTextOrNull();
          default -> reading.field(field, in);
        }
      }
      in.readEnd();
      return new VersionRecord(reading.spec(), savedAt, author, message);
    }
  }
}
