package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.FaultyStorage.Call;
import dev.fulgur.log.FaultyStorage.Fault;
import dev.fulgur.log.Notes.Note;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The log on a disk that fails or takes less than it is given, or with an owner who fails.
final class FaultTest {

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
    LogOptions options = Notes.SHORT_SEGMENTS.withDurability(durability);
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
    Log<Note> log = new Notes().open(storage, Notes.SHORT_SEGMENTS);
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
    try (Log<Note> again = notes.open(memory, Notes.SHORT_SEGMENTS)) {
      assertThat(notes.published()).startsWith("a");
      again.commit(new Note("d"));
    }
  }

  @Test
  void forceFails_wholeBatchIsToldSo() throws Exception {
    FaultyStorage storage = new FaultyStorage(new MemoryStorage());
    AtomicInteger failures = new AtomicInteger();
    Log<Note> log = new Notes().open(storage, Notes.SHORT_SEGMENTS);
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

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shortWrites_ofAnyLength_giveTheSameBytes(Durability durability) {
    LogOptions options = Notes.SHORT_SEGMENTS.withDurability(durability);
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

  @Test
  void fileThatTakesNothing_isAFailureNotAHang() {
    FaultyStorage storage = new FaultyStorage(new MemoryStorage());
    Log<Note> log = new Notes().open(storage, Notes.SHORT_SEGMENTS);
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
        new Anything<>() {
          @Override
          public boolean validate(Note commit) {
            throw new IllegalStateException("broken");
          }
        };
    for (Durability durability : Durability.values()) {
      Log<Note> log =
          Log.open(
              new MemoryStorage(),
              Notes.SHORT_SEGMENTS.withDurability(durability),
              Resume.FRESH,
              notes,
              broken);
      assertThatThrownBy(() -> log.commit(new Note("x")))
          .isInstanceOf(LogException.Failed.class)
          .hasMessageContaining("broken");
      log.close();
    }
  }
}
