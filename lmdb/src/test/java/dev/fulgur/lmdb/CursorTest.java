package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Movements, and how long a cursor lives.
final class CursorTest extends Fixture {

  @Test
  void movements_overPlainKeys_followTheirOrder() {
    Dbi dbi = filled("t", "a=1 b=2 d=4");
    try (ReadTxn txn = env.beginRead();
        Cursor cursor = txn.cursor(dbi)) {
      assertThat(cursor.current()).isFalse();
      assertThat(cursor.next()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("a=1");
      assertThat(cursor.previous()).isFalse();
      assertThat(cursor.last()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("d=4");
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.previous()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("b=2");
      assertThat(cursor.seek(Text.of("a"))).isTrue();
      assertThat(cursor.nextKey()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("b=2");
      assertThat(cursor.previousKey()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("a=1");
      assertThat(cursor.seekRange(Text.bytes("c"))).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("d=4");
      assertThat(cursor.first()).isTrue();
      assertThat(cursor.current()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("a=1");
    }
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
      assertThat(Text.at(cursor)).isEqualTo("a=1");
      assertThat(cursor.seek(Text.of("ab"))).isFalse();
      assertThat(cursor.previous()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("b=2");
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
      assertThat(Text.at(cursor)).isEqualTo("a=3");
      assertThat(cursor.nextValue()).isFalse();
      assertThat(cursor.previousValue()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("a=2");
      assertThat(cursor.firstValue()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("a=1");
      assertThat(cursor.nextKey()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("b=9");
      assertThat(cursor.count()).isEqualTo(1);
      assertThat(cursor.previousKey()).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("a=3");
      assertThat(cursor.seekPair(Text.of("a"), Text.of("2"))).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("a=2");
      assertThat(cursor.seekPair(Text.of("a"), Text.of("4"))).isFalse();
      assertThat(cursor.seekPairRange(Text.of("a"), Text.of("21"))).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("a=3");
      assertThat(cursor.seekPairRange(Text.of("b"), Text.of("1"))).isTrue();
      assertThat(Text.at(cursor)).isEqualTo("b=9");
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
      for (ThrowingCallable call :
          new ThrowingCallable[] {
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
        items.set(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 8L * i, i);
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
        assertThat(Text.at(cursor)).isEqualTo("one=12345678");
        assertThat(cursor.nextMultiple()).isFalse();
        assertThat(cursor.previousMultiple()).isFalse();
      }
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
