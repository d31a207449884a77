package dev.fulgur.store.scenario;

import dev.fulgur.store.Counter;
import dev.fulgur.store.Index;
import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.util.List;

/// One of the two records that each transaction of the scenario writes.
///
/// @param number of its transaction
/// @param text the same in both
public record Mark(long number, String text) {
  /// The records that have an index.
  public static final Table<Long, Mark> LEFT = Table.of("left", Keys.U64, new Codec("left"));

  /// Their twins.
  public static final Table<Long, Mark> RIGHT = Table.of("right", Keys.U64, new Codec("right"));

  /// Over the text of the left ones.
  public static final Index.Many<String, Long, Mark> BY_TEXT =
      LEFT.index("left_by_text", Keys.UTF8, mark -> List.of(mark.text()));

  /// How many transactions there were.
  public static final Counter COUNT = Counter.of("marks");

  /// All of it.
  public static final Schema SCHEMA = Schema.of("crash", LEFT, RIGHT);

  /// The record that transaction `number` writes, always the same.
  public static Mark of(long number) {
    return new Mark(number, "text " + number % 17 + " " + "x".repeat((int) (number % 300)));
  }

  private record Codec(String name) implements RecordCodec<Mark> {
    private static final Fields FIELDS = Fields.of("number", "text");

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Mark mark, RecordWriter out) {
      out.writeRecordHeader(2);
      out.writeText("number");
      out.writeLong(mark.number());
      out.writeText("text");
      out.writeText(mark.text());
    }

    @Override
    public Mark read(RecordReader in) {
      long number = 0;
      String text = "";
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> number = in.readLong();
          case 1 -> text = in.readText();
          default -> in.skipValue();
        }
      }
      return new Mark(number, text);
    }
  }
}
