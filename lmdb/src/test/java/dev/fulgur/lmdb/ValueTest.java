package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// What is read: its content, and that it cannot be used for longer than it is there.
final class ValueTest extends Fixture {

  private static MemorySegment found(Txn txn, Dbi dbi, String key) {
    return Objects.requireNonNull(txn.get(dbi, Text.of(key)));
  }

  @Test
  void accessors_readBigEndian_withinBounds() {
    Dbi dbi = filled("t", "k=abcdefghij");
    Value value = new Value();
    try (ReadTxn txn = env.beginRead()) {
      assertThat(txn.get(dbi, Text.bytes("k"), value)).isTrue();
      assertThat(value.size()).isEqualTo(10);
      assertThat(value.byteAt(9)).isEqualTo((byte) 'j');
      assertThat(value.shortAt(0)).isEqualTo((short) 0x6162);
      assertThat(value.intAt(1)).isEqualTo(0x62636465);
      assertThat(value.longAt(2)).isEqualTo(0x636465666768696aL);
      byte[] part = new byte[4];
      value.copyTo(3, part, 1, 2);
      assertThat(part).containsExactly(0, 'd', 'e', 0);
      assertThat(value.contentEquals(Text.of("abcdefghij"))).isTrue();
      assertThat(value.contentEquals(Text.of("abcdefghiJ"))).isFalse();
      assertThat(Text.of(value.segment())).isEqualTo("abcdefghij");
      assertThat(Text.of(value.borrow())).isEqualTo("abcdefghij");
      assertThatThrownBy(() -> value.longAt(3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> value.byteAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> value.byteAt(10)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> value.copyTo(8, part, 0, 3))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> value.copyTo(0, part, 2, 3))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(txn.get(dbi, Text.bytes("none"), value)).isFalse();
      assertThatIllegalStateException().isThrownBy(value::size);
    }
  }

