package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class LastTxnIdTest {
  private static final int THREADS = 3;
  private static final int ROUNDS = 30;
  private static final long MEBIBYTE = 1 << 20;
  private static final EnvOptions SMALL = EnvOptions.DEFAULT.withMapSize(1 << 22).withMaxDbs(4);

  @TempDir private Path folder;

  /// Asks until the environment is closed; says how often.
  private static long askUntilClosed(Env env, CountDownLatch asking) {
    long asked = 0;
    long before = 0;
    while (!Thread.currentThread().isInterrupted()) {
      long id;
      try {
        id = env.lastTxnId();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("closed");
        return asked;
      }
      if (id < before) {
        throw new AssertionError(id + " after " + before);
      }
      before = id;
      if (asked++ == 0) {
        asking.countDown();
      }
    }
    return asked;
  }

  @Test
  @Timeout(120)
  void lastTxnId_besideCommitsResizesAndTheClose_risesAndThenSaysThatItIsClosed() throws Exception {
    List<Future<Long>> asked = new ArrayList<>();
    CountDownLatch asking = new CountDownLatch(THREADS);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      Env env = Env.open(folder, SMALL);
      for (int thread = 0; thread < THREADS; thread++) {
        asked.add(threads.submit(() -> askUntilClosed(env, asking)));
      }
      Dbi dbi = env.openDbi("t", DbiFlag.CREATE);
      asking.await();
      for (int i = 0; i < ROUNDS; i++) {
        long before = env.lastTxnId();
        try (WriteTxn txn = env.beginWrite()) {
          txn.put(dbi, Text.of("k"), Text.of("v" + i));
          txn.commit();
        }
        assertThat(env.lastTxnId()).isEqualTo(before + 1).isEqualTo(env.info().lastTxnId());
        env.setMapSize((4L + i % 4) * MEBIBYTE);
      }
      env.close();
      for (Future<Long> each : asked) {
        assertThat(each.get()).isPositive();
      }
      assertThatThrownBy(env::lastTxnId).isInstanceOf(IllegalStateException.class);
    }
  }
}
