package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Snapshots, the one writer, children, and which thread may do what.
final class TxnTest {
  @TempDir Path folder;
  private Env env;
  private Dbi dbi;

  @SuppressWarnings("NullAway.Init")
  TxnTest() {}

  @BeforeEach
  void open() {
    env = Env.open(folder, EnvOptions.DEFAULT.withMapSize(1 << 22));
    dbi = env.openDbi("t", DbiFlag.CREATE);
    put("a", "1");
  }

  @AfterEach
  void close() {
    env.close();
  }

  private void put(String key, String value) {
    try (WriteTxn txn = env.beginWrite()) {
      txn.put(dbi, Text.of(key), Text.of(value));
      txn.commit();
    }
  }

  private String read(String key) {
    try (ReadTxn txn = env.beginRead()) {
      return Objects.requireNonNullElse(Text.of(txn.get(dbi, Text.of(key))), "nothing");
    }
  }

  private static <T> T inThread(java.util.concurrent.Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = Thread.ofPlatform().start(task);
    thread.join();
    return get(task);
  }

  private static <T> T get(Future<T> task) throws Exception {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Test
  void snapshot_seesWhatWasCommittedBeforeIt_untilRenewed() {
    try (ReadTxn txn = env.beginRead()) {
      long id = txn.id();
      put("a", "2");
      assertThat(Text.of(txn.get(dbi, Text.of("a")))).isEqualTo("1");
      assertThat(txn.id()).isEqualTo(id);
      txn.reset();
      txn.renew();
      assertThat(Text.of(txn.get(dbi, Text.of("a")))).isEqualTo("2");
      assertThat(txn.id()).isEqualTo(id + 1);
    }
  }

  @Test
  void writes_areSeenByTheirTransactionOnly_untilCommitted() {
    try (WriteTxn write = env.beginWrite();
        ReadTxn reader = env.beginRead()) {
      write.put(dbi, Text.of("a"), Text.of("2"));
      assertThat(Text.of(write.get(dbi, Text.of("a")))).isEqualTo("2");
      assertThat(Text.of(reader.get(dbi, Text.of("a")))).isEqualTo("1");
      assertThat(write.id()).isEqualTo(reader.id() + 1);
    }
    assertThat(read("a")).isEqualTo("1");
  }

  @Test
  void readTransactions_manyInOneThread_areIndependent() {
    try (ReadTxn before = env.beginRead()) {
      put("a", "2");
      try (ReadTxn after = env.beginRead()) {
        assertThat(Text.of(before.get(dbi, Text.of("a")))).isEqualTo("1");
        assertThat(Text.of(after.get(dbi, Text.of("a")))).isEqualTo("2");
      }
    }
  }

  @Test
  void beginWrite_whileAnotherThreadWrites_waitsForIt() throws Exception {
    CountDownLatch begins = new CountDownLatch(1);
    WriteTxn first = env.beginWrite();
    FutureTask<String> second =
        new FutureTask<>(
            () -> {
              begins.countDown();
              try (WriteTxn txn = env.beginWrite()) {
                return Objects.requireNonNull(Text.of(txn.get(dbi, Text.of("a"))));
              }
            });
    Thread.ofPlatform().start(second);
    begins.await();
    first.put(dbi, Text.of("a"), Text.of("2"));
    first.commit();
    assertThat(second.get()).isEqualTo("2");
  }

  @Test
  void beginWrite_interrupted_stillBegins() throws Exception {
    String found =
        inThread(
            () -> {
              Thread.currentThread().interrupt();
              try (WriteTxn txn = env.beginWrite()) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                return Objects.requireNonNull(Text.of(txn.get(dbi, Text.of("a"))));
              }
            });
    assertThat(found).isEqualTo("1");
  }

  @Test
  void beginWrite_twiceInOneThread_isRefused() {
    try (WriteTxn txn = env.beginWrite()) {
      assertThatIllegalStateException()
          .isThrownBy(env::beginWrite)
          .withMessageContaining("begin a child");
      assertThatIllegalStateException().isThrownBy(() -> env.openDbi("other"));
      assertThat(txn.id()).isPositive();
    }
    put("b", "1");
  }

