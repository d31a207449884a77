package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.Notes.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Many short lives of a log with more threads than cores, where waking, waiting for room and the
/// end fall together in ways that a model of their steps does not have: the memory of the machine
/// is no more orderly than it must be. Whoever is forgotten hangs, which is waited for a minute.
/// `-Dsoak` lives more often, `-Dseed` repeats what each thread does.
final class QueueStressTest {
  private static final Duration FOREVER = Duration.ofMinutes(1);

  /// Refused at the end; others are answered.
  private static final long CLOSED = -2;

  /// What one thread does, and the numbers that it got, in order.
  private static final class Committer implements Runnable {
    private final Log<Note> log;
    private final boolean synced;
    private final Random random;
    private final List<Long> numbers = new ArrayList<>();

    Committer(Log<Note> log, boolean synced, long seed) {
      this.log = log;
      this.synced = synced;
      this.random = new Random(seed);
    }

    @Override
    public void run() {
      for (int steps = 1 + random.nextInt(5); steps > 0; steps--) {
        for (int pause = random.nextInt(1 << random.nextInt(12)); pause > 0; pause--) {
          Thread.onSpinWait();
        }
        long before = log.lastSequence();
        List<Long> got = random.nextInt(3) == 0 ? severalAtOnce() : List.of(one());
        for (long number : got) {
          if (number != CLOSED) {
            assertThat(number).isGreaterThan(before).isLessThanOrEqualTo(log.lastSequence());
            assertThat(number).isLessThanOrEqualTo(synced ? log.forcedSequence() : number);
            numbers.add(number);
          }
        }
        if (random.nextInt(8) == 0) {
          log.flush();
          assertThat(log.forcedSequence())
              .isGreaterThanOrEqualTo(numbers.isEmpty() ? 0 : numbers.getLast());
        }
      }
    }

    private long one() {
      try {
        return log.commit(new Note("x"));
      } catch (LogException.Closed e) {
        return CLOSED;
      }
    }

    private List<Long> severalAtOnce() {
      List<CompletableFuture<Long>> futures = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        try {
          futures.add(Notes.async(log, "x"));
        } catch (LogException.Closed e) {
          futures.add(CompletableFuture.completedFuture(CLOSED));
        }
      }
      List<Long> numbers = new ArrayList<>();
      for (CompletableFuture<Long> future : futures) {
        try {
          numbers.add(future.join());
        } catch (CompletionException e) {
          assertThat(e).hasCauseInstanceOf(LogException.Closed.class);
          numbers.add(CLOSED);
        }
      }
      return numbers;
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shortLives_ofManyThreads_forgetNobody(Durability durability) throws InterruptedException {
    Random random = Notes.random();
    int lives = Notes.times(100, 300_000);
    for (int life = 0; life < lives; life++) {
      live(durability, random, "life " + life);
    }
  }

  /// A log's thread that puts its seal after each commit has the turn again and again, just when
  /// the next one comes.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void commits_whenTheLogsThreadHasTheTurnAgainAndAgain_areAllAnswered(int threads)
      throws InterruptedException {
    LogOptions options =
        LogOptions.DEFAULTS
            .withSegmentBytes(16 << 10, 16 << 10)
            .withFlushInterval(Duration.ofNanos(1));
    int commits = Notes.times(60_000, 10_000_000);
    try (Log<Note> log = new Notes().open(new MemoryStorage(), options)) {
      List<Thread> committers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        committers.add(
            Thread.ofPlatform()
                .daemon()
                .start(
                    () -> {
                      for (int n = 0; n < commits; n++) {
                        log.commit(new Note("x"));
                      }
                    }));
      }
      joinAll(committers, threads + " threads");
      assertThat(log.lastSequence()).isEqualTo((long) threads * commits);
    }
  }

  private static void live(Durability durability, Random random, String life)
      throws InterruptedException {
    LogOptions options =
        LogOptions.DEFAULTS
            .withSegmentBytes(16 << 10, 16 << 10)
            .withDurability(durability)
            .withQueueCapacity(2 << random.nextInt(7));
    MemoryStorage storage = new MemoryStorage();
    Log<Note> log = new Notes().open(storage, options);
    boolean closedMeanwhile = random.nextInt(3) == 0;
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    List<Committer> committers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = random.nextInt(10) == 0 ? 48 : 1 + random.nextInt(8); i > 0; i--) {
      Committer committer = new Committer(log, durability == Durability.SYNCED, random.nextLong());
      committers.add(committer);
      threads.add(
          (random.nextInt(4) == 0 ? Thread.ofVirtual() : Thread.ofPlatform().daemon())
              .uncaughtExceptionHandler((_, e) -> thrown.add(e))
              .start(committer));
    }
    if (!closedMeanwhile) {
      joinAll(threads, life);
    }
    threads.add(Thread.ofPlatform().daemon().start(log::close));
    joinAll(threads, life);

    assertThat(thrown).as(life).isEmpty();
    List<Long> all = new ArrayList<>();
    for (Committer committer : committers) {
      assertThat(committer.numbers).as(life).isSorted();
      all.addAll(committer.numbers);
    }
    assertThat(all).as(life).doesNotHaveDuplicates();
    assertThat(Notes.read(storage, options)).as(life).hasSize(all.size());
    assertThat(all).as(life).allMatch(number -> number <= all.size());
  }

  private static void joinAll(List<Thread> threads, String life) throws InterruptedException {
    for (Thread thread : threads) {
      assertThat(thread.join(FOREVER)).as("%s: %s has ended", life, thread).isTrue();
    }
  }
}
