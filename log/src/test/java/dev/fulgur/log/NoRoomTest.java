package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.FaultyStorage.Call;
import dev.fulgur.log.FaultyStorage.Fault;
import dev.fulgur.log.Notes.Note;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The log on a disk without room.
final class NoRoomTest {

  @Test
  void noRoomForTheNextSegment_failsThatCommitAloneAndWorksAgain() {
    MemoryStorage storage = new MemoryStorage();
    storage.limit(40 << 10);
    Notes notes = new Notes();
    try (Log<Note> log = notes.open(storage, Notes.SHORT_SEGMENTS)) {
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
      assertThat(Notes.read(MemoryStorage.of(storage.snapshot()), Notes.SHORT_SEGMENTS))
          .isEqualTo(acknowledged);
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
        new Notes().open(storage, Notes.SHORT_SEGMENTS.withFlushInterval(Duration.ofNanos(1)))) {
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
    assertThat(Notes.read(memory, Notes.SHORT_SEGMENTS)).containsExactly("a", "b");
  }

  @Test
  void noRoomToWrite_takesBackTheWholeBatchAndLeavesNoTrace() {
    MemoryStorage memory = new MemoryStorage();
    FaultyStorage storage = new FaultyStorage(memory);
    Notes notes = new Notes();
    try (Log<Note> log =
        notes.open(storage, Notes.SHORT_SEGMENTS.withFlushInterval(Duration.ofSeconds(60)))) {
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
      assertThat(Notes.read(MemoryStorage.of(memory.snapshot()), Notes.SHORT_SEGMENTS))
          .containsExactly("a", "c");
    }
    assertThat(Notes.read(memory, Notes.SHORT_SEGMENTS)).containsExactly("a", "c");
  }

  /// The next write, or what is left of it, finds no room.
  private static final class NoRoomOnce implements Fault {
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicBoolean inPart = new AtomicBoolean();
    private final AtomicInteger writesSince = new AtomicInteger();

    /// Whether the write that has begun gets through in half: decided when it begins, since the
    /// next commit is prepared for as soon as one is seen to begin.
    private volatile boolean halved;

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
      boolean now = armed.get();
      halved = now && inPart.getAndSet(false);
      if (now && !halved) {
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
      return halved ? Math.max(bytes / 2, 1) : bytes;
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
        Notes.SHORT_SEGMENTS
            .withSegmentBytes(1 << 20, 1 << 20)
            .withFlushInterval(Duration.ofNanos(1));
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
            assertThat(Notes.read(MemoryStorage.of(memory.snapshot()), Notes.SHORT_SEGMENTS))
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
      assertThat(Notes.read(storage, Notes.SHORT_SEGMENTS)).isEqualTo(acknowledged);
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void diskFull_relaxedOrNot_nothingAcknowledgedIsLost(Durability durability) {
    LogOptions options = Notes.SHORT_SEGMENTS.withDurability(durability);
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
}
