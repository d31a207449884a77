package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Any call, in any order, on handles in any state, from several threads, platform and virtual.
/// `-Dseed=` repeats a run's calls (not how threads meet), `-Dabuse=` sets how many there are.
final class AbuseTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int CALLS =
      Integer.getInteger("abuse", Boolean.getBoolean("soak") ? 10_000_000 : 50_000);
  private static final int ROUND = 5_000;
  private static final int THREADS = 5;

  @TempDir Path folder;

  @Test
  void calls_inAnyOrderByAnyThread_throwJavaExceptionsOnly() throws Exception {
    System.out.println("AbuseTest: -Dseed=" + SEED + " -Dabuse=" + CALLS);
    long made = 0;
    for (int round = 0; made < CALLS; round++) {
      made += round(SEED + 1_000_003L * round, folder.resolve("round" + round));
    }
    assertThat(made).isGreaterThanOrEqualTo(CALLS);
    System.out.println("reliability: misuse | lmdb | " + made + " | " + SEED);
  }

  private static long round(long seed, Path folder) throws Exception {
    Files.createDirectories(folder.resolve("env0"));
    Files.createDirectories(folder.resolve("env1"));
    SharedHandles shared = new SharedHandles(folder);
    AtomicReference<Throwable> fault = new AtomicReference<>();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Abuse abuse = new Abuse(shared, seed + t);
      Runnable work =
          () -> {
            try {
              start.await();
              int left = ROUND / THREADS;
              while (left > 0) {
                if (abuse.step()) {
                  left--;
                }
              }
            } catch (Throwable e) {
              fault.compareAndSet(null, e);
            } finally {
              abuse.finish();
            }
          };
      threads.add(
          t < 3
              ? Thread.ofPlatform().name("abuse-" + t).start(work)
              : Thread.ofVirtual().name("abuse-" + t).start(work));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    Throwable thrown = fault.get();
    if (thrown != null) {
      throw new AssertionError("seed " + seed, thrown);
    }
    closeAndCheck(shared);
    return ROUND;
  }

  private static void closeAndCheck(SharedHandles shared) {
    for (int i = 0; i < shared.cursors.length(); i++) {
      Cursor cursor = shared.cursors.get(i);
      if (cursor != null) {
        cursor.close();
      }
    }
    shared.begun.forEach(Txn::close);
    for (int slot = 0; slot < 2; slot++) {
      Env env = shared.envs.get(slot);
      if (env == null) {
        continue;
      }
      env.close();
      try (Env again = Env.open(env.path(), EnvOptions.DEFAULT);
          ReadTxn txn = again.beginRead()) {
        Dbi names = again.openDbi(null);
        txn.reset();
        txn.renew();
        List<String> found = new ArrayList<>();
        try (Cursor cursor = txn.cursor(names)) {
          while (cursor.next()) {
            found.add(Text.of(cursor.key()));
          }
        }
        for (String name : found) {
          if (List.of("plain", "sorted", "fixed", "numbers").contains(name)) {
            checkDatabase(again, name);
          }
        }
      }
    }
  }

  private static void checkDatabase(Env env, String name) {
    Dbi dbi = env.openDbi(name);
    try (ReadTxn txn = env.beginRead();
        Cursor cursor = txn.cursor(dbi)) {
      long entries = 0;
      byte[] lastKey = {};
      byte[] lastValue = {};
      while (cursor.next()) {
        byte[] key = cursor.key().toBytes();
        byte[] value = cursor.value().toBytes();
        if (entries > 0) {
          int order =
              txn.compareKeys(dbi, MemorySegment.ofArray(lastKey), MemorySegment.ofArray(key));
          assertThat(order).as("order of %s", name).isLessThanOrEqualTo(0);
          if (order == 0) {
            assertThat(
                    txn.compareValues(
                        dbi, MemorySegment.ofArray(lastValue), MemorySegment.ofArray(value)))
                .isLessThan(0);
          }
        }
        lastKey = key;
        lastValue = value;
        entries++;
      }
      assertThat(txn.stat(dbi).entries()).as("entries of %s", name).isEqualTo(entries);
    }
  }
}
