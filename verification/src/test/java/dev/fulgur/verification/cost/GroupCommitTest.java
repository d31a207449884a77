package dev.fulgur.verification.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.Anything;
import dev.fulgur.log.Commit;
import dev.fulgur.log.Log;
import dev.fulgur.log.LogOptions;
import dev.fulgur.log.LogStats;
import dev.fulgur.log.LogStorage;
import dev.fulgur.log.Resume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits that wait for the log together share its force.
final class GroupCommitTest {
  private static final int TOGETHER = 100;

  @TempDir Path folder;

  private static final class Bytes extends Commit {
    Bytes() {
      super(new byte[100], 100);
    }
  }

  /// Holds the log's thread at the first commit until all others have their place.
  private static final class Gate extends Anything<Bytes> {
    final CountDownLatch first = new CountDownLatch(1);
    final CountDownLatch queued = new CountDownLatch(1);

    @Override
    public void publish(long sequence) {
      first.countDown();
      try {
        queued.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("Nobody interrupts the log.", e);
      }
    }
  }

  @Test
  void commits_thatWaitedTogether_areForcedOnce() throws InterruptedException {
    Gate gate = new Gate();
    try (Log<Bytes> log =
        Log.open(LogStorage.in(folder), LogOptions.DEFAULTS, Resume.FRESH, (_, _) -> {}, gate)) {
      LogStats before = log.stats();
      List<CompletableFuture<Long>> commits = new ArrayList<>();
      commits.add(log.commitAsync(new Bytes()));
      gate.first.await();
      for (int i = 0; i < TOGETHER; i++) {
        commits.add(log.commitAsync(new Bytes()));
      }
      gate.queued.countDown();
      commits.forEach(CompletableFuture::join);
      LogStats after = log.stats();
      assertThat(after.frames() - before.frames()).isEqualTo(1 + TOGETHER);
      assertThat(after.forces() - before.forces()).as("of the first, of all others").isEqualTo(2);
    }
  }
}
