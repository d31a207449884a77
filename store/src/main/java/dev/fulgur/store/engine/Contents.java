package dev.fulgur.store.engine;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.RecordFormat;
import dev.fulgur.store.Schema;
import dev.fulgur.store.StoreContents;
import dev.fulgur.store.StoreContents.WrittenSchema;
import dev.fulgur.store.Table;
import dev.fulgur.store.ValueCodec;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Tells what a file holds by its own account, and makes tables for what no schema explains.
public final class Contents {

  private Contents() {}

  /// Those schemas that the file names; where it names none, those whose first table is there as
  /// another program may have written it.
  ///
  /// @param catalog holds all tables of the schemas
  public static List<Schema> fitting(Rows rows, List<Schema> known, Catalog catalog) {
    Definitions found = Definitions.read(rows, new Scratch());
    List<Schema> fitting = new ArrayList<>();
    for (Schema schema : known) {
      boolean there =
          found.schemas().isEmpty()
              ? isForeign(rows, schema, catalog)
              : found.schemas().containsKey(schema.name());
      if (there) {
        fitting.add(schema);
      }
    }
    return fitting;
  }

  private static boolean isForeign(Rows rows, Schema schema, Catalog catalog) {
    Table<?, ?> first = schema.tables().getFirst();
    return first.format() instanceof RecordFormat.SealedOrBare<?>
        && rows.count(catalog.of(first).tree) > 0;
  }

  /// One schema of all tables of these, each name once.
  public static Schema union(List<Schema> schemas) {
    List<Table<?, ?>> tables = new ArrayList<>();
    for (Schema schema : schemas) {
      for (Table<?, ?> table : schema.tables()) {
        if (tables.stream().noneMatch(t -> t.name().equals(table.name()))) {
          tables.add(table);
        }
      }
    }
    return new Schema("inspection", 1, tables);
  }

  /// The tables that the file defines and these schemas do not, as bytes with a checksum.
  public static List<Table<?, ?>> unknown(Rows rows, List<Schema> fitting) {
    List<Table<?, ?>> unknown = new ArrayList<>();
    for (Definition.OfTable table : Definitions.read(rows, new Scratch()).tables().values()) {
      boolean known =
          fitting.stream()
              .flatMap(schema -> schema.tables().stream())
              .anyMatch(t -> t.name().equals(table.name()));
      if (!known) {
        unknown.add(
            table.format().equals("sealed")
                ? Table.of(table.name(), Keys.BYTES, new AnyRecord())
                : Table.raw(table.name(), Keys.BYTES, new AnyBytes()));
      }
    }
    unknown.sort(Comparator.comparing(Table::name));
    return unknown;
  }

  /// What the file says of itself.
  public static StoreContents read(Rows rows, List<Table<?, ?>> unknown) {
    Definitions found = Definitions.read(rows, new Scratch());
    LogNotes.Note log = LogNotes.read(rows);
    List<WrittenSchema> schemas = new ArrayList<>();
    found
        .schemas()
        .values()
        .forEach(s -> schemas.add(new WrittenSchema(s.name(), s.version(), s.tables())));
    schemas.sort(Comparator.comparing(WrittenSchema::name));
    Definition.OfStore store = found.store();
    return new StoreContents(
        store == null ? null : store.engine(),
        log != null && log.open(),
        schemas,
        unknown.stream().map(Table::name).toList());
  }

  /// A record of which only the form is known.
  private record AnyRecord() implements RecordCodec<Boolean> {
    @Override
    public String name() {
      return "any";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Boolean record, RecordWriter out) {
      throw new UnsupportedOperationException("records without a schema are only read");
    }

    @Override
    public Boolean read(RecordReader in) {
      for (int entries = in.readRecordHeader(); entries > 0; entries--) {
        in.skipValue();
        in.skipValue();
      }
      in.readEnd();
      return true;
    }
  }

  /// A value of which nothing is known.
  private record AnyBytes() implements ValueCodec<byte[]> {
    @Override
    public String name() {
      return "any";
    }

    @Override
    public byte[] write(byte[] value) {
      return value;
    }

    @Override
    public byte[] read(byte[] bytes) {
      return bytes;
    }
  }
}
