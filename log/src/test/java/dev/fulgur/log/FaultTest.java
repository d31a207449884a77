package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.FaultyStorage.Call;
import dev.fulgur.log.FaultyStorage.Fault;
import dev.fulgur.log.Notes.Note;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The log on a disk that fails.
final class FaultTest {
  private static final LogOptions OPTIONS =
      LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 16 << 10);

  /// Fails every `n`th call with EIO.
  private static Fault everyNth(int n) {
    AtomicInteger calls = new AtomicInteger();
    return (call, file) -> {
      if (calls.incrementAndGet() % n == 0) {
        throw new IOException("Input/output error in " + call + " of " + file);
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void everyNthCallFails_nothingAcknowledgedIsLost(Durability durability) {
    LogOptions options = OPTIONS.withDurability(durability);
    int most = Notes.times(500, 2_000);
    for (int n = 1; n <= most; n++) {
      MemoryStorage memory = new MemoryStorage();
      FaultyStorage storage = new FaultyStorage(memory);
      storage.fault = everyNth(n);
      List<String> acknowledged = new ArrayList<>();
      Notes notes = new Notes();
      try (Log<Note> log = notes.open(storage, options)) {
        for (int i = 0; i < 120; i++) {
          String text = "text " + i + " ".repeat(400);
          if (!commits(log, text)) {
            assertPoisoned(log);
            break;
          }
          log.flush();
          acknowledged.add(text);
        }
      } catch (LogException.Unreadable | LogException.Failed | LogException.Full e) {
        assertThat(e).hasMessageContaining("memory");
      }
      memory.unlock();
      List<String> there = Notes.read(memory, options);
      assertThat(there.size())
          .as("every %dth call fails", n)
          .isGreaterThanOrEqualTo(acknowledged.size());
      assertThat(there.subList(0, acknowledged.size())).isEqualTo(acknowledged);
      assertThat(there.size()).isLessThanOrEqualTo(acknowledged.size() + 1);
    }
    System.out.println("reliability: EIO | log, " + durability + " | " + most + " | -");
  }

  private static boolean commits(Log<Note> log, String text) {
    try {
      log.commit(new Note(text));
      log.flush();
      return true;
    } catch (LogException.Failed e) {
      return false;
    }
  }

  private static void assertPoisoned(Log<Note> log) {
    Throwable first = log.failure();
    assertThat(first).isNotNull();
    assertThatThrownBy(() -> log.commit(new Note("later")))
        .isInstanceOf(LogException.Failed.class)
        .hasCause(first);
    assertThat(log.stats().failure()).isSameAs(first);
  }

  @Test
  void forceFailsOnce_poisonsAndIsNotRetried() {
    MemoryStorage memory = new MemoryStorage();
    FaultyStorage storage = new FaultyStorage(memory);
    AtomicInteger forces = new AtomicInteger();
    Log<Note> log = new Notes().open(storage, OPTIONS);
    log.commit(new Note("a"));
    IOException cause = new IOException("the disk went away");
    AtomicBoolean failed = new AtomicBoolean();
    storage.fault =
        (call, _) -> {
          if (call == Call.FORCE) {
            forces.incrementAndGet();
            if (failed.compareAndSet(false, true)) {
              throw cause;
            }
          }
        };
    assertThatThrownBy(() -> log.commit(new Note("b")))
        .isInstanceOf(LogException.Failed.class)
        .hasMessageContaining("the disk went away")
        .hasCause(cause);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> log.commit(new Note("c"))).hasCause(cause);
      assertThatThrownBy(() -> Notes.async(log, "c")).hasCause(cause);
    }
    assertThat(forces).hasValue(1);
    assertThat(log.lastSequence()).isEqualTo(1);
    log.close();
    assertThat(forces).as("closing does not try again either").hasValue(1);
    Notes notes = new Notes();
    try (Log<Note> again = notes.open(memory, OPTIONS)) {
      assertThat(notes.published()).startsWith("a");
      again.commit(new Note("d"));
    }
  }

  @Test
  void forceFails_wholeBatchIsToldSo() throws Exception {
    FaultyStorage storage = new FaultyStorage(new MemoryStorage());
    AtomicInteger failures = new AtomicInteger();
    Log<Note> log = new Notes().open(storage, OPTIONS);
    storage.fault =
        (call, _) -> {
          if (call == Call.FORCE) {
            throw new IOException("no");
          }
        };
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      log.commit(new Note("x"));
                    } catch (LogException.Failed e) {
                      failures.incrementAndGet();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).hasValue(20);
    log.close();
  }

  @Test
  void noRoomForTheNextSegment_failsThatCommitAloneAndWorksAgain() {
    MemoryStorage storage = new MemoryStorage();
    storage.limit(40 << 10);
    Notes notes = new Notes();
    try (Log<Note> log = notes.open(storage, OPTIONS)) {
      List<String> acknowledged = new ArrayList<>();
      boolean full = false;
      for (int i = 0; i < 60; i++) {
        String text = "text " + i + " ".repeat(500);
        try {
          log.commit(new Note(text));
          acknowledged.add(text);
        } catch (LogException.Full e) {
          full = true;
          assertThat(e).hasMessageContaining("no room");
          break;
        }
      }
      assertThat(full).isTrue();
      assertThat(log.failure()).isNull();
      log.commit(new Note("small"));
      acknowledged.add("small");
      storage.limit(Long.MAX_VALUE);
      String large = "large".repeat(1000);
      log.commit(new Note(large));
      acknowledged.add(large);
      assertThat(notes.published()).isEqualTo(acknowledged);
      assertThat(Notes.read(MemoryStorage.of(storage.snapshot()), OPTIONS)).isEqualTo(acknowledged);
    }
  }

  /// What is prepared ahead must not run into what goes wrong on purpose.
  private static void awaitPrepared(MemoryStorage memory) {
    while (!memory.list().contains(LogFormat.segmentName(2))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void noRoomForTheSealOfAnIdleLog_isNoFailure() {
    MemoryStorage memory = new MemoryStorage();
    FaultyStorage storage = new FaultyStorage(memory);
    try (Log<Note> log =
        new Notes().open(storage, OPTIONS.withFlushInterval(Duration.ofNanos(1)))) {
      awaitPrepared(memory);
      AtomicInteger writes = new AtomicInteger();
      storage.fault =
          (call, _) -> {
            if (call == Call.WRITE && writes.incrementAndGet() == 2) {
              throw new LogStorage.NoSpaceException("No space left on device");
            }
          };
      log.commit(new Note("a"));
      while (writes.get() < 2) {
        Thread.onSpinWait();
      }
      assertThat(log.commit(new Note("b"))).isEqualTo(2);
      assertThat(log.failure()).isNull();
    }
    assertThat(Notes.read(memory, OPTIONS)).containsExactly("a", "b");
  }

  @Test
  void noRoomToWrite_takesBackTheWholeBatchAndLeavesNoTrace() {
    MemoryStorage memory = new MemoryStorage();
    FaultyStorage storage = new FaultyStorage(memory);
    Notes notes = new Notes();
    try (Log<Note> log = notes.open(storage, OPTIONS.withFlushInterval(Duration.ofSeconds(60)))) {
      log.commit(new Note("a"));
      awaitPrepared(memory);
      AtomicBoolean first = new AtomicBoolean(true);
      AtomicBoolean second = new AtomicBoolean(true);
      storage.fault =
          new Fault() {
            @Override
            public void before(Call call, String file) throws IOException {
              // Some of the write gets through, the rest does not.
              if (call == Call.WRITE && !first.get() && second.getAndSet(false)) {
                throw new LogStorage.NoSpaceException("No space left on device");
              }
            }

            @Override
            public int writable(int bytes) {
              return first.getAndSet(false) ? bytes / 2 : bytes;
            }
          };
      assertThatThrownBy(() -> log.commit(new Note("b".repeat(3000))))
          .isInstanceOf(LogException.Full.class);
      assertThat(log.failure()).isNull();
      assertThat(log.commit(new Note("c"))).isEqualTo(2);
      assertThat(notes.published()).containsExactly("a", "c");
      assertThat(Notes.read(MemoryStorage.of(memory.snapshot()), OPTIONS))
          .containsExactly("a", "c");
    }
    assertThat(Notes.read(memory, OPTIONS)).containsExactly("a", "c");
  }

  /// The next write, or what is left of it, finds no room.
  private static final class NoRoomOnce implements Fault {
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicBoolean inPart = new AtomicBoolean();
    private final AtomicInteger writesSince = new AtomicInteger();

    /// @param part whether half of the write gets through
    void arm(boolean part) {
      inPart.set(part);
      armed.set(true);
    }

    @Override
    public void before(Call call, String file) throws IOException {
      if (call != Call.WRITE) {
        return;
      }
      if (armed.get() && !inPart.get()) {
        armed.set(false);
        writesSince.set(0);
        throw new LogStorage.NoSpaceException("No space left on device");
      }
      writesSince.incrementAndGet();
    }

    void awaitWrites(int count) {
      while (writesSince.get() < count) {
        Thread.onSpinWait();
      }
    }

    @Override
    public int writable(int bytes) {
      return armed.get() && inPart.getAndSet(false) ? Math.max(bytes / 2, 1) : bytes;
    }
  }

  @Test
  void noRoomToWrite_thenASeal_numbersGoOnWithoutAHole() {
    MemoryStorage memory = new MemoryStorage();
    FaultyStorage storage = new FaultyStorage(memory);
    NoRoomOnce fault = new NoRoomOnce();
    List<String> acknowledged = new ArrayList<>();
    Random random = Notes.random();
    int rounds = Notes.times(60, 1_000);
    LogOptions sealing =
        OPTIONS.withSegmentBytes(1 << 20, 1 << 20).withFlushInterval(Duration.ofNanos(1));
    for (int opening = 0; opening < 3; opening++) {
      Notes notes = new Notes();
      try (Log<Note> log = notes.open(storage, sealing)) {
        assertThat(log.lastSequence()).isEqualTo(acknowledged.size());
        awaitPrepared(memory);
        storage.fault = fault;
        for (int round = 0; round < rounds; round++) {
          fault.arm(random.nextBoolean());
          String text = "text " + round + " ".repeat(random.nextInt(300));
          assertThatThrownBy(() -> log.commit(new Note("lost " + text)))
              .isInstanceOf(LogException.Full.class);
          fault.awaitWrites(2); // zeros where it was, and the seal
          if (round % 10 == 0) {
            assertThat(Notes.read(MemoryStorage.of(memory.snapshot()), OPTIONS))
                .isEqualTo(acknowledged);
          }
          acknowledged.add(text);
          fault.writesSince.set(0);
          assertThat(log.commit(new Note(text))).isEqualTo(acknowledged.size());
          fault.awaitWrites(2); // the frame, and the seal
        }
        assertThat(log.failure()).isNull();
        assertThat(notes.published()).isEqualTo(acknowledged);
        storage.fault = (_, _) -> {};
      }
      assertThat(Notes.read(storage, OPTIONS)).isEqualTo(acknowledged);
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void diskFull_relaxedOrNot_nothingAcknowledgedIsLost(Durability durability) {
    LogOptions options = OPTIONS.withDurability(durability);
    for (int limit = 20; limit < 200; limit += 7) {
      MemoryStorage storage = new MemoryStorage();
      storage.limit(limit << 10);
      List<String> acknowledged = new ArrayList<>();
      try (Log<Note> log = new Notes().open(storage, options)) {
        for (int i = 0; i < 500; i++) {
          String text = "text " + i + " ".repeat(700);
          try {
            log.commit(new Note(text));
            acknowledged.add(text);
          } catch (LogException.Full e) {
            assertThat(log.failure()).isNull();
          }
        }
      }
      storage.limit(Long.MAX_VALUE);
      assertThat(Notes.read(storage, options)).isEqualTo(acknowledged);
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shortWrites_ofAnyLength_giveTheSameBytes(Durability durability) {
    LogOptions options = OPTIONS.withDurability(durability);
    Random random = Notes.random();
    MemoryStorage memory = new MemoryStorage();
    FaultyStorage storage = new FaultyStorage(memory);
    AtomicInteger shortened = new AtomicInteger();
    int most = Notes.times(5_000, 500_000);
    storage.fault =
        new Fault() {
          @Override
          public void before(Call call, String file) {}

          @Override
          public synchronized int writable(int bytes) {
            int taken = random.nextInt(Math.min(bytes, 400) + 1);
            if (taken < bytes) {
              shortened.incrementAndGet();
            }
            return taken;
          }
        };
    List<String> texts = new ArrayList<>();
    try (Log<Note> log = new Notes().open(storage, options)) {
      while (shortened.get() < most) {
        texts.add("text " + texts.size() + " ".repeat(random.nextInt(3000)));
        log.commit(new Note(texts.getLast()));
      }
    }
    assertThat(Notes.read(memory, options)).isEqualTo(texts);
    System.out.println("reliability: short writes | log, " + durability + " | " + most + " | -");
  }

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
    try (Log<Note> log = new Notes().open(storage, OPTIONS)) {
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
    Log<Note> log = new Notes().open(storage, OPTIONS);
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

  @Test
  void fileThatTakesNothing_isAFailureNotAHang() {
    FaultyStorage storage = new FaultyStorage(new MemoryStorage());
    Log<Note> log = new Notes().open(storage, OPTIONS);
    storage.fault =
        new Fault() {
          @Override
          public void before(Call call, String file) {}

          @Override
          public int writable(int bytes) {
            return 0;
          }
        };
    assertThatThrownBy(() -> log.commit(new Note("x"))).isInstanceOf(LogException.Failed.class);
    log.close();
  }

  @Test
  void sequencerThrows_stopsTheLogLikeAFailedWrite() {
    Notes notes = new Notes();
    Sequencer<Note> broken =
        new Sequencer<>() {
          @Override
          public boolean validate(Note commit) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void apply(Note commit, long sequence) {}

          @Override
          public void revoke(Note commit, long sequence) {}

          @Override
          public void publish(long sequence) {}

          @Override
          public boolean wantsPoint() {
            return false;
          }

          @Override
          public void point(long sequence) {}
        };
    for (Durability durability : Durability.values()) {
      Log<Note> log =
          Log.open(
              new MemoryStorage(), OPTIONS.withDurability(durability), Resume.FRESH, notes, broken);
      assertThatThrownBy(() -> log.commit(new Note("x")))
          .isInstanceOf(LogException.Failed.class)
          .hasMessageContaining("broken");
      log.close();
    }
  }

  @Test
  void interrupts_ofCallersInAnyCall_leaveTheLogOpen() throws Exception {
    int most = Notes.times(2_500, 500_000);
    for (Durability durability : Durability.values()) {
      LogOptions options = OPTIONS.withDurability(durability).withQueueCapacity(4);
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
    try (Log<Note> log = new Notes().open(LogStorage.in(folder), OPTIONS)) {
      log.commit(new Note("x"));
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Notes.read(LogStorage.in(folder), OPTIONS)).containsExactly("x");
  }
}
