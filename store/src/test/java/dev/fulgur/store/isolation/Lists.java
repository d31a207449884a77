package dev.fulgur.store.isolation;

import dev.fulgur.store.Durability;
import dev.fulgur.store.LogSettings;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Table;
import dev.fulgur.store.ValueCodec;
import dev.fulgur.store.View;
import dev.fulgur.store.codec.Keys;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A store of lists of numbers.
final class Lists {
  static final Table<Long, List<Long>> TABLE = Table.raw("lists", Keys.U64, new Numbers());
  private static final Schema SCHEMA = Schema.of("isolation", TABLE);

  private Lists() {}

  private record Numbers() implements ValueCodec<List<Long>> {
    @Override
    public String name() {
      return "numbers";
    }

    @Override
    public byte[] write(List<Long> list) {
      ByteBuffer bytes = ByteBuffer.allocate(list.size() * Long.BYTES);
      list.forEach(bytes::putLong);
      return bytes.array();
    }

    @Override
    public List<Long> read(byte[] bytes) {
      List<Long> list = new ArrayList<>();
      for (ByteBuffer in = ByteBuffer.wrap(bytes); in.hasRemaining(); ) {
        list.add(in.getLong());
      }
      return list;
    }
  }

  /// With segments and checkpoints so small that there are many.
  static Store open(Path folder, Durability durability) {
    LogSettings log =
        LogSettings.defaults()
            .withSegmentBytes(16 << 10)
            .withCheckpoints(Duration.ofMillis(20), 1 << 16);
    return Store.open(
        folder, SCHEMA, StoreOptions.defaults().withDurability(durability).withLog(log));
  }

  static List<Long> list(View view, long key) {
    List<Long> list = view.get(TABLE, key);
    return list == null ? List.of() : list;
  }

  static Map<Long, List<Long>> all(View view) {
    Map<Long, List<Long>> lists = new LinkedHashMap<>();
    for (Row<Long, List<Long>> row : view.scan(TABLE, Range.all(), 100_000)) {
      lists.put(row.key(), row.record());
    }
    return lists;
  }
}
