package dev.fulgur.store;

import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.util.ArrayList;
import java.util.List;

/// What the tests store: a record with a key of every kind of index.
///
/// @param title unique
/// @param tags many
/// @param rank covers the title
/// @param body anything
record Note(String title, List<String> tags, long rank, String body) {

  static final RecordCodec<Note> CODEC = new Codec("note", 1);

  /// Tables are constants of a program; each test class has a program of its own.
  record Tables(
      Table<String, Note> notes,
      Index.Many<String, String, Note> byTag,
      Index.Unique<String, String, Note> byTitle,
      Index.Covering<Long, String, Note, Title> byRank,
      Table<Long, String> plain,
      Schema schema) {}

  /// What an index on the rank carries.
  record Title(String text) {}

  Note {
    tags = List.copyOf(tags);
  }

  static Note of(String title, String... tags) {
    return new Note(title, List.of(tags), title.length(), "body of " + title);
  }

  Note withBody(String newBody) {
    return new Note(title, tags, rank, newBody);
  }

  Note withRank(long newRank) {
    return new Note(title, tags, newRank, body);
  }

  static Tables tables() {
    Table<String, Note> notes = Table.of("notes", Keys.UTF8, CODEC);
    Index.Many<String, String, Note> byTag = notes.index("notes_by_tag", Keys.UTF8, Note::tags);
    Index.Unique<String, String, Note> byTitle =
        notes.unique(
            "notes_by_title", Keys.UTF8, note -> note.title().isEmpty() ? null : note.title());
    Index.Covering<Long, String, Note, Title> byRank =
        notes.covering(
            "notes_by_rank",
            Keys.I64,
            note -> List.of(note.rank()),
            new TitleCodec(),
            note -> new Title(note.title()));
    Table<Long, String> plain = Table.raw("plain", Keys.U64, new PlainText());
    return new Tables(notes, byTag, byTitle, byRank, plain, Schema.of("test", notes, plain));
  }

  record Codec(String name, int version) implements RecordCodec<Note> {
    private static final Fields FIELDS = Fields.of("title", "tags", "rank", "body");

    @Override
    public void write(Note note, RecordWriter out) {
      out.writeRecordHeader(4);
      out.writeText("title");
      out.writeText(note.title());
      out.writeText("tags");
      out.writeArrayHeader(note.tags().size());
      for (String tag : note.tags()) {
        out.writeText(tag);
      }
      out.writeText("rank");
      out.writeLong(note.rank());
      out.writeText("body");
      out.writeText(note.body());
    }

    @Override
    public Note read(RecordReader in) {
      String title = "";
      List<String> tags = new ArrayList<>();
      long rank = 0;
      String body = "";
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> title = in.readText();
          case 1 -> {
            int count = in.readArrayHeader();
            for (int t = 0; t < count; t++) {
              tags.add(in.readText());
            }
          }
          case 2 -> rank = in.readLong();
          case 3 -> body = in.readText();
          default -> in.skipValue();
        }
      }
      return new Note(title, tags, rank, body);
    }
  }

  private record TitleCodec() implements RecordCodec<Title> {
    private static final Fields FIELDS = Fields.of("title");

    @Override
    public String name() {
      return "title";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Title title, RecordWriter out) {
      out.writeRecordHeader(1);
      out.writeText("title");
      out.writeText(title.text());
    }

    @Override
    public Title read(RecordReader in) {
      String text = "";
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        if (in.readField(FIELDS, i) == 0) {
          text = in.readText();
        } else {
          in.skipValue();
        }
      }
      return new Title(text);
    }
  }
}