  @Test
  void beginWrite_inVirtualThread_isRefused() throws Exception {
    FutureTask<WriteTxn> task = new FutureTask<>(env::beginWrite);
    Thread.ofVirtual().start(task).join();
    assertThatIllegalStateException()
        .isThrownBy(() -> get(task))
        .withMessageContaining("platform thread");
  }

  @Test
  void virtualThreads_read() throws Exception {
    FutureTask<String> task = new FutureTask<>(() -> read("a"));
    Thread.ofVirtual().start(task).join();
    assertThat(get(task)).isEqualTo("1");
  }

  @Test
  void ofAnotherThread_isRefused() throws Exception {
    try (ReadTxn reader = env.beginRead();
        WriteTxn writer = env.beginWrite()) {
      for (Txn txn : new Txn[] {reader, writer}) {
        assertThatIllegalStateException()
            .isThrownBy(() -> inThread(() -> txn.get(dbi, Text.bytes("a"))))
            .withMessageContaining("belongs to the thread");
        assertThatIllegalStateException().isThrownBy(() -> inThread(txn::id));
        assertThatIllegalStateException()
            .isThrownBy(
                () ->
                    inThread(
                        () -> {
                          txn.close();
                          return 1;
                        }));
      }
      assertThat(reader.get(dbi, Text.bytes("a"))).isEqualTo(Text.bytes("1"));
    }
  }

  @Test
  void reset_letsAnotherThreadTakeIt() throws Exception {
    ReadTxn txn = env.beginRead();
    txn.reset();
    byte[] found =
        inThread(
            () -> {
              txn.renew();
              byte[] value = Objects.requireNonNull(txn.get(dbi, Text.bytes("a")));
              txn.reset();
              return value;
            });
    assertThat(found).isEqualTo(Text.bytes("1"));
    txn.renew();
    txn.close();
  }

  @Test
  void readTransaction_inTheWrongState_isRefused() {
    ReadTxn txn = env.beginRead();
    assertThatIllegalStateException()
        .isThrownBy(txn::renew)
        .withMessageContaining("reset it first");
    txn.reset();
    assertThatIllegalStateException()
        .isThrownBy(txn::reset)
        .withMessageContaining("renew it first");
    assertThatIllegalStateException().isThrownBy(txn::id);
    assertThatIllegalStateException().isThrownBy(() -> txn.get(dbi, Text.of("a")));
    txn.close();
    txn.close();
    assertThatIllegalStateException().isThrownBy(txn::renew).withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(txn::reset);
    assertThatIllegalStateException().isThrownBy(() -> txn.cursor(dbi));
  }

  @Test
  void writeTransaction_afterItsEnd_isRefused() {
    WriteTxn txn = env.beginWrite();
    txn.commit();
    txn.close();
    assertThatIllegalStateException().isThrownBy(txn::commit).withMessageContaining("has ended");
    assertThatIllegalStateException().isThrownBy(txn::child);
    assertThatIllegalStateException().isThrownBy(() -> txn.put(dbi, Text.of("b"), Text.of("1")));
    assertThatIllegalStateException().isThrownBy(() -> txn.get(dbi, Text.of("a")));
  }

  @Test
  void close_withoutCommit_undoes() {
    try (WriteTxn txn = env.beginWrite()) {
      txn.put(dbi, Text.of("a"), Text.of("2"));
      txn.delete(dbi, Text.of("a"));
    }
    assertThat(read("a")).isEqualTo("1");
  }

  @Test
  void child_committed_isTheParentsToCommit() {
    try (WriteTxn parent = env.beginWrite()) {
      parent.put(dbi, Text.of("p"), Text.of("1"));
      try (WriteTxn child = parent.child()) {
        assertThat(Text.of(child.get(dbi, Text.of("p")))).isEqualTo("1");
        child.put(dbi, Text.of("c"), Text.of("1"));
        child.commit();
      }
      assertThat(Text.of(parent.get(dbi, Text.of("c")))).isEqualTo("1");
      assertThat(read("c")).isEqualTo("nothing");
      parent.commit();
    }
    assertThat(read("c")).isEqualTo("1");
  }

