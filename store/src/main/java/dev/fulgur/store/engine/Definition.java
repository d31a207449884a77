package dev.fulgur.store.engine;

import dev.fulgur.store.Compression;
import dev.fulgur.store.Index;
import dev.fulgur.store.RecordFormat;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.util.ArrayList;
import java.util.List;

/// What `_schema` says of the store, a schema, a table or an index; each a sealed record.
///
/// ```
/// key           value
/// store         {format: 1, engine: "direct" | "logged"}
/// schema NAME   {version, tables: [name]}
/// table NAME    {key, record, version, format: "sealed" | "shared" | "raw"}
/// index NAME    {table, kind, key, state: "building" | "built", after: bytes}
/// ```
///
/// Beside these, [Dictionaries] and [SchemaNotes] keep theirs in `_schema`.
///
/// `key` and `record` name codecs; `after` is the last primary key that the building of an index
/// has done.
sealed interface Definition {

  /// The version of these definitions.
  int FORMAT = 1;

  /// The key in `_schema`.
  String key();

  /// Writes the record.
  void write(RecordWriter out);

  /// The store as a whole.
  record OfStore(int format, String engine) implements Definition {
    static final String KEY = "store";
    private static final Fields FIELDS = Fields.of("format", "engine");

    @Override
    public String key() {
      return KEY;
    }

    @Override
    public void write(RecordWriter out) {
      out.writeRecordHeader(2);
      out.writeText("format");
      out.writeLong(format);
      out.writeText("engine");
      out.writeText(engine);
    }

    static OfStore read(RecordReader in) {
      int format = 0;
      String engine = "";
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> format = in.readInt();
          case 1 -> engine = in.readText();
          default -> in.skipValue();
        }
      }
      return new OfStore(format, engine);
    }
  }

  /// A schema of an application.
  record OfSchema(String name, int version, List<String> tables) implements Definition {
    private static final Fields FIELDS = Fields.of("version", "tables");

    static String key(String name) {
      return "schema " + name;
    }

    @Override
    public String key() {
      return key(name);
    }

    @Override
    public void write(RecordWriter out) {
      out.writeRecordHeader(2);
      out.writeText("version");
      out.writeLong(version);
      out.writeText("tables");
      out.writeArrayHeader(tables.size());
      for (String table : tables) {
        out.writeText(table);
      }
    }

    static OfSchema read(String name, RecordReader in) {
      int version = 0;
      List<String> tables = new ArrayList<>();
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> version = in.readInt();
          case 1 -> {
            int count = in.readArrayHeader();
            for (int t = 0; t < count; t++) {
              tables.add(in.readText());
            }
          }
          default -> in.skipValue();
        }
      }
      return new OfSchema(name, version, List.copyOf(tables));
    }
  }

  /// A table.
  record OfTable(String name, String keyCodec, String recordCodec, int version, String format)
      implements Definition {
    private static final Fields FIELDS = Fields.of("key", "record", "version", "format");

    static String key(String name) {
      return "table " + name;
    }

    static OfTable of(Table<?, ?> table) {
      String keyCodec = table.keyCodec().name();
      return switch (table.format()) {
        case RecordFormat.Sealed<?>(var codec, Compression _) ->
            new OfTable(table.name(), keyCodec, codec.name(), codec.version(), "sealed");
        case RecordFormat.SealedOrBare<?>(var codec, int _) ->
            new OfTable(table.name(), keyCodec, codec.name(), codec.version(), "shared");
        case RecordFormat.Raw<?>(var codec) ->
            new OfTable(table.name(), keyCodec, codec.name(), 1, "raw");
      };
    }

    @Override
    public String key() {
      return key(name);
    }

    @Override
    public void write(RecordWriter out) {
      out.writeRecordHeader(4);
      out.writeText("key");
      out.writeText(keyCodec);
      out.writeText("record");
      out.writeText(recordCodec);
      out.writeText("version");
      out.writeLong(version);
      out.writeText("format");
      out.writeText(format);
    }

    static OfTable read(String name, RecordReader in) {
      String keyCodec = "";
      String recordCodec = "";
      int version = 0;
      String format = "";
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> keyCodec = in.readText();
          case 1 -> recordCodec = in.readText();
          case 2 -> version = in.readInt();
          case 3 -> format = in.readText();
          default -> in.skipValue();
        }
      }
      return new OfTable(name, keyCodec, recordCodec, version, format);
    }
  }

  /// An index.
  @SuppressWarnings("ArrayRecordComponent") // compared by what it defines, not by its progress
  record OfIndex(
      String name, String table, String kind, String keyCodec, boolean built, byte[] after)
      implements Definition {
    private static final Fields FIELDS = Fields.of("table", "kind", "key", "state", "after");
    private static final Fields STATES = Fields.of("building", "built");

    static String key(String name) {
      return "index " + name;
    }

    static OfIndex of(Index<?, ?, ?> index) {
      return new OfIndex(
          index.name(),
          index.table().name(),
          index.kind(),
          index.keyCodec().name(),
          false,
          IndexEntry.EMPTY);
    }

    OfIndex asBuilt() {
      return new OfIndex(name, table, kind, keyCodec, true, IndexEntry.EMPTY);
    }

    OfIndex builtTo(byte[] key) {
      return new OfIndex(name, table, kind, keyCodec, false, key);
    }

    boolean defines(OfIndex other) {
      return name.equals(other.name)
          && table.equals(other.table)
          && kind.equals(other.kind)
          && keyCodec.equals(other.keyCodec);
    }

    @Override
    public String key() {
      return key(name);
    }

    @Override
    public void write(RecordWriter out) {
      out.writeRecordHeader(5);
      out.writeText("table");
      out.writeText(table);
      out.writeText("kind");
      out.writeText(kind);
      out.writeText("key");
      out.writeText(keyCodec);
      out.writeText("state");
      out.writeText(built ? "built" : "building");
      out.writeText("after");
      out.writeBytes(after);
    }

    static OfIndex read(String name, RecordReader in) {
      String table = "";
      String kind = "";
      String keyCodec = "";
      boolean built = false;
      byte[] after = IndexEntry.EMPTY;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> table = in.readText();
          case 1 -> kind = in.readText();
          case 2 -> keyCodec = in.readText();
          case 3 -> built = in.readTextOf(STATES) == 1;
          case 4 -> after = in.readBytes();
          default -> in.skipValue();
        }
      }
      return new OfIndex(name, table, kind, keyCodec, built, after);
    }
  }
}
