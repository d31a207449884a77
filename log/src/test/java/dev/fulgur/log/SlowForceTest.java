package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.FaultyStorage.Call;
import dev.fulgur.log.FaultyStorage.Fault;
import dev.fulgur.log.Notes.Note;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What comes to the log while a force lasts.
final class SlowForceTest {

  /// A disk whose forces last until it is told to go on.
  private static final class SlowForces implements Fault {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public void before(Call call, String file) {
      if (call == Call.FORCE) {
        begun.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException("Nobody interrupts the log.", e);
        }
      }
    }
  }

  @Test
  void commitsOfOneThread_smallBeforeLarge_keepTheirOrder() throws InterruptedException {
    FaultyStorage storage = new FaultyStorage(new MemoryStorage());
    try (Log<Note> log = new Notes().open(storage, Notes.SHORT_SEGMENTS)) {
      SlowForces slow = new SlowForces();
      storage.fault = slow;
      CompletableFuture<Long> first = Notes.async(log, "first");
      slow.begun.await();
      CompletableFuture<Long> small = Notes.async(log, "small");
      CompletableFuture<Long> large = Notes.async(log, "large".repeat(1000));
      slow.goOn.countDown();
      assertThat(List.of(first.join(), small.join(), large.join())).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void close_whileAForceLasts_answersWhatWasQueued() throws InterruptedException {
    FaultyStorage storage = new FaultyStorage(new MemoryStorage());
    Log<Note> log = new Notes().open(storage, Notes.SHORT_SEGMENTS);
    SlowForces slow = new SlowForces();
    storage.fault = slow;
    CompletableFuture<Long> first = Notes.async(log, "first");
    slow.begun.await();
    CompletableFuture<Long> queued = Notes.async(log, "queued");
    Thread closer = Thread.ofPlatform().start(log::close);
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    slow.goOn.countDown();
    assertThat(List.of(first.join(), queued.join())).containsExactly(1L, 2L);
    closer.join();
  }
}
