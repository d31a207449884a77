package dev.fulgur.bench;

import com.sun.management.ThreadMXBean;
import dev.fulgur.store.Compression;
import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/// Reading records beside msgpack-core, and what compression does to their size and speed.
public final class RecordsGroup implements Group {
  private static final int ROUNDS = 400;
  private static final int WARMUPS = 200;
  private static final int BATCH = 2_000;
  private static final int RECORDS = 10_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long sink;

  /// A record of any fields.
  private record Fields() implements RecordCodec<Map<String, @Nullable Object>> {
    @Override
    public String name() {
      return "fields";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Map<String, @Nullable Object> record, RecordWriter out) {
      out.writeRecordHeader(record.size());
      record.forEach(
          (name, value) -> {
            out.writeText(name);
            out.writeValue(value);
          });
    }

    @Override
    public Map<String, @Nullable Object> read(RecordReader in) {
      int entries = in.readRecordHeader();
      Map<String, @Nullable Object> record = LinkedHashMap.newLinkedHashMap(entries);
      for (int i = 0; i < entries; i++) {
        record.put(in.readText(), in.readValue());
      }
      return record;
    }
  }

  /// Made by its name.
  public RecordsGroup() {}

  @Override
  public String title() {
    return "Records";
  }

  @Override
  public void run(Report report) throws IOException {
    decode(report);
    compression(report);
  }

