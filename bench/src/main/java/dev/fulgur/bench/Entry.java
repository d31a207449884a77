package dev.fulgur.bench;

import dev.fulgur.store.Index;
import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;

/// A record of about 90 bytes with one index, as the store group stores them.
///
/// @param name unique in fact
/// @param group of some hundred
/// @param size any number
/// @param time seconds
/// @param live any
record Entry(String name, long group, long size, double time, boolean live) {

  /// A program's tables; those of another store are another program's.
  ///
  /// @param entries by number
  /// @param byGroup by their group
  record Tables(Table<Long, Entry> entries, Index.Many<Long, Long, Entry> byGroup, Schema schema) {

    static Tables make() {
      Table<Long, Entry> entries = Table.of("entries", Keys.U64, new Codec());
      Index.Many<Long, Long, Entry> byGroup =
          entries.indexBy("entries_by_group", Keys.U64, Entry::group);
      return new Tables(entries, byGroup, Schema.of("bench", entries));
    }
  }

  static Entry of(long number) {
    return new Entry(
        "src/main/java/part-%02d/File%07d.java".formatted(number % 50, number),
        number * 0x9E37_79B9L % 997,
        number * 31 % 100_000,
        1.7e9 + number,
        number % 3 == 0);
  }

  private static final class Codec implements RecordCodec<Entry> {
    private static final Fields FIELDS = Fields.of("name", "group", "size", "time", "live");

    @Override
    public String name() {
      return "entry";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Entry entry, RecordWriter out) {
      out.writeRecordHeader(5);
      out.writeText("name");
      out.writeText(entry.name());
      out.writeText("group");
      out.writeLong(entry.group());
      out.writeText("size");
      out.writeLong(entry.size());
      out.writeText("time");
      out.writeDouble(entry.time());
      out.writeText("live");
      out.writeBoolean(entry.live());
    }

    @Override
    public Entry read(RecordReader in) {
      String name = "";
      long group = 0;
      long size = 0;
      double time = 0;
      boolean live = false;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> name = in.readText();
          case 1 -> group = in.readLong();
          case 2 -> size = in.readLong();
          case 3 -> time = in.readDouble();
          case 4 -> live = in.readBoolean();
          default -> in.skipValue();
        }
      }
      return new Entry(name, group, size, time, live);
    }
  }
}
