package dev.fulgur.store.engine;

import dev.fulgur.store.RecordFormat;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.codec.Dictionary;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.MalformedData;
import dev.fulgur.store.codec.RecordReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The dictionaries that the records of one table are compressed with, as `_schema` keeps them;
/// each a sealed record.
///
/// ```
/// key                    value
/// dictionary TABLE       {id}: the one to write with
/// dictionary TABLE ID    {bytes}: one to read with, its id in 8 hexadecimal digits
/// ```
///
/// They are never changed or deleted, since records may need them. Ids are made of the content, so
/// one that was read once is right in every snapshot.
final class Dictionaries {

  private static final Fields FIELDS = Fields.of("id", "bytes");
  private static final int MIN_BYTES = 1 << 10;
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_SAMPLE_BYTES = 64 << 10;

  // zstd asks for about a hundred times the length of the dictionary.
  private static final int SAMPLES_PER_BYTE = 100;

  private final String table;
  private final int level;
  private final MemorySegment currentKey;
  private final Map<Integer, Dictionary> known = new ConcurrentHashMap<>();

  Dictionaries(String table, int level) {
    this.table = table;
    this.level = Math.max(level, 1);
    this.currentKey = key("dictionary " + table);
  }

  /// The dictionary to write with, or null.
  ///
  /// @throws StoreException.CorruptRecord if it is damaged
  @Nullable Dictionary current(Rows rows) {
    try {
      return readCurrent(rows);
    } catch (MalformedData e) {
      throw new StoreException.CorruptRecord(
          Catalog.SCHEMA.name(), "dictionary " + table, e.problem(), e);
    }
  }

  private @Nullable Dictionary readCurrent(Rows rows) {
    MemorySegment value = rows.get(Catalog.SCHEMA, currentKey);
    if (value == null) {
      return null;
    }
    RecordReader in = new RecordReader().load(currentKey, value);
    int entries = in.readRecordHeader();
    for (int i = 0; i < entries; i++) {
      if (in.readField(FIELDS, 0) == 0) {
        return get(rows, (int) in.readUnsignedLong());
      }
      in.skipValue();
    }
    return null;
  }

  /// The dictionary with an id, or null.
  @Nullable Dictionary get(Rows rows, int id) {
    Dictionary found = known.get(id);
    if (found != null) {
      return found;
    }
    byte[] content = content(rows, id);
    if (content == null) {
      return null;
    }
    Dictionary read = Dictionary.of(content, level);
    known.put(id, read);
    return read;
  }

  private byte @Nullable [] content(Rows rows, int id) {
    MemorySegment key = key(id);
    MemorySegment value = rows.get(Catalog.SCHEMA, key);
    if (value == null) {
      return null;
    }
    RecordReader in = new RecordReader().load(key, value);
    int entries = in.readRecordHeader();
    for (int i = 0; i < entries; i++) {
      if (in.readField(FIELDS, 1) == 1) {
        return in.readBytes();
      }
      in.skipValue();
    }
    return null;
  }

  /// Trains a dictionary from records all over a table: each has the same chance to be among the
  /// samples.
  static byte[] train(Rows rows, Scratch scratch, BoundTable<?, ?> table, int maxBytes) {
    if (!(table.table.format() instanceof RecordFormat.Sealed<?>)) {
      throw new IllegalArgumentException(
          "The records of \"%s\" are never compressed, so it needs no dictionary."
              .formatted(table.table.name()));
    }
    if (maxBytes < MIN_BYTES || maxBytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A dictionary of %d bytes was asked for; give it %d to %d."
              .formatted(maxBytes, MIN_BYTES, MAX_BYTES));
    }
    long count = Math.max(1, rows.count(table.tree));
    List<byte[]> samples = new ArrayList<>();
    final long wanted = (long) maxBytes * SAMPLES_PER_BYTE;
    long budget = wanted;
    // Always the same choice, so that a training can be repeated.
    SplittableRandom random = new SplittableRandom(count);
    long seenBytes = 0;
    long seen = 0;
    try (RangeWalk walk = new RangeWalk(rows, table.tree, ByteRange.ALL)) {
      while (walk.next()) {
        seen++;
        seenBytes += Math.min(walk.value().byteSize(), MAX_SAMPLE_BYTES);
        // What the whole table takes is known better with each record.
        double share = (double) wanted * seen / ((double) seenBytes * count);
        if (budget > 0 && random.nextDouble() < share) {
          byte[] plain = table.plainBytes(rows, scratch, walk.key(), walk.value());
          byte[] sample = Arrays.copyOf(plain, Math.min(plain.length, MAX_SAMPLE_BYTES));
          samples.add(sample);
          budget -= sample.length;
        }
      }
    }
    return Dictionary.train(samples, maxBytes);
  }

  /// Makes a dictionary the one to write with.
  void use(MutableRows rows, Scratch scratch, byte[] content) {
    int id = Dictionary.idOf(content);
    byte[] before = content(rows, id);
    if (before != null && !Arrays.equals(before, content)) {
      throw new IllegalArgumentException(
          "The table \"%s\" has another dictionary of this id; train one of another length."
              .formatted(table));
    }
    scratch.writer.reset();
    scratch.writer.writeRecordHeader(1);
    scratch.writer.writeText("bytes");
    scratch.writer.writeBytes(content);
    scratch.writer.seal(key(id));
    rows.put(Catalog.SCHEMA, key(id), scratch.writer.segment());
    scratch.writer.reset();
    scratch.writer.writeRecordHeader(1);
    scratch.writer.writeText("id");
    scratch.writer.writeUnsignedLong(id & 0xFFFF_FFFFL);
    scratch.writer.seal(currentKey);
    rows.put(Catalog.SCHEMA, currentKey, scratch.writer.segment());
  }

  private MemorySegment key(int id) {
    return key("dictionary %s %08x".formatted(table, id));
  }

  private static MemorySegment key(String key) {
    return MemorySegment.ofArray(key.getBytes(StandardCharsets.UTF_8));
  }
}
