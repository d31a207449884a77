package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many bytes reads allocate once they are compiled: counted by the JVM, not timed.
final class AllocationTest {
  private static final int KEYS = 100;
  private static final int READS = 1_000;
  private static final int BATCHES = 1_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  private interface Reading {
    long read(int number);
  }

  /// The least that a batch of reads allocated; ends as soon as one allocated nothing.
  private long leastBytes(Reading reading) {
    long least = Long.MAX_VALUE;
    long sum = 0;
    for (int batch = 0; batch < BATCHES && least > 0; batch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < READS; i++) {
        sum += reading.read(i % KEYS);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(sum).isPositive();
    return least;
  }

  @Test
  void getAndCursor_withValuesThatAreUsedAgain_allocateNothing() {
    try (Env env = Env.open(folder, EnvOptions.DEFAULT.withMaxDbs(1));
        Arena arena = Arena.ofConfined()) {
      Dbi dbi = env.openDbi("reads", DbiFlag.CREATE);
      MemorySegment key = arena.allocate(ValueLayout.JAVA_LONG_UNALIGNED);
      try (WriteTxn txn = env.beginWrite()) {
        for (long i = 0; i < KEYS; i++) {
          key.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, i);
          txn.put(dbi, key, key);
        }
        txn.commit();
      }
      Value value = new Value();
      try (ReadTxn txn = env.beginRead()) {
        txn.reset();
        long gets =
            leastBytes(
                number -> {
                  key.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, number);
                  txn.renew();
                  long found = txn.get(dbi, key, value) ? value.size() : 0;
                  txn.reset();
                  return found;
                });
        assertThat(gets).isZero();
        txn.renew();
        try (Cursor cursor = txn.cursor(dbi)) {
          long steps = leastBytes(ignored -> cursor.next() || cursor.first() ? 1 : 0);
          assertThat(steps).isZero();
        }
      }
    }
  }
}