  private void decode(Report report) throws IOException {
    RecordWriter writer = new RecordWriter();
    new Fields().write(template(new Random(5)), writer);
    byte[] keyBytes = {'k'};
    writer.seal(MemorySegment.ofArray(keyBytes));
    byte[] record = writer.toByteArray();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(1).copyFrom(MemorySegment.ofArray(keyBytes));
      MemorySegment value = arena.allocate(record.length).copyFrom(MemorySegment.ofArray(record));
      RecordReader reader = new RecordReader();
      Fields codec = new Fields();
      Measured ours = new Measured();
      Measured core = new Measured();
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < WARMUPS + ROUNDS; round++) {
        double a = ours.round(ignored -> sink += codec.read(reader.load(key, value)).size());
        double b = core.round(ignored -> sink += unpacked(record));
        if (round == WARMUPS) {
          ours.nanos.clear();
          core.nanos.clear();
        } else if (round > WARMUPS) {
          ratios.add(a / b);
        }
      }
      report.paragraph(
          ("A template of %d bytes, from native memory to a map of Java values; the checksum is checked"
                  + " by ours alone. Nanoseconds of CPU time: median (least-greatest) of %d rounds in turns.")
              .formatted(record.length, ROUNDS));
      List<String> heads = List.of("", "ns", "allocated, B", "ours / msgpack-core");
      List<List<String>> rows =
          List.of(
              List.of(
                  "ours, with checksum",
                  Spread.of(ours.nanos).toString(),
                  String.valueOf(ours.allocated),
                  String.format(Locale.ROOT, "**%.2f**", Spread.of(ratios).median())),
              List.of(
                  "msgpack-core",
                  Spread.of(core.nanos).toString(),
                  String.valueOf(core.allocated),
                  ""));
      report.table(heads, rows);
      report.bars("A template decoded", "ns; bytes", heads, rows, 1, 2);
    }
  }

  private static int unpacked(byte[] record) {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(record)) {
      return unpacked(unpacker) instanceof Map<?, ?> map ? map.size() : 0;
    } catch (IOException e) {
      throw new IllegalStateException("msgpack-core cannot read the record", e);
    }
  }

  /// The next value in the same types as ours: msgpack-core's own values would put off decoding
  /// text.
  private static @Nullable Object unpacked(MessageUnpacker unpacker) throws IOException {
    return switch (unpacker.getNextFormat().getValueType()) {
      case NIL -> {
        unpacker.unpackNil();
        yield null;
      }
      case BOOLEAN -> unpacker.unpackBoolean();
      case INTEGER -> unpacker.unpackLong();
      case FLOAT -> unpacker.unpackDouble();
      case STRING -> unpacker.unpackString();
      case ARRAY -> {
        int count = unpacker.unpackArrayHeader();
        List<@Nullable Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          list.add(unpacked(unpacker));
        }
        yield list;
      }
      case MAP -> {
        int count = unpacker.unpackMapHeader();
        Map<@Nullable Object, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
          Object key = unpacked(unpacker);
          map.put(key, unpacked(unpacker));
        }
        yield map;
      }
      case BINARY, EXTENSION -> throw new IllegalStateException("no template has such a value");
    };
  }

  private final class Measured {
    final List<Double> nanos = new ArrayList<>();
    long allocated;

    double round(IntConsumer work) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long start = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < BATCH; i++) {
        work.accept(i);
      }
      double each = (double) (threads.getCurrentThreadCpuTime() - start) / BATCH;
      allocated = (threads.getCurrentThreadAllocatedBytes() - bytes) / BATCH;
      nanos.add(each);
      return each;
    }
  }

  private void compression(Report report) throws IOException {
    Map<String, Compression> ways = new LinkedHashMap<>();
    ways.put("plain", Compression.NONE);
    ways.put("level 3", Compression.ZSTD);
    ways.put("level 3, dictionary", Compression.ZSTD);
    ways.put("level 9, dictionary", Compression.ZSTD.withLevel(9));
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, Compression> way : ways.entrySet()) {
      Path folder = Files.createTempDirectory("fulgur-bench-");
      try {
        rows.add(compressed(folder, way.getKey(), way.getValue()));
      } finally {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
    report.paragraph(
        ("%d templates of made-up text in a direct store. The dictionary, of 64 KiB, is trained from %d others."
                + " Loads are random gets, each in a snapshot of its own, decoded; puts are those of one transaction."
                + " Nanoseconds of CPU time, and bytes of a value.")
            .formatted(RECORDS, RECORDS / 2));
    List<String> heads = List.of("", "value, B", "of plain", "load, ns", "put, ns (wall)");
    List<List<String>> shared = withShares(rows);
    report.table(heads, shared);
    report.bars("A template stored, compressed or not", "bytes; ns", heads, shared, 1, 3, 4);
  }

  private static List<List<String>> withShares(List<List<String>> rows) {
    double plain = Double.parseDouble(rows.getFirst().get(1));
    List<List<String>> shared = new ArrayList<>();
    for (List<String> row : rows) {
      double share = Double.parseDouble(row.get(1)) / plain;
      shared.add(
          List.of(
              row.get(0),
              row.get(1),
              String.format(Locale.ROOT, "%.0f %%", 100 * share),
              row.get(2),
              row.get(3)));
    }
    return shared;
  }

  private List<String> compressed(Path folder, String name, Compression compression) {
    Table<Long, Map<String, @Nullable Object>> table =
        Table.of("templates", Keys.U64, new Fields(), compression);
    Random random = new Random(11);
    List<Map<String, @Nullable Object>> others = templates(random, RECORDS / 2);
    List<Map<String, @Nullable Object>> records = templates(random, RECORDS);
    try (Store store = Store.open(folder, Schema.of("bench", table), StoreOptions.defaults())) {
      if (name.contains("dictionary")) {
        put(store, table, others);
        byte[] dictionary = store.read(view -> view.trainDictionary(table, 64 << 10));
        store.write(tx -> tx.useDictionary(table, dictionary));
        store.write(tx -> tx.clear(table));
      }
      put(store, table, records);
      long start = System.nanoTime();
      put(store, table, records);
      long putNanos = (System.nanoTime() - start) / RECORDS;
      long bytes =
          store.read(
              view -> {
                long sum = 0;
                try (Cursor<Long, Map<String, @Nullable Object>> cursor =
                    view.cursor(table, Range.all())) {
                  while (cursor.next()) {
                    sum += cursor.sizeBytes();
                  }
                }
                return sum;
              });
      Measured loads = new Measured();
      for (int round = 0; round < 60; round++) {
        loads.round(
            ignored -> {
              long key = random.nextInt(RECORDS);
              Map<String, @Nullable Object> found = store.read(view -> view.get(table, key));
              sink += found == null ? 0 : found.size();
            });
      }
      return List.of(
          name,
          String.valueOf(bytes / RECORDS),
          Spread.of(loads.nanos.subList(20, 60)).toString(),
          String.valueOf(putNanos));
    }
  }

  private static void put(
      Store store,
      Table<Long, Map<String, @Nullable Object>> table,
      List<Map<String, @Nullable Object>> records) {
    store.write(
        tx -> {
          for (int i = 0; i < records.size(); i++) {
            tx.put(table, (long) i, records.get(i));
          }
        });
  }

  private static List<Map<String, @Nullable Object>> templates(Random random, int count) {
    List<Map<String, @Nullable Object>> templates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      templates.add(template(random));
    }
    return templates;
  }

  /// A template of some 600 bytes. Its words are drawn from 3,000, the frequent ones often.
  private static Map<String, @Nullable Object> template(Random random) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 55; i++) {
      body.append(word(random)).append(i % 12 == 11 ? ".\n" : " ");
    }
    body.append("{{ ").append(word(random)).append(" }}");
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      Map<String, @Nullable Object> input = new LinkedHashMap<>();
      input.put("type", i == 1 ? "number" : "string");
      input.put("required", random.nextBoolean());
      input.put("default", null);
      inputs.put(word(random) + i, input);
    }
    Map<String, @Nullable Object> template = new LinkedHashMap<>();
    template.put("id", "template/" + random.nextInt(1_000_000));
    template.put("version", random.nextInt(9) + "." + random.nextInt(20) + ".0");
    template.put("description", word(random) + " " + word(random) + " " + word(random));
    template.put("template", body.toString());
    template.put("inputs", inputs);
    template.put("metadata", Map.of("owner", word(random)));
    return template;
  }

  private static String word(Random random) {
    int rank = (int) (3_000 * Math.pow(random.nextDouble(), 3));
    Random letters = new Random(rank);
    StringBuilder word = new StringBuilder();
    for (int length = 2 + letters.nextInt(8); length > 0; length--) {
      word.append((char) ('a' + letters.nextInt(26)));
    }
    return word.toString();
  }
}
