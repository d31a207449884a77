package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.Notes.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LogTest {
  private static final LogOptions SMALL = LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 64 << 10);

  @TempDir Path folder;

  private LogStorage storage() {
    return LogStorage.in(folder.resolve("log"));
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void commit_thenReopen_replaysInOrder(Durability durability) {
    LogOptions options = SMALL.withDurability(durability);
    List<String> texts = IntStream.range(0, 500).mapToObj(i -> "text " + i).toList();
    try (Log<Note> log = new Notes().open(storage(), options)) {
      for (int i = 0; i < texts.size(); i++) {
        assertThat(log.commit(new Note(texts.get(i)))).isEqualTo(i + 1);
      }
    }
    Notes notes = new Notes();
    try (Log<Note> log = notes.open(storage(), options)) {
      assertThat(notes.published()).isEqualTo(texts);
      assertThat(log.lastSequence()).isEqualTo(500);
      assertThat(log.recovery().frames()).isEqualTo(500);
      assertThat(log.recovery().replayed()).isEqualTo(500);
      assertThat(log.recovery().truncatedBytes()).isZero();
      assertThat(log.commit(new Note("one more"))).isEqualTo(501);
    }
  }

  @Test
  void open_ownerHoldsAPart_replaysTheRest() {
    try (Log<Note> log = new Notes().open(storage(), SMALL)) {
      for (int i = 1; i <= 10; i++) {
        log.commit(new Note("" + i));
      }
    }
    Notes notes = new Notes().from(7);
    try (Log<Note> log = notes.open(storage(), SMALL)) {
      assertThat(notes.published()).containsExactly("8", "9", "10");
      assertThat(log.recovery().replayed()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void commit_emptyPayload_isAFrame(Durability durability) {
    LogOptions options = SMALL.withDurability(durability);
    try (Log<Note> log = new Notes().open(storage(), options)) {
      assertThat(log.commit(new Note(""))).isEqualTo(1);
      assertThat(log.commit(new Note("x"))).isEqualTo(2);
    }
    assertThat(Notes.read(storage(), options)).containsExactly("", "x");
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void commit_refusedBySequencer_leavesNoFrame(Durability durability) {
    LogOptions options = SMALL.withDurability(durability);
    try (Log<Note> log = new Notes().open(storage(), options)) {
      assertThat(log.commit(new Note("a"))).isEqualTo(1);
      assertThat(log.commit(new Note(Notes.REFUSED))).isEqualTo(Commit.REFUSED);
      assertThat(log.commit(new Note("b"))).isEqualTo(2);
    }
    assertThat(Notes.read(storage(), options)).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void commit_withoutPayload_isAPointInTheOrder(Durability durability) {
    LogOptions options = SMALL.withDurability(durability);
    Notes notes = new Notes();
    try (Log<Note> log = notes.open(storage(), options)) {
      log.commit(new Note("a"));
      assertThat(log.commit(Notes.point())).isEqualTo(1);
      log.commit(new Note("b"));
      assertThat(log.commitAsync(Notes.point()).join()).isEqualTo(2);
    }
    assertThat(Notes.read(storage(), options)).containsExactly("a", "b");
  }

  @Test
  void commit_overTheLimit_isRefusedBeforeItIsQueued() {
    LogOptions options = SMALL.withMaxPayloadBytes(100);
    try (Log<Note> log = new Notes().open(storage(), options)) {
      assertThatThrownBy(() -> log.commit(new Note("x".repeat(101))))
          .isInstanceOf(LogException.TooLarge.class)
          .hasMessageContaining("101")
          .hasMessageContaining("100");
      assertThat(log.commit(new Note("x".repeat(100)))).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void commit_largerThanASegment_getsOneOfItsSize(Durability durability) {
    LogOptions options = SMALL.withDurability(durability);
    String large = "large ".repeat(200_000);
    try (Log<Note> log = new Notes().open(storage(), options)) {
      log.commit(new Note("a"));
      log.commit(new Note(large));
      log.commit(new Note("b"));
    }
    assertThat(Notes.read(storage(), options)).containsExactly("a", large, "b");
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void commitAsync_many_completeInOrder(Durability durability) {
    LogOptions options = SMALL.withDurability(durability).withQueueCapacity(16);
    try (Log<Note> log = new Notes().open(storage(), options)) {
      List<CompletableFuture<Long>> futures = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        futures.add(Notes.async(log, "" + i));
      }
      for (int i = 0; i < futures.size(); i++) {
        assertThat(futures.get(i).join()).isEqualTo(i + 1);
      }
    }
    assertThat(Notes.read(storage(), options)).hasSize(2_000);
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void commitAsync_dependentBlocks_holdsNothingUp(Durability durability) {
    LogOptions options = SMALL.withDurability(durability);
    try (Log<Note> log = new Notes().open(storage(), options)) {
      CompletableFuture<Long> nested =
          Notes.async(log, "a").thenApply(_ -> log.commit(new Note("b")));
      assertThat(nested.join()).isEqualTo(2);
    }
  }

  @Test
  void commitAsync_dependentWaitsForAnotherOfItsBatch_getsIt() throws Exception {
    FaultyStorage held = new FaultyStorage(storage());
    try (Log<Note> log = new Notes().open(held, SMALL)) {
      CountDownLatch forcing = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      held.fault =
          (call, _) -> {
            if (call == FaultyStorage.Call.FORCE) {
              forcing.countDown();
              awaitUninterruptibly(go);
            }
          };
      CompletableFuture<Long> before = Notes.async(log, "in a batch of its own");
      forcing.await();
      List<CompletableFuture<Long>> batch = new ArrayList<>();
      CompletableFuture<Long> lastOne = new CompletableFuture<>();
      List<CompletableFuture<Long>> dependents = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        batch.add(Notes.async(log, "together " + i));
        dependents.add(batch.get(i).thenApply(_ -> lastOne.join()));
      }
      CompletableFuture<Void> _ = batch.getLast().thenAccept(lastOne::complete);
      go.countDown();
      assertThat(before.join()).isEqualTo(1);
      for (CompletableFuture<Long> dependent : dependents) {
        assertThat(dependent.get(1, TimeUnit.MINUTES)).isEqualTo(6);
      }
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void commit_manyThreads_eachOnceAndInOneOrder(Durability durability) throws Exception {
    LogOptions options = SMALL.withDurability(durability).withQueueCapacity(8);
    int threads = 16;
    int each = 300;
    Notes notes = new Notes();
    try (Log<Note> log = notes.open(storage(), options)) {
      List<Thread> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String name = "thread " + t + " ";
        Thread.Builder builder = t % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
        running.add(
            builder.start(
                () -> {
                  for (int i = 0; i < each; i++) {
                    log.commit(new Note(name + i));
                  }
                }));
      }
      for (Thread thread : running) {
        thread.join();
      }
      assertThat(log.stats().queueDepth()).isZero();
      assertThat(log.lastSequence()).isEqualTo((long) threads * each);
    }
    List<String> read = Notes.read(storage(), options);
    assertThat(read).isEqualTo(notes.published()).hasSize(threads * each).doesNotHaveDuplicates();
    for (int t = 0; t < threads; t++) {
      String name = "thread " + t + " ";
      assertThat(read.stream().filter(text -> text.startsWith(name)).toList())
          .isEqualTo(IntStream.range(0, each).mapToObj(i -> name + i).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void close_underLoad_answersEveryone(Durability durability) throws Exception {
    LogOptions options = SMALL.withDurability(durability).withQueueCapacity(4);
    for (int round = 0; round < 20; round++) {
      LogStorage storage = new MemoryStorage();
      List<Long> acknowledged = new ArrayList<>();
      List<Thread> running = new ArrayList<>();
      Log<Note> log = new Notes().open(storage, options);
      for (int t = 0; t < 8; t++) {
        running.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        while (true) {
                          long sequence = log.commit(new Note("x"));
                          synchronized (acknowledged) {
                            acknowledged.add(sequence);
                          }
                        }
                      } catch (LogException.Closed e) {
                        assertThat(e).hasMessageContaining("closed");
                      }
                    }));
      }
      while (log.lastSequence() < 20) {
        Thread.onSpinWait();
      }
      log.close();
      for (Thread thread : running) {
        thread.join();
      }
      int there = Notes.read(storage, options).size();
      assertThat(acknowledged).doesNotHaveDuplicates().allMatch(s -> s <= there);
    }
  }

  @Test
  void commit_afterClose_isRefused() {
    Log<Note> log = new Notes().open(storage(), SMALL);
    log.close();
    log.close();
    assertThatThrownBy(() -> log.commit(new Note("x"))).isInstanceOf(LogException.Closed.class);
    assertThatThrownBy(() -> Notes.async(log, "x")).isInstanceOf(LogException.Closed.class);
  }

  @Test
  void open_twice_isRefused() {
    try (Log<Note> log = new Notes().open(storage(), SMALL)) {
      assertThatThrownBy(() -> new Notes().open(storage(), SMALL))
          .isInstanceOf(LogException.Owned.class)
          .hasMessageContaining(folder.toString());
      assertThat(log.commit(new Note("x"))).isEqualTo(1);
    }
    assertThat(Notes.read(storage(), SMALL)).containsExactly("x");
  }

  @Test
  void flush_relaxed_bringsEverythingToDisk() {
    LogOptions options =
        SMALL.withDurability(Durability.RELAXED).withFlushInterval(Duration.ofSeconds(60));
    MemoryStorage storage = new MemoryStorage();
    try (Log<Note> log = new Notes().open(storage, options)) {
      for (int i = 0; i < 100; i++) {
        log.commit(new Note("" + i));
      }
      log.flush();
      assertThat(log.forcedSequence()).isEqualTo(100);
      assertThat(Notes.read(MemoryStorage.of(storage.snapshot()), options)).hasSize(100);
    }
  }

  @Test
  void commit_relaxed_isOnDiskWithinTheInterval() {
    LogOptions options = SMALL.withDurability(Durability.RELAXED);
    try (Log<Note> log = new Notes().open(new MemoryStorage(), options)) {
      log.commit(new Note("x"));
      while (log.forcedSequence() < 1) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void stats_afterCommits_countThem() {
    try (Log<Note> log = new Notes().open(storage(), SMALL)) {
      for (int i = 0; i < 10; i++) {
        log.commit(new Note("12345678"));
      }
      LogStats stats = log.stats();
      assertThat(stats.frames()).isEqualTo(10);
      assertThat(stats.frameBytes()).isEqualTo(400);
      assertThat(stats.forces()).isEqualTo(10);
      assertThat(stats.lastSequence()).isEqualTo(10);
      assertThat(stats.forcedSequence()).isEqualTo(10);
      assertThat(stats.lastForce()).isPositive();
      assertThat(stats.segments()).isEqualTo(1);
      assertThat(stats.sizeBytes()).isEqualTo(16 << 10);
      assertThat(stats.usableBytes()).isPositive();
      assertThat(stats.failure()).isNull();
      assertThat(stats.queueCapacity()).isGreaterThanOrEqualTo(10_000);
    }
  }

  @Test
  void options_outOfRange_areRefusedInOneSentence() {
    LogOptions options = LogOptions.DEFAULTS;
    assertThatThrownBy(() -> options.withQueueCapacity(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 commits");
    assertThatThrownBy(() -> options.withSegmentBytes(4096, 8192))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.withSegmentBytes(1 << 20, 1 << 19))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.withFlushInterval(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.withMaxPayloadBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Retention(-1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void open_folderIsAFile_saysSo() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new Notes().open(LogStorage.in(file), SMALL))
        .isInstanceOf(LogException.Unreadable.class)
        .hasMessageContaining(file.toString());
  }
}
