package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.Notes.Note;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers of the log who are interrupted.
final class InterruptedCallersTest {

  @Test
  void interrupts_ofCallersInAnyCall_leaveTheLogOpen() throws Exception {
    int most = Notes.times(2_500, 500_000);
    for (Durability durability : Durability.values()) {
      LogOptions options = Notes.SHORT_SEGMENTS.withDurability(durability).withQueueCapacity(4);
      MemoryStorage storage = new MemoryStorage();
      AtomicInteger interrupts = new AtomicInteger();
      AtomicInteger commits = new AtomicInteger();
      try (Log<Note> log = new Notes().open(storage, options)) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          threads.add(
              Thread.ofPlatform()
                  .start(
                      () -> {
                        while (interrupts.get() < most) {
                          log.commit(new Note("x"));
                          commits.incrementAndGet();
                          if (Thread.currentThread().isInterrupted()) {
                            log.flush();
                            assertThat(Thread.interrupted()).isTrue();
                          }
                        }
                      }));
        }
        Random random = Notes.random();
        while (interrupts.get() < most) {
          threads.get(random.nextInt(threads.size())).interrupt();
          interrupts.incrementAndGet();
          int seen = commits.get();
          while (commits.get() == seen && interrupts.get() % 3 == 0) {
            Thread.onSpinWait();
          }
        }
        for (Thread thread : threads) {
          thread.join();
        }
        assertThat(log.failure()).isNull();
        Thread.currentThread().interrupt();
        log.commit(new Note("x"));
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(Notes.read(storage, options)).hasSize(commits.get() + 1);
      System.out.println("reliability: interrupts | log, " + durability + " | " + most + " | -");
    }
  }

  @Test
  void open_interruptedCaller_opensAllTheSame(@TempDir Path folder) {
    Thread.currentThread().interrupt();
    try (Log<Note> log = new Notes().open(LogStorage.in(folder), Notes.SHORT_SEGMENTS)) {
      log.commit(new Note("x"));
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Notes.read(LogStorage.in(folder), Notes.SHORT_SEGMENTS)).containsExactly("x");
  }
}
