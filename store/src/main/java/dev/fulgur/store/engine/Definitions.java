package dev.fulgur.store.engine;

import dev.fulgur.store.StoreException;
import dev.fulgur.store.codec.MalformedData;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The definitions that `_schema` holds, as one snapshot has them.
///
/// @param store of the whole, null if this library has never written here
/// @param schemas by name
/// @param tables by name
/// @param indexes by name
record Definitions(
    Definition.@Nullable OfStore store,
    Map<String, Definition.OfSchema> schemas,
    Map<String, Definition.OfTable> tables,
    Map<String, Definition.OfIndex> indexes) {

  /// Reads them all.
  ///
  /// @throws StoreException.CorruptRecord if one is damaged
  static Definitions read(Rows rows, Scratch scratch) {
    Definition.OfStore store = null;
    Map<String, Definition.OfSchema> schemas = new HashMap<>();
    Map<String, Definition.OfTable> tables = new HashMap<>();
    Map<String, Definition.OfIndex> indexes = new HashMap<>();
    try (RangeWalk walk = new RangeWalk(rows, Catalog.SCHEMA, ByteRange.ALL)) {
      while (walk.next()) {
        MemorySegment key = walk.key();
        String name = new String(Bytes.copy(key), StandardCharsets.UTF_8);
        int blank = name.indexOf(' ');
        String kind = blank < 0 ? name : name.substring(0, blank);
        String of = name.substring(blank + 1);
        switch (kind) {
          case "store" -> store = Definition.OfStore.read(load(scratch, key, walk.value()));
          case "schema" ->
              schemas.put(of, Definition.OfSchema.read(of, load(scratch, key, walk.value())));
          case "table" ->
              tables.put(of, Definition.OfTable.read(of, load(scratch, key, walk.value())));
          case "index" ->
              indexes.put(of, Definition.OfIndex.read(of, load(scratch, key, walk.value())));
          default -> {
            // Notes of other kinds, such as the one about the last commit.
          }
        }
      }
    } catch (MalformedData e) {
      throw new StoreException.CorruptRecord(
          Catalog.SCHEMA.name(), "(a definition)", e.problem(), e);
    }
    return new Definitions(store, schemas, tables, indexes);
  }

  private static dev.fulgur.store.codec.RecordReader load(
      Scratch scratch, MemorySegment key, MemorySegment value) {
    return scratch.reader.load(key, value);
  }

  static void write(MutableRows rows, Scratch scratch, Definition definition) {
    MemorySegment key = key(definition.key());
    scratch.writer.reset();
    definition.write(scratch.writer);
    scratch.writer.seal(key);
    rows.put(Catalog.SCHEMA, key, scratch.writer.segment());
  }

  static void delete(MutableRows rows, String key) {
    rows.delete(Catalog.SCHEMA, key(key));
  }

  private static MemorySegment key(String key) {
    return MemorySegment.ofArray(key.getBytes(StandardCharsets.UTF_8));
  }
}