  @Test
  void child_closed_takesOnlyItsOwnChanges() {
    try (WriteTxn parent = env.beginWrite()) {
      for (int i = 0; i < 4; i++) {
        try (WriteTxn child = parent.child()) {
          child.put(dbi, Text.of("c" + i), Text.of("1"));
          try (WriteTxn grandchild = child.child()) {
            grandchild.put(dbi, Text.of("g" + i), Text.of("1"));
            grandchild.commit();
          }
          if (i % 2 == 0) {
            child.commit();
          }
        }
      }
      parent.commit();
    }
    try (ReadTxn txn = env.beginRead()) {
      assertThat(Text.all(txn, dbi)).containsExactly("a=1", "c0=1", "c2=1", "g0=1", "g2=1");
    }
  }

  @Test
  void parent_whileAChildIsOpen_canOnlyBeClosed() {
    WriteTxn parent = env.beginWrite();
    Cursor cursor = parent.cursor(dbi);
    WriteTxn child = parent.child();
    assertThatIllegalStateException()
        .isThrownBy(() -> parent.put(dbi, Text.of("b"), Text.of("1")))
        .withMessageContaining("open child");
    assertThatIllegalStateException().isThrownBy(() -> parent.get(dbi, Text.of("a")));
    assertThatIllegalStateException().isThrownBy(parent::commit);
    assertThatIllegalStateException().isThrownBy(parent::child);
    assertThatIllegalStateException().isThrownBy(cursor::next);
    cursor.close();
    child.put(dbi, Text.of("b"), Text.of("1"));
    parent.close();
    assertThatIllegalStateException().isThrownBy(child::commit);
    assertThat(read("b")).isEqualTo("nothing");
  }

  @Test
  void mapFull_inAChild_leavesTheParent() {
    try (WriteTxn parent = env.beginWrite()) {
      parent.put(dbi, Text.of("b"), Text.of("1"));
      try (WriteTxn child = parent.child()) {
        assertThatThrownBy(
                () -> child.put(dbi, Text.of("c"), MemorySegment.ofArray(new byte[1 << 23])))
            .isInstanceOf(LmdbException.MapFull.class);
      }
      parent.commit();
    }
    assertThat(read("b")).isEqualTo("1");
  }

  @Test
  void child_failedAndCommitted_spoilsTheParent() {
    try (WriteTxn parent = env.beginWrite()) {
      WriteTxn child = parent.child();
      assertThatThrownBy(
              () -> child.put(dbi, Text.of("c"), MemorySegment.ofArray(new byte[1 << 23])))
          .isInstanceOf(LmdbException.MapFull.class);
      assertThatThrownBy(child::commit).isInstanceOf(LmdbException.BadTxn.class);
      assertThatThrownBy(parent::commit).isInstanceOf(LmdbException.BadTxn.class);
    }
    assertThat(read("a")).isEqualTo("1");
  }

  @Test
  void threadEnded_withTransactionsOpen_othersCanCloseThem() throws Exception {
    ReadTxn reader = inThread(env::beginRead);
    WriteTxn child =
        inThread(
            () -> {
              WriteTxn parent = env.beginWrite();
              parent.put(dbi, Text.of("a"), Text.of("2"));
              return parent.child();
            });
    assertThatIllegalStateException()
        .isThrownBy(reader::reset)
        .withMessageContaining("which has ended");
    assertThatIllegalStateException()
        .isThrownBy(env::beginWrite)
        .withMessageContaining("close that transaction");
    reader.close();
    child.root().close();
    assertThat(read("a")).isEqualTo("1");
    put("a", "3");
    assertThat(read("a")).isEqualTo("3");
  }

  @Test
  void interruptedThread_readsAndWrites() throws Exception {
    inThread(
        () -> {
          Thread.currentThread().interrupt();
          put("a", "2");
          return 1;
        });
    assertThat(read("a")).isEqualTo("2");
  }
}
