package dev.fulgur.prompts.search;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;

/// A template that was written and is not in all blocks yet: `{"terms": bin, "gone": bin, "since":
/// int}`, the first two sets of terms as big-endian integers of 32 bits in their order.
///
/// @param terms all that it has now; empty if it was deleted
/// @param gone what blocks may say of it and is not so any more
/// @param since how many steps had been taken when it was written
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pending(int[] terms, int[] gone, long since) {
  static final RecordCodec<Pending> CODEC = new Codec();
  private static final Fields FIELDS = Fields.of("terms", "gone", "since");

  private static final class Codec implements RecordCodec<Pending> {
    @Override
    public String name() {
      return "prompts.search_pending";
    }

    @Override
    public int version() {
      return 2;
    }

    @Override
    public void write(Pending pending, RecordWriter out) {
      out.writeRecordHeader(3);
      out.writeText("terms");
      out.writeBytes(TermSets.bytes(pending.terms));
      out.writeText("gone");
      out.writeBytes(TermSets.bytes(pending.gone));
      out.writeText("since");
      out.writeLong(pending.since);
    }

    @Override
    public Pending read(RecordReader in) {
      int[] terms = TermSets.EMPTY;
      int[] gone = TermSets.EMPTY;
      long since = 0;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> terms = TermSets.of(in.readBytes());
          case 1 -> gone = TermSets.of(in.readBytes());
          case 2 -> since = in.readLong();
          default -> in.skipValue();
        }
      }
      in.readEnd();
      return new Pending(terms, gone, since);
    }
  }
}