  @Test
  void segment_isReadOnly() {
    Dbi dbi = filled("t", "k=v");
    try (ReadTxn txn = env.beginRead()) {
      MemorySegment segment = found(txn, dbi, "k");
      assertThat(segment.isReadOnly()).isTrue();
      assertThatThrownBy(() -> segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void read_afterResetOrClose_isRefused() {
    Dbi dbi = filled("t", "k=v");
    Value value = new Value();
    ReadTxn txn = env.beginRead();
    MemorySegment first = found(txn, dbi, "k");
    txn.get(dbi, Text.of("k"), value);
    txn.reset();
    assertThatIllegalStateException().isThrownBy(() -> first.get(ValueLayout.JAVA_BYTE, 0));
    assertThatIllegalStateException().isThrownBy(value::size);
    txn.renew();
    assertThatIllegalStateException().isThrownBy(() -> value.byteAt(0));
    MemorySegment second = found(txn, dbi, "k");
    txn.close();
    assertThatIllegalStateException().isThrownBy(() -> second.get(ValueLayout.JAVA_BYTE, 0));
    assertThatIllegalStateException().isThrownBy(() -> value.segment());
  }

  @Test
  void read_afterTheNextWrite_isRefused() {
    Dbi dbi = filled("t", "k=v");
    try (WriteTxn txn = env.beginWrite();
        Cursor cursor = txn.cursor(dbi)) {
      Runnable[] writes = {
        () -> txn.put(dbi, Text.of("a"), Text.of("1")),
        () -> txn.putIfAbsent(dbi, Text.of("k"), Text.of("1")),
        () -> txn.delete(dbi, Text.of("none")),
        () -> txn.reserve(dbi, Text.of("r"), 1).fill((byte) 1),
        () -> cursor.put(Text.of("b"), Text.of("1")),
        () -> txn.child().close(),
        () -> txn.empty(dbi)
      };
      for (Runnable write : writes) {
        MemorySegment segment = found(txn, dbi, "k");
        Value value = new Value();
        txn.get(dbi, Text.of("k"), value);
        write.run();
        assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
        assertThatIllegalStateException().isThrownBy(value::size);
      }
    }
  }

  @Test
  void read_byAnotherThread_isRefused() throws Exception {
    Dbi dbi = filled("t", "k=v");
    try (ReadTxn txn = env.beginRead()) {
      MemorySegment segment = found(txn, dbi, "k");
      Value value = new Value();
      txn.get(dbi, Text.of("k"), value);
      FutureTask<String> task =
          new FutureTask<>(
              () -> {
                assertThatExceptionOfType(WrongThreadException.class)
                    .isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
                assertThatIllegalStateException().isThrownBy(value::size);
                return "refused";
              });
      Thread.ofPlatform().start(task);
      assertThat(task.get()).isEqualTo("refused");
    }
  }

  @Test
  void values_ofAnySize_comeBack() {
    Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
    for (int size : new int[] {0, 1, 2000, 2040, 4096, 100_000, 5_000_000}) {
      byte[] bytes = new byte[size];
      new java.util.Random(size).nextBytes(bytes);
      try (WriteTxn txn = env.beginWrite()) {
        txn.put(dbi, Text.bytes("k" + size), bytes);
        txn.commit();
      }
      try (ReadTxn txn = env.beginRead()) {
        assertThat(txn.get(dbi, Text.bytes("k" + size))).isEqualTo(bytes);
      }
    }
  }

  @Test
  void put_ofAValueJustRead_copiesIt() {
    Dbi dbi = filled("t", "k=v");
    Dbi sorted = filled("s", "", DbiFlag.DUPSORT);
    try (WriteTxn txn = env.beginWrite()) {
      txn.put(dbi, Text.of("copy"), found(txn, dbi, "k"));
      txn.put(dbi, found(txn, dbi, "k"), found(txn, dbi, "copy").asSlice(0, 0));
      txn.put(sorted, Text.of("k"), found(txn, dbi, "k"));
      assertThat(Text.all(txn, dbi)).containsExactly("copy=v", "k=v", "v=");
      assertThat(Text.all(txn, sorted)).containsExactly("k=v");
    }
  }

  @Test
  void put_ofMemoryThatIsGone_isRefusedAndHarmsNothing() {
    Dbi dbi = filled("t", "k=v");
    MemorySegment gone;
    try (Arena arena = Arena.ofConfined()) {
      gone = arena.allocateFrom("gone");
    }
    try (WriteTxn txn = env.beginWrite()) {
      assertThatIllegalStateException().isThrownBy(() -> txn.put(dbi, Text.of("a"), gone));
      assertThatIllegalStateException().isThrownBy(() -> txn.put(dbi, gone, Text.of("a")));
      assertThatIllegalStateException().isThrownBy(() -> txn.get(dbi, gone));
      txn.put(dbi, Text.of("b"), Text.of("1"));
      txn.commit();
    }
    try (ReadTxn txn = env.beginRead()) {
      assertThat(Text.all(txn, dbi)).containsExactly("b=1", "k=v");
    }
  }

  @Test
  void reserve_givesRoomUntilTheNextWrite() {
    Dbi dbi = filled("t", "k=v");
    try (WriteTxn txn = env.beginWrite()) {
      MemorySegment room = txn.reserve(dbi, Text.of("r"), 3);
      room.copyFrom(Text.of("abc"));
      MemorySegment large = txn.reserve(dbi, Text.of("s"), 100_000);
      assertThatIllegalStateException().isThrownBy(() -> room.get(ValueLayout.JAVA_BYTE, 0));
      large.fill((byte) 5);
      txn.commit();
      assertThatIllegalStateException().isThrownBy(() -> large.fill((byte) 6));
    }
    try (ReadTxn txn = env.beginRead()) {
      assertThat(Text.of(found(txn, dbi, "r"))).isEqualTo("abc");
      assertThat(txn.get(dbi, Text.bytes("s"))).hasSize(100_000).containsOnly(5);
    }
  }
}
