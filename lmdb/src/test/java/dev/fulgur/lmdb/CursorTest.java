package dev.fulgur.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Movements, writes through cursors, and how long a cursor lives.
final class CursorTest extends Fixture {

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

  private static String at(Cursor cursor) {
    return Text.of(cursor.key()) + "=" + Text.of(cursor.value());
  }

  @Test
  void movements_overPlainKeys_followTheirOrder() {
    Dbi dbi = filled("t", "a=1 b=2 d=4");
    try (ReadTxn txn = env.beginRead();
        Cursor cursor = txn.cursor(dbi)) {
      assertThat(cursor.current()).isFalse();
      assertThat(cursor.next()).isTrue();
      assertThat(at(cursor)).isEqualTo("a=1");
      assertThat(cursor.previous()).isFalse();
      assertThat(cursor.last()).isTrue();
      assertThat(at(cursor)).isEqualTo("d=4");
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.previous()).isTrue();
      assertThat(at(cursor)).isEqualTo("b=2");
      assertThat(cursor.seek(Text.of("a"))).isTrue();
      assertThat(cursor.nextKey()).isTrue();
      assertThat(at(cursor)).isEqualTo("b=2");
      assertThat(cursor.previousKey()).isTrue();
      assertThat(at(cursor)).isEqualTo("a=1");
      assertThat(cursor.seekRange(Text.bytes("c"))).isTrue();
      assertThat(at(cursor)).isEqualTo("d=4");
      assertThat(cursor.first()).isTrue();
      assertThat(cursor.current()).isTrue();
      assertThat(at(cursor)).isEqualTo("a=1");
    }
  }

  /// Keys of many pages, values that lie in them and values that do not, and a model to walk
  /// beside.
  @Test
  void movements_overManyPages_areThoseOfASortedMap() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("CursorTest -Dseed=" + seed);
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

  @Test
  void seek_thatFindsNothing_leavesTheCursorNowhere() {
    Dbi dbi = filled("t", "a=1 b=2", DbiFlag.DUPSORT);
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(dbi)) {
      assertThat(cursor.seekRange(Text.of("z"))).isFalse();
      assertThat(cursor.current()).isFalse();
      assertThat(cursor.nextValue()).isFalse();
      assertThat(cursor.firstValue()).isFalse();
      assertThatIllegalStateException().isThrownBy(cursor::count);
      assertThatIllegalStateException().isThrownBy(cursor::delete);
      assertThatIllegalStateException().isThrownBy(cursor::deleteKey);
      assertThatIllegalStateException().isThrownBy(() -> cursor.replace(Text.of("x")));
      assertThatIllegalStateException().isThrownBy(() -> cursor.key().size());
      assertThat(cursor.next()).isTrue();
      assertThat(at(cursor)).isEqualTo("a=1");
      assertThat(cursor.seek(Text.of("ab"))).isFalse();
      assertThat(cursor.previous()).isTrue();
      assertThat(at(cursor)).isEqualTo("b=2");
    }
  }

  @Test
  void emptyDatabase_hasNoItem() {
    Dbi dbi = filled("t", "");
    try (ReadTxn txn = env.beginRead();
        Cursor cursor = txn.cursor(dbi)) {
      assertThat(cursor.first()).isFalse();
      assertThat(cursor.last()).isFalse();
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.previous()).isFalse();
      assertThat(cursor.seekRange(Text.of("a"))).isFalse();
    }
  }

  @Test
  void movements_overManyValues_followTheirOrder() {
    Dbi dbi = filled("t", "a=1 a=3 a=2 b=9", DbiFlag.DUPSORT);
    try (ReadTxn txn = env.beginRead();
        Cursor cursor = txn.cursor(dbi)) {
      assertThat(Text.all(txn, dbi)).containsExactly("a=1", "a=2", "a=3", "b=9");
      assertThat(cursor.first()).isTrue();
      assertThat(cursor.count()).isEqualTo(3);
      assertThat(cursor.lastValue()).isTrue();
      assertThat(at(cursor)).isEqualTo("a=3");
      assertThat(cursor.nextValue()).isFalse();
      assertThat(cursor.previousValue()).isTrue();
      assertThat(at(cursor)).isEqualTo("a=2");
      assertThat(cursor.firstValue()).isTrue();
      assertThat(at(cursor)).isEqualTo("a=1");
      assertThat(cursor.nextKey()).isTrue();
      assertThat(at(cursor)).isEqualTo("b=9");
      assertThat(cursor.count()).isEqualTo(1);
      assertThat(cursor.previousKey()).isTrue();
      assertThat(at(cursor)).isEqualTo("a=3");
      assertThat(cursor.seekPair(Text.of("a"), Text.of("2"))).isTrue();
      assertThat(at(cursor)).isEqualTo("a=2");
      assertThat(cursor.seekPair(Text.of("a"), Text.of("4"))).isFalse();
      assertThat(cursor.seekPairRange(Text.of("a"), Text.of("21"))).isTrue();
      assertThat(at(cursor)).isEqualTo("a=3");
      assertThat(cursor.seekPairRange(Text.of("b"), Text.of("1"))).isTrue();
      assertThat(at(cursor)).isEqualTo("b=9");
      assertThat(Text.of(txn.get(dbi, Text.of("a")))).isEqualTo("1");
    }
  }

  @Test
  void operationsForManyValues_onPlainKeys_areRefused() {
    Dbi dbi = filled("t", "a=1");
    Dbi sorted = filled("s", "a=1", DbiFlag.DUPSORT);
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(dbi);
        Cursor sortedCursor = txn.cursor(sorted)) {
      cursor.first();
      sortedCursor.first();
      for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
          new org.assertj.core.api.ThrowableAssert.ThrowingCallable[] {
            cursor::firstValue,
            cursor::lastValue,
            cursor::nextValue,
            cursor::previousValue,
            cursor::count,
            cursor::deleteKey,
            cursor::multiple,
            sortedCursor::multiple,
            sortedCursor::nextMultiple,
            sortedCursor::previousMultiple,
            () -> cursor.seekPair(Text.of("a"), Text.of("1")),
            () -> cursor.put(Text.of("a"), Text.of("1"), PutFlag.NODUPDATA),
            () -> sortedCursor.putMultiple(Text.of("a"), Text.of("12345678"), 8),
            () -> sortedCursor.reserve(Text.of("a"), 8),
            () -> txn.reserve(sorted, Text.of("a"), 8),
            () -> txn.delete(dbi, Text.of("a"), Text.of("1")),
            () -> txn.compareValues(dbi, Text.of("a"), Text.of("b"))
          }) {
        assertThatThrownBy(call).isInstanceOf(LmdbException.Incompatible.class);
      }
    }
  }

  @Test
  void multiple_overValuesOfOneSize_readsThemPageByPage() {
    try (WriteTxn txn = env.beginWrite()) {
      Dbi dbi = txn.openDbi("t", DbiFlag.CREATE, DbiFlag.DUPSORT, DbiFlag.DUPFIXED);
      MemorySegment items = MemorySegment.ofArray(new byte[8 * 3000]);
      for (int i = 0; i < 3000; i++) {
        items.set(
            java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED.withOrder(
                java.nio.ByteOrder.BIG_ENDIAN),
            8L * i,
            i);
      }
      try (Cursor cursor = txn.cursor(dbi)) {
        assertThat(cursor.putMultiple(Text.of("many"), items, 8)).isEqualTo(3000);
        cursor.put(Text.of("one"), Text.of("12345678"));
        assertThat(cursor.seek(Text.of("many"))).isTrue();
        assertThat(cursor.count()).isEqualTo(3000);
        long bytes = 0;
        long pages = 0;
        for (boolean more = cursor.multiple(); more; more = cursor.nextMultiple()) {
          assertThat(cursor.value().longAt(0)).isEqualTo(bytes / 8);
          assertThat(Text.of(cursor.key())).isEqualTo("many");
          bytes += cursor.value().size();
          pages++;
        }
        assertThat(bytes).isEqualTo(items.byteSize());
        assertThat(pages).isGreaterThan(1);
        assertThat(cursor.lastValue()).isTrue();
        assertThat(cursor.previousMultiple()).isTrue();
        assertThat(cursor.nextKey()).isTrue();
        assertThat(cursor.multiple()).isTrue();
        assertThat(at(cursor)).isEqualTo("one=12345678");
        assertThat(cursor.nextMultiple()).isFalse();
        assertThat(cursor.previousMultiple()).isFalse();
      }
    }
  }

  @Test
  void valuesOfOneSize_keepIt() {
    Dbi dbi = filled("t", "a=12345678", DbiFlag.DUPSORT, DbiFlag.DUPFIXED);
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(dbi)) {
      assertThatThrownBy(() -> txn.put(dbi, Text.of("a"), Text.of("1234")))
          .isInstanceOf(LmdbException.BadValSize.class);
      assertThatThrownBy(() -> cursor.putMultiple(Text.of("a"), Text.of("12345678"), 4))
          .isInstanceOf(LmdbException.BadValSize.class);
      cursor.first();
      assertThatThrownBy(() -> cursor.replace(Text.of("1234")))
          .isInstanceOf(LmdbException.BadValSize.class);
      txn.put(dbi, Text.of("b"), Text.of("1234"));
      assertThat(Text.all(txn, dbi)).containsExactly("a=12345678", "b=1234");
    }
  }

  @Test
  void delete_movesToWhatFollowed() {
    Dbi dbi = filled("t", "a=1 a=2 b=1 c=1", DbiFlag.DUPSORT);
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(dbi)) {
      cursor.first();
      cursor.delete();
      assertThat(cursor.current()).isTrue();
      assertThat(at(cursor)).isEqualTo("a=2");
      cursor.deleteKey();
      assertThat(cursor.next()).isTrue();
      assertThat(at(cursor)).isEqualTo("b=1");
      cursor.last();
      cursor.delete();
      assertThat(cursor.next()).isFalse();
      assertThat(Text.all(txn, dbi)).containsExactly("b=1");
      cursor.first();
      cursor.delete();
      assertThat(cursor.current()).isFalse();
      assertThat(cursor.next()).isFalse();
      assertThat(txn.stat(dbi).entries()).isZero();
    }
  }

  @Test
  void replace_changesTheValueInPlace() {
    Dbi plain = filled("p", "a=1 b=2");
    Dbi sorted = filled("s", "a=1 a=3", DbiFlag.DUPSORT);
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(plain);
        Cursor many = txn.cursor(sorted)) {
      cursor.first();
      cursor.replace(Text.of("longer than before"));
      cursor.next();
      cursor.replace(cursor.key().segment());
      assertThat(Text.all(txn, plain)).containsExactly("a=longer than before", "b=b");
      many.first();
      many.replace(Text.of("4"));
      assertThat(at(current(many))).isEqualTo("a=4");
      assertThat(Text.all(txn, sorted)).containsExactly("a=3", "a=4");
    }
  }

  private static Cursor current(Cursor cursor) {
    assertThat(cursor.current()).isTrue();
    return cursor;
  }

  @Test
  void put_standsAtTheNewItem() {
    Dbi dbi = filled("t", "a=1 c=3");
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(dbi)) {
      cursor.put(Text.of("b"), Text.of("2"));
      assertThat(cursor.next()).isTrue();
      assertThat(at(cursor)).isEqualTo("c=3");
      cursor.reserve(Text.of("d"), 1).set(java.lang.foreign.ValueLayout.JAVA_BYTE, 0, (byte) '4');
      assertThat(cursor.previous()).isTrue();
      assertThat(Text.all(txn, dbi)).containsExactly("a=1", "b=2", "c=3", "d=4");
      assertThatThrownBy(() -> cursor.put(Text.of("a"), Text.of("9"), PutFlag.NOOVERWRITE))
          .isInstanceOf(LmdbException.KeyExists.class);
      assertThatThrownBy(() -> cursor.put(Text.of("b"), Text.of("9"), PutFlag.APPEND))
          .isInstanceOf(LmdbException.KeyExists.class);
    }
  }

  @Test
  void cursors_ofOneTransaction_followEachOthersWrites() {
    Dbi dbi = filled("t", "a=1 b=2 c=3");
    try (WriteTxn txn = env.beginWrite();
        Cursor one = txn.cursor(dbi);
        Cursor other = txn.cursor(dbi)) {
      one.seek(Text.of("b"));
      other.seek(Text.of("b"));
      one.delete();
      assertThat(other.next()).isTrue();
      assertThat(at(other)).isEqualTo("c=3");
      txn.empty(dbi);
      assertThat(other.next()).isFalse();
      assertThat(other.current()).isFalse();
    }
  }

  @Test
  void write_inAReadTransaction_isRefused() {
    Dbi dbi = filled("t", "a=1");
    try (ReadTxn txn = env.beginRead();
        Cursor cursor = txn.cursor(dbi)) {
      cursor.first();
      assertThatIllegalStateException().isThrownBy(cursor::delete);
      assertThatIllegalStateException().isThrownBy(() -> cursor.replace(Text.of("2")));
      assertThatIllegalStateException().isThrownBy(() -> cursor.put(Text.of("a"), Text.of("2")));
    }
  }

  @Test
  void ofAWriteTransaction_endsWithIt() {
    Dbi dbi = filled("t", "a=1");
    WriteTxn txn = env.beginWrite();
    Cursor cursor = txn.cursor(dbi);
    cursor.first();
    txn.commit();
    assertThatIllegalStateException().isThrownBy(cursor::next).withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(() -> cursor.value().size());
    cursor.close();
    try (ReadTxn reader = env.beginRead()) {
      assertThatIllegalStateException().isThrownBy(() -> cursor.renew(reader));
    }
  }

  @Test
  void ofAReadTransaction_isTakenIntoAnotherSnapshot() {
    Dbi dbi = filled("t", "a=1");
    ReadTxn txn = env.beginRead();
    Cursor cursor = txn.cursor(dbi);
    cursor.first();
    txn.reset();
    assertThatIllegalStateException().isThrownBy(cursor::next);
    txn.renew();
    assertThatIllegalStateException().isThrownBy(cursor::next).withMessageContaining("renew it");
    cursor.renew(txn);
    assertThat(cursor.current()).isFalse();
    assertThat(cursor.next()).isTrue();
    txn.close();
    assertThatIllegalStateException().isThrownBy(cursor::next);
    try (ReadTxn other = env.beginRead()) {
      cursor.renew(other);
      assertThat(cursor.next()).isTrue();
    }
    cursor.close();
    cursor.close();
    assertThatIllegalStateException().isThrownBy(cursor::next).withMessageContaining("closed");
  }

  @Test
  void ofAnotherThreadsSnapshot_isRefused() throws Exception {
    Dbi dbi = filled("t", "a=1");
    try (ReadTxn txn = env.beginRead();
        Cursor cursor = txn.cursor(dbi)) {
      FutureTask<String> task =
          new FutureTask<>(
              () -> {
                try (ReadTxn own = env.beginRead()) {
                  assertThatIllegalStateException().isThrownBy(() -> cursor.renew(own));
                }
                assertThatIllegalStateException().isThrownBy(cursor::next);
                assertThatIllegalStateException().isThrownBy(cursor::close);
                return "refused";
              });
      Thread.ofPlatform().start(task);
      assertThat(task.get()).isEqualTo("refused");
      assertThat(cursor.next()).isTrue();
    }
  }

  @Test
  void close_afterTheEnvironment_isHarmless() {
    Dbi dbi = filled("t", "a=1");
    ReadTxn txn = env.beginRead();
    Cursor cursor = txn.cursor(dbi);
    txn.close();
    env.close();
    cursor.close();
    openEnv();
  }
}
