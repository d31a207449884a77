package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes on one environment.
final class ProcessesTest {
  private static final EnvOptions OPTIONS = EnvOptions.DEFAULT.withMapSize(1 << 20);

  @TempDir Path folder;

  @Test
  void commit_ofAnotherProcess_isSeenByTheNextSnapshot() throws Exception {
    try (Peer peer = new Peer(folder)) {
      assertThat(peer.tell("begin")).isEqualTo("done");
      peer.tell("put k 10");
      peer.tell("commit");
      try (Env env = Env.open(folder, OPTIONS)) {
        Dbi dbi = env.openDbi("t");
        try (ReadTxn txn = env.beginRead()) {
          assertThat(txn.get(dbi, Text.bytes("k"))).hasSize(10);
          peer.tell("begin");
          peer.tell("put k 20");
          peer.tell("commit");
          assertThat(txn.get(dbi, Text.bytes("k"))).hasSize(10);
          txn.reset();
          txn.renew();
          assertThat(txn.get(dbi, Text.bytes("k"))).hasSize(20);
        }
      }
    }
  }

  @Test
  void get_ofADatabaseThatAnotherProcessMadeAnew_isIncompatible() throws Exception {
    for (String kind : new String[] {"INTEGERKEY", "DUPSORT"}) {
      Path env = Files.createDirectory(folder.resolve(kind));
      try (Peer peer = new Peer(env);
          Env here = Env.open(env, OPTIONS)) {
        peer.tell("begin");
        peer.tell("put 12345678 10");
        peer.tell("commit");
        Dbi dbi = here.openDbi("t");
        try (ReadTxn txn = here.beginRead()) {
          for (int i = 0; i < 3; i++) {
            assertThat(txn.get(dbi, Text.bytes("12345678"))).hasSize(10);
          }
          txn.reset();
          assertThat(peer.tell("remake " + kind)).isEqualTo("done");
          txn.renew();
          for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> txn.get(dbi, new byte[8]))
                .isInstanceOf(LmdbException.Incompatible.class);
          }
        }
      }
    }
  }

  @Test
  void beginWrite_whileAnotherProcessWrites_waitsForIt() throws Exception {
    try (Peer peer = new Peer(folder)) {
      peer.tell("begin");
      peer.tell("put k 10");
      try (Env env = Env.open(folder, OPTIONS)) {
        FutureTask<Boolean> task =
            new FutureTask<>(
                () -> {
                  try (WriteTxn txn = env.beginWrite()) {
                    return txn.get(txn.openDbi("t"), Text.bytes("k")) != null;
                  }
                });
        Thread.ofPlatform().start(task);
        peer.tell("commit");
        assertThat(task.get()).isTrue();
      }
    }
  }

  @Test
  void processKilled_whileWriting_leavesNothingAndNoLock() throws Exception {
    Peer peer = new Peer(folder);
    peer.tell("begin");
    peer.tell("put k 10");
    try (Env env = Env.open(folder, OPTIONS)) {
      peer.kill();
      try (WriteTxn txn = env.beginWrite()) {
        Dbi dbi = txn.openDbi("t");
        assertThat(txn.get(dbi, Text.bytes("k"))).isNull();
        txn.put(dbi, Text.bytes("k"), Text.bytes("v"));
        txn.commit();
      }
    }
  }

  @Test
  void readerCheck_afterAReaderWasKilled_freesItsSlot() throws Exception {
    Peer peer = new Peer(folder);
    peer.tell("read");
    try (Env env = Env.open(folder, OPTIONS)) {
      assertThat(env.readers()).extracting(ReaderSlot::pid).contains(peer.pid());
      assertThat(env.readerCheck()).isZero();
      peer.kill();
      assertThat(env.readerCheck()).isPositive();
      assertThat(env.readers()).isEmpty();
    }
  }

  @Test
  void maxReaders_areDecidedByWhoOpenedFirst() throws Exception {
    try (Peer peer = new Peer(folder)) {
      peer.tell("read");
      try (Env env = Env.open(folder, OPTIONS.withMaxReaders(7))) {
        assertThat(env.info().maxReaders()).isEqualTo(EnvOptions.DEFAULT.maxReaders());
      }
    }
  }

  @Test
  void fileGrownByAnotherProcess_isMapResized_untilAdopted() throws Exception {
    try (Peer peer = new Peer(folder)) {
      peer.tell("begin");
      peer.tell("put k 10");
      peer.tell("commit");
      try (Env env = Env.open(folder, OPTIONS)) {
        Dbi dbi = env.openDbi("t");
        ReadTxn txn = env.beginRead();
        txn.reset();
        peer.tell("grow 8388608");
        peer.tell("begin");
        peer.tell("put big 3000000");
        peer.tell("commit");
        assertThatThrownBy(txn::renew).isInstanceOf(LmdbException.MapResized.class);
        assertThatThrownBy(env::beginRead).isInstanceOf(LmdbException.MapResized.class);
        assertThatThrownBy(env::beginWrite)
            .isInstanceOf(LmdbException.MapResized.class)
            .hasMessageContaining("adoptMapSize()");
        env.adoptMapSize();
        txn.renew();
        assertThat(txn.get(dbi, Text.bytes("big"))).hasSize(3_000_000);
        txn.close();
        try (WriteTxn write = env.beginWrite()) {
          assertThat(write.stat(dbi).entries()).isEqualTo(2);
        }
      }
    }
  }
}
