package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.Notes.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The log after a loss of power at any point of its trace.
final class PowerLossTest {
  private static final int IMAGES = Notes.times(1_000, 450_000);

  /// A trace of commits by several threads, and the texts in the order of commits.
  private record History(PowerTrace trace, List<String> texts) {}

  private static History history(
      LogOptions options, Random random, MemoryStorage storage, PowerTrace trace)
      throws InterruptedException {
    Notes notes = new Notes();
    AtomicLong released = new AtomicLong();
    long[] seeds = random.longs(4).toArray();
    try (Log<Note> log = notes.open(storage, options)) {
      List<Thread> threads = new ArrayList<>();
      for (long seed : seeds) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      Random mine = new Random(seed);
                      for (int i = 0; i < 40; i++) {
                        int length = mine.nextInt(10) == 0 ? 6000 : mine.nextInt(700);
                        String text = seed + " " + i + " ".repeat(length);
                        long sequence = log.commit(new Note(text));
                        if (options.durability() == Durability.SYNCED) {
                          trace.mark(sequence);
                        }
                        if (i % 10 == 9) {
                          log.flush();
                          trace.mark(sequence);
                          long old = released.updateAndGet(r -> Math.max(r, sequence - 20));
                          trace.release(old);
                          log.release(old);
                        }
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    trace.mark(notes.published().size());
    return new History(trace, notes.published());
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void powerLoss_anywhere_losesNothingAcknowledged(Durability durability) throws Exception {
    LogOptions options =
        LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 32 << 10).withDurability(durability);
    Random random = Notes.random();
    PowerTrace trace = new PowerTrace();
    History history = history(options, random, new MemoryStorage(trace), trace);
    for (int i = 0; i < IMAGES; i++) {
      check(trace.image(trace.anywhere(random), random), history.texts(), options);
    }
    System.out.println("reliability: power loss | log " + durability + " | " + IMAGES + " | -");
  }

  private static void check(PowerTrace.Image image, List<String> texts, LogOptions options) {
    MemoryStorage storage = MemoryStorage.of(image.files());
    long released = image.released();
    List<String> first = read(storage, released, options);
    assertThat(first)
        .as("what is left is a prefix, holds all that was acknowledged, and nothing else")
        .isEqualTo(texts.subList((int) released, (int) released + first.size()));
    assertThat(released + first.size()).isGreaterThanOrEqualTo(image.mark());
    Map<String, byte[]> once = storage.snapshot();
    assertThat(read(storage, released, options)).isEqualTo(first);
    assertThat(storage.snapshot().keySet()).containsAll(once.keySet());
  }

  private static List<String> read(MemoryStorage storage, long released, LogOptions options) {
    Notes notes = new Notes().from(released);
    try (Log<Note> _ = notes.open(storage, options)) {
      return notes.published();
    }
  }

  @Test
  void powerLoss_afterRecoveryAndNewCommits_losesNothing() throws Exception {
    LogOptions options = LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 16 << 10);
    Random random = Notes.random();
    for (int round = 0; round < 10; round++) {
      PowerTrace trace = new PowerTrace();
      History history = history(options, random, new MemoryStorage(trace), trace);
      PowerTrace.Image image = trace.image(trace.anywhere(random), random);
      PowerTrace second = new PowerTrace();
      MemoryStorage storage = new MemoryStorage(second);
      for (Map.Entry<String, byte[]> file : image.files().entrySet()) {
        storage.restore(file.getKey(), file.getValue());
      }
      second.ready();
      Notes notes = new Notes().from(image.released());
      try (Log<Note> log = notes.open(storage, options)) {
        second.mark(log.lastSequence());
        for (int i = 0; i < 20; i++) {
          second.mark(log.commit(new Note("new " + i)));
        }
      }
      List<String> texts = new ArrayList<>(history.texts().subList(0, (int) image.released()));
      texts.addAll(notes.published());
      for (int i = 0; i < 30; i++) {
        PowerTrace.Image next = second.image(second.anywhere(random), random);
        check(new PowerTrace.Image(next.files(), next.mark(), image.released()), texts, options);
      }
    }
  }
}
