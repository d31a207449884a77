package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Database handles: opening, flags, orders, emptying and deleting.
final class DbiTest extends Fixture {

  private static MemorySegment number(long value) {
    MemorySegment segment = MemorySegment.ofArray(new byte[8]);
    segment.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, value);
    return segment;
  }

  @Test
  void open_missing_isNotFound_orCreated() {
    assertThatThrownBy(() -> env.openDbi("t")).isInstanceOf(LmdbException.NotFound.class);
    Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
    assertThat(env.openDbi("t")).isSameAs(dbi);
    assertThat(dbi.name()).isEqualTo("t");
    assertThat(dbi.flags()).isEmpty();
  }

  @Test
  void open_withOtherFlags_isIncompatible() {
    filled("t", "", DbiFlag.DUPSORT).close();
    assertThat(env.openDbi("t").flags()).containsExactly(DbiFlag.DUPSORT);
    assertThatThrownBy(() -> env.openDbi("t", DbiFlag.INTEGERKEY))
        .isInstanceOf(LmdbException.Incompatible.class)
        .hasMessageContaining("stored with [DUPSORT]");
    assertThatThrownBy(() -> env.openDbi("t", DbiFlag.CREATE))
        .isInstanceOf(LmdbException.Incompatible.class);
  }

  @Test
  void open_badArguments_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> env.openDbi("", DbiFlag.CREATE));
    assertThatIllegalArgumentException().isThrownBy(() -> env.openDbi("a\0b", DbiFlag.CREATE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> env.openDbi("t", DbiFlag.CREATE, DbiFlag.DUPFIXED));
    assertThatThrownBy(() -> env.openDbi("n".repeat(512), DbiFlag.CREATE))
        .isInstanceOf(LmdbException.BadValSize.class);
  }

  @Test
  void open_inAWriteTransaction_isItsOwnUntilCommitted() {
    Dbi dbi;
    try (WriteTxn txn = env.beginWrite();
        ReadTxn reader = env.beginRead()) {
      dbi = txn.openDbi("t", DbiFlag.CREATE);
      Dbi own = dbi;
      txn.put(dbi, Text.of("a"), Text.of("1"));
      assertThatIllegalStateException()
          .isThrownBy(() -> reader.get(own, Text.of("a")))
          .withMessageContaining("until that commits");
      txn.commit();
      assertThatThrownBy(() -> reader.get(own, Text.of("a")))
          .isInstanceOf(LmdbException.Os.class)
          .hasMessageContaining("opened after this transaction began");
    }
    try (ReadTxn reader = env.beginRead()) {
      assertThat(Text.all(reader, dbi)).containsExactly("a=1");
    }
  }

  @Test
  void open_inATransactionThatIsUndone_isClosed() {
    Dbi dbi;
    try (WriteTxn txn = env.beginWrite()) {
      dbi = txn.openDbi("t", DbiFlag.CREATE);
      Dbi undone;
      try (WriteTxn child = txn.child()) {
        undone = child.openDbi("u", DbiFlag.CREATE);
        assertThat(child.stat(dbi).entries()).isZero();
      }
      assertThatIllegalStateException().isThrownBy(() -> txn.stat(undone));
    }
    try (ReadTxn reader = env.beginRead()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> reader.stat(dbi))
          .withMessageContaining("closed");
    }
    assertThatThrownBy(() -> env.openDbi("t")).isInstanceOf(LmdbException.NotFound.class);
  }

  @Test
  void ofAnotherEnvironment_isRefused() throws Exception {
    Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
    Path other = Files.createDirectory(folder.resolve("other"));
    try (Env second = Env.open(other, EnvOptions.DEFAULT);
        ReadTxn txn = second.beginRead()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> txn.get(dbi, Text.of("a")))
          .withMessageContaining("not of this environment");
    }
  }

  @Test
  void unnamed_holdsTheNamesOfTheOthers() {
    filled("t", "a=1");
    Dbi unnamed = env.openDbi(null);
    try (WriteTxn txn = env.beginWrite()) {
      try (Cursor cursor = txn.cursor(unnamed)) {
        assertThat(cursor.next()).isTrue();
        assertThat(Text.of(cursor.key())).isEqualTo("t");
      }
      assertThatThrownBy(() -> txn.put(unnamed, Text.of("t"), Text.of("1")))
          .isInstanceOf(LmdbException.Incompatible.class);
      assertThatIllegalStateException().isThrownBy(() -> txn.empty(unnamed));
      assertThatIllegalArgumentException().isThrownBy(() -> txn.drop(unnamed));
    }
    try (WriteTxn txn = env.beginWrite()) {
      assertThatThrownBy(() -> txn.delete(unnamed, Text.of("t")))
          .isInstanceOf(LmdbException.Incompatible.class);
    }
    try (WriteTxn txn = env.beginWrite()) {
      txn.put(unnamed, Text.of("plain"), Text.of("1"));
      txn.commit();
    }
    assertThatThrownBy(() -> env.openDbi("plain")).isInstanceOf(LmdbException.Incompatible.class);
  }

  @Test
  void unnamed_takesFlagsWhileItIsEmpty() {
    Dbi unnamed = env.openDbi(null, DbiFlag.DUPSORT);
    try (WriteTxn txn = env.beginWrite()) {
      txn.put(unnamed, Text.of("a"), Text.of("2"));
      txn.put(unnamed, Text.of("a"), Text.of("1"));
      assertThat(Text.all(txn, unnamed)).containsExactly("a=1", "a=2");
      txn.commit();
    }
    assertThatThrownBy(() -> env.openDbi("t", DbiFlag.CREATE))
        .isInstanceOf(LmdbException.Incompatible.class);
    unnamed.close();
    assertThatThrownBy(() -> env.openDbi(null, DbiFlag.INTEGERKEY))
        .isInstanceOf(LmdbException.Incompatible.class);
    assertThat(env.openDbi(null).flags()).containsExactly(DbiFlag.DUPSORT);
  }

  @Test
  void keys_haveASizeFrom1To511() {
    Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
    try (WriteTxn txn = env.beginWrite()) {
      MemorySegment longest = MemorySegment.ofArray(new byte[511]);
      txn.put(dbi, longest, Text.of("v"));
      assertThat(Text.of(txn.get(dbi, longest))).isEqualTo("v");
      for (int size : new int[] {0, 512, 100_000}) {
        MemorySegment key = MemorySegment.ofArray(new byte[size]);
        assertThatThrownBy(() -> txn.put(dbi, key, Text.of("v")))
            .isInstanceOfSatisfying(
                LmdbException.BadValSize.class, e -> assertThat(e.sizeBytes()).isEqualTo(size));
        assertThatThrownBy(() -> txn.get(dbi, key)).isInstanceOf(LmdbException.BadValSize.class);
        assertThatThrownBy(() -> txn.get(dbi, new byte[size], new Value()))
            .isInstanceOf(LmdbException.BadValSize.class);
        assertThatThrownBy(() -> txn.delete(dbi, key)).isInstanceOf(LmdbException.BadValSize.class);
      }
      txn.commit();
    }
  }

  @Test
  void sortedValues_haveASizeFrom1To511() {
    Dbi dbi = filled("t", "a=1", DbiFlag.DUPSORT);
    try (WriteTxn txn = env.beginWrite()) {
      txn.put(dbi, Text.of("a"), MemorySegment.ofArray(new byte[511]));
      for (int size : new int[] {0, 512}) {
        assertThatThrownBy(() -> txn.put(dbi, Text.of("a"), MemorySegment.ofArray(new byte[size])))
            .isInstanceOf(LmdbException.BadValSize.class);
      }
      assertThat(txn.stat(dbi).entries()).isEqualTo(2);
    }
  }

  @Test
  void order_isOfUnsignedBytes_shorterFirst() {
    Dbi dbi = filled("t", "b=3 a=1 ab=2 \u00ff=4");
    try (ReadTxn txn = env.beginRead()) {
      assertThat(Text.all(txn, dbi)).containsExactly("a=1", "ab=2", "b=3", "\u00ff=4");
      assertThat(txn.compareKeys(dbi, Text.of("a"), Text.of("ab"))).isNegative();
      assertThat(txn.compareKeys(dbi, Text.of("\u00ff"), Text.of("b"))).isPositive();
      assertThat(txn.compareKeys(dbi, Text.of("b"), Text.of("b"))).isZero();
    }
  }

  @Test
  void order_reversed_isFromTheLastByte() {
    Dbi keys = filled("k", "ab=1 ba=2", DbiFlag.REVERSEKEY);
    Dbi values = filled("v", "a=ab a=ba", DbiFlag.DUPSORT, DbiFlag.REVERSEDUP);
    try (ReadTxn txn = env.beginRead()) {
      assertThat(Text.all(txn, keys)).containsExactly("ba=2", "ab=1");
      assertThat(Text.all(txn, values)).containsExactly("a=ba", "a=ab");
      assertThat(txn.compareValues(values, Text.of("ab"), Text.of("ba"))).isPositive();
    }
  }

  @Test
  void integerKeys_areOrderedAsNumbers_andHaveOneSize() {
    Dbi dbi = env.openDbi("t", DbiFlag.CREATE, DbiFlag.INTEGERKEY);
    try (WriteTxn txn = env.beginWrite()) {
      for (long n : new long[] {256, 1, 65_536, 2}) {
        txn.put(dbi, number(n), Text.of(Long.toString(n)));
      }
      try (Cursor cursor = txn.cursor(dbi)) {
        StringBuilder order = new StringBuilder();
        while (cursor.next()) {
          order.append(Text.of(cursor.value())).append(' ');
        }
        assertThat(order).hasToString("1 2 256 65536 ");
        assertThatThrownBy(() -> cursor.seek(new byte[4]))
            .isInstanceOf(LmdbException.BadValSize.class)
            .hasMessageContaining("whose integers have 8");
      }
      assertThatThrownBy(() -> txn.put(dbi, MemorySegment.ofArray(new byte[4]), Text.of("4")))
          .isInstanceOf(LmdbException.BadValSize.class);
      assertThatThrownBy(() -> txn.put(dbi, Text.of("abc"), Text.of("3")))
          .isInstanceOf(LmdbException.BadValSize.class);
    }
    try (WriteTxn txn = env.beginWrite()) {
      txn.put(dbi, MemorySegment.ofArray(new byte[4]), Text.of("empty, so that any size may come"));
    }
  }

  @Test
  void integerKeys_afterAnUndoneChangeOfTheirSize_haveTheOldOne() {
    Dbi dbi = env.openDbi("t", DbiFlag.CREATE, DbiFlag.INTEGERKEY);
    try (WriteTxn txn = env.beginWrite()) {
      txn.put(dbi, number(1), Text.of("1"));
      try (WriteTxn child = txn.child()) {
        child.empty(dbi);
        child.put(dbi, MemorySegment.ofArray(new byte[4]), Text.of("1"));
      }
      assertThatThrownBy(() -> txn.put(dbi, MemorySegment.ofArray(new byte[4]), Text.of("2")))
          .isInstanceOf(LmdbException.BadValSize.class);
      txn.commit();
    }
  }

  @Test
  void integerValues_areOrderedAsNumbers() {
    Dbi dbi =
        env.openDbi("t", DbiFlag.CREATE, DbiFlag.DUPSORT, DbiFlag.DUPFIXED, DbiFlag.INTEGERDUP);
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(dbi)) {
      for (long n : new long[] {256, 1, 65_536, 2}) {
        txn.put(dbi, Text.of("k"), number(n));
      }
      assertThat(cursor.first()).isTrue();
      assertThat(cursor.value().segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 0)).isEqualTo(1);
      assertThat(cursor.lastValue()).isTrue();
      assertThat(cursor.value().segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 0))
          .isEqualTo(65_536);
      assertThatThrownBy(() -> txn.put(dbi, Text.of("k"), Text.of("abc")))
          .isInstanceOf(LmdbException.BadValSize.class);
    }
  }

  @Test
  void putFlags_doWhatTheyPromise() {
    Dbi plain = filled("p", "b=1");
    Dbi sorted = filled("s", "b=2", DbiFlag.DUPSORT);
    try (WriteTxn txn = env.beginWrite()) {
      assertThat(txn.putIfAbsent(plain, Text.of("b"), Text.of("9"))).isFalse();
      assertThat(txn.putIfAbsent(plain, Text.of("c"), Text.of("3"))).isTrue();
      assertThatThrownBy(() -> txn.put(plain, Text.of("b"), Text.of("9"), PutFlag.NOOVERWRITE))
          .isInstanceOf(LmdbException.KeyExists.class);
      assertThatThrownBy(() -> txn.put(plain, Text.of("a"), Text.of("9"), PutFlag.APPEND))
          .isInstanceOf(LmdbException.KeyExists.class);
      txn.put(plain, Text.of("d"), Text.of("4"), PutFlag.APPEND);
      assertThat(Text.all(txn, plain)).containsExactly("b=1", "c=3", "d=4");
      assertThatThrownBy(() -> txn.put(sorted, Text.of("b"), Text.of("2"), PutFlag.NODUPDATA))
          .isInstanceOf(LmdbException.KeyExists.class);
      txn.put(sorted, Text.of("b"), Text.of("2"));
      txn.put(sorted, Text.of("b"), Text.of("3"), PutFlag.APPENDDUP);
      assertThatThrownBy(() -> txn.put(sorted, Text.of("b"), Text.of("1"), PutFlag.APPENDDUP))
          .isInstanceOf(LmdbException.KeyExists.class);
      assertThat(Text.all(txn, sorted)).containsExactly("b=2", "b=3");
      assertThat(txn.delete(sorted, Text.of("b"), Text.of("7"))).isFalse();
      assertThat(txn.delete(sorted, Text.of("b"), Text.of("2"))).isTrue();
      assertThat(txn.delete(sorted, Text.of("b"))).isTrue();
      assertThat(txn.delete(sorted, Text.of("b"))).isFalse();
    }
  }

  @Test
  void empty_keepsTheDatabase_dropTakesIt() {
    Dbi dbi = filled("t", "a=1 b=2");
    try (WriteTxn txn = env.beginWrite()) {
      txn.empty(dbi);
      assertThat(txn.stat(dbi).entries()).isZero();
      txn.put(dbi, Text.of("c"), Text.of("3"));
      txn.commit();
    }
    try (WriteTxn txn = env.beginWrite()) {
      try (ReadTxn reader = env.beginRead()) {
        assertThatIllegalStateException()
            .isThrownBy(() -> txn.drop(dbi))
            .withMessageContaining("no transaction is active");
        assertThat(Text.all(reader, dbi)).containsExactly("c=3");
      }
      try (WriteTxn child = txn.child()) {
        assertThatIllegalStateException().isThrownBy(() -> child.drop(dbi));
      }
      Cursor cursor = txn.cursor(dbi);
      txn.drop(dbi);
      assertThatIllegalStateException().isThrownBy(cursor::next);
      assertThatIllegalStateException().isThrownBy(() -> txn.stat(dbi));
      Dbi again = txn.openDbi("t", DbiFlag.CREATE, DbiFlag.DUPSORT);
      txn.put(again, Text.of("a"), Text.of("1"));
      txn.put(again, Text.of("a"), Text.of("2"));
      txn.commit();
      assertThat(again.flags()).containsExactly(DbiFlag.DUPSORT);
    }
    try (ReadTxn txn = env.beginRead()) {
      assertThat(txn.stat(env.openDbi("t")).entries()).isEqualTo(2);
    }
  }

  @Test
  void drop_undone_leavesTheDatabaseToBeOpenedAgain() {
    Dbi dbi = filled("t", "a=1");
    try (WriteTxn txn = env.beginWrite()) {
      txn.drop(dbi);
    }
    try (ReadTxn txn = beginAfterOpening()) {
      assertThatIllegalStateException().isThrownBy(() -> txn.stat(dbi));
      assertThat(Text.all(txn, env.openDbi("t"))).containsExactly("a=1");
    }
  }

  private ReadTxn beginAfterOpening() {
    env.openDbi("t");
    return env.beginRead();
  }

  @Test
  void close_whileTransactionsAreActive_isRefused_elseFreesTheNumber() {
    Dbi dbi = filled("t", "a=1");
    try (ReadTxn txn = env.beginRead()) {
      assertThatIllegalStateException().isThrownBy(dbi::close);
      txn.reset();
      dbi.close();
      dbi.close();
      txn.renew();
      assertThatIllegalStateException().isThrownBy(() -> txn.get(dbi, Text.of("a")));
    }
    Dbi other = filled("u", "b=2");
    try (ReadTxn txn = env.beginRead()) {
      assertThat(Text.all(txn, other)).containsExactly("b=2");
    }
  }
}
