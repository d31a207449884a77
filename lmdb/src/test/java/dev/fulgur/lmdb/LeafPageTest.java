package dev.fulgur.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Steps within a page, which are read without LMDB, between all other movements.
final class LeafPageTest extends Fixture {

  private static final int DAMAGED_ROWS = 3_000;

  private static final String[] MOVES = {
    "next",
    "next",
    "next",
    "previous",
    "previous",
    "nextKey",
    "previousKey",
    "first",
    "last",
    "current",
    "seek",
    "seekRange"
  };

  /// Keys of many pages, values that lie in them and values that do not, and a model to walk
  /// beside.
  @Test
  void movements_overManyPages_areThoseOfASortedMap() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("LeafPageTest -Dseed=" + seed);
    Random random = new Random(seed);
    Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
    NavigableMap<String, byte[]> model = new TreeMap<>();
    try (WriteTxn txn = env.beginWrite()) {
      for (int i = 0; i < 3_000; i++) {
        String key = "%06d".formatted(random.nextInt(100_000)) + "x".repeat(random.nextInt(60));
        byte[] value = new byte[random.nextInt(40) == 0 ? 5_000 : random.nextInt(200)];
        random.nextBytes(value);
        model.put(key, value);
        txn.put(dbi, key.getBytes(UTF_8), value);
      }
      txn.commit();
    }
    try (ReadTxn txn = env.beginRead();
        Cursor cursor = txn.cursor(dbi)) {
      Value other = new Value();
      String at = null;
      for (int step = 0; step < 40_000; step++) {
        String wanted = "%06d".formatted(random.nextInt(100_000));
        String move = MOVES[random.nextInt(MOVES.length)];
        int times = random.nextInt(20) == 0 ? random.nextInt(300) : 1;
        for (int n = 0; n < times; n++) {
          String from = at;
          String to =
              switch (move) {
                case "next", "nextKey" -> from == null ? model.firstKey() : model.higherKey(from);
                case "previous", "previousKey" ->
                    from == null ? model.lastKey() : model.lowerKey(from);
                case "first" -> model.firstKey();
                case "last" -> model.lastKey();
                case "seek" -> model.containsKey(wanted) ? wanted : null;
                case "current" -> from;
                default -> model.ceilingKey(wanted);
              };
          boolean found =
              switch (move) {
                case "next" -> cursor.next();
                case "nextKey" -> cursor.nextKey();
                case "previous" -> cursor.previous();
                case "previousKey" -> cursor.previousKey();
                case "first" -> cursor.first();
                case "last" -> cursor.last();
                case "current" -> cursor.current();
                case "seek" -> cursor.seek(wanted.getBytes(UTF_8));
                default -> cursor.seekRange(wanted.getBytes(UTF_8));
              };
          assertThat(found).as("%s from %s", move, from).isEqualTo(to != null);
          if (to != null) {
            assertThat(Text.of(cursor.key())).as("%s from %s", move, from).isEqualTo(to);
            assertThat(cursor.value().toBytes()).isEqualTo(model.get(to));
            at = to;
          } else if (move.startsWith("seek")) {
            at = null;
          }
        }
        if (random.nextInt(10) == 0) {
          assertThat(txn.get(dbi, model.firstKey().getBytes(UTF_8), other)).isTrue();
          assertThat(txn.get(dbi, model.lastKey().getBytes(UTF_8), cursor.key())).isTrue();
        }
      }
    }
  }

  /// A page whose last key equals another key, or sorts before all, is walked to its end and left.
  @Test
  void next_overPagesWhoseKeysAreOutOfOrder_comesToEachRowOnce() throws Exception {
    for (boolean twice : new boolean[] {true, false}) {
      String name = twice ? "twice" : "before";
      Dbi dbi = env.openDbi(name, DbiFlag.CREATE);
      try (WriteTxn txn = env.beginWrite()) {
        for (long i = 1; i <= DAMAGED_ROWS; i++) {
          byte[] key = ByteBuffer.allocate(8).putLong(i).array();
          txn.put(dbi, key, new byte[40]);
        }
        txn.commit();
      }
      closeEnv();
      assertThat(damageLastKeys(twice)).isGreaterThan(20);
      openEnv();
      dbi = env.openDbi(name);
      try (ReadTxn txn = env.beginRead();
          Cursor cursor = txn.cursor(dbi)) {
        int forward = 0;
        while (forward <= DAMAGED_ROWS && cursor.next()) {
          forward++;
        }
        assertThat(forward).isEqualTo(DAMAGED_ROWS);
        int back = 1;
        while (back <= DAMAGED_ROWS && cursor.previous()) {
          back++;
        }
        assertThat(back).isEqualTo(DAMAGED_ROWS);
      }
    }
  }

  /// Gives the last key of each leaf page with keys of 8 bytes its first key, or one below all.
  private int damageLastKeys(boolean twice) throws IOException {
    Path file = folder.resolve("data.mdb");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    int damaged = 0;
    for (int page = 2 * 4096; page < bytes.capacity(); page += 4096) {
      int rows = (bytes.getShort(page + 12) - 16) / 2;
      if (bytes.getShort(page + 10) != 2 || rows < 3) {
        continue;
      }
      int first = page + bytes.getShort(page + 16);
      int last = page + bytes.getShort(page + 16 + 2 * (rows - 1));
      if (bytes.getShort(first + 6) == 8 && bytes.getShort(last + 6) == 8) {
        bytes.putLong(last + 8, twice ? bytes.getLong(first + 8) : 0);
        damaged++;
      }
    }
    Files.write(file, bytes.array());
    return damaged;
  }
}
