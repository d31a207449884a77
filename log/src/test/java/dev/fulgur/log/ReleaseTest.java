package dev.fulgur.log;

import static dev.fulgur.log.ManySegments.assertMismatch;
import static dev.fulgur.log.ManySegments.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.Notes.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Segments that come as they are needed and go once they are released.
final class ReleaseTest {
  private final MemoryStorage storage = ManySegments.of();

  @Test
  void segments_doubleUpToTheLargest() {
    Map<String, byte[]> files = storage.snapshot();
    List<Integer> sizes = files.values().stream().map(bytes -> bytes.length).toList();
    assertThat(sizes).startsWith(16 << 10, 32 << 10, 64 << 10, 64 << 10);
    assertThat(sizes.subList(2, sizes.size())).containsOnly(64 << 10);
  }

  @Test
  void release_deletesWholeSegmentsBelow() {
    Notes notes = new Notes().from(200);
    try (Log<Note> log = notes.open(storage, ManySegments.OPTIONS)) {
      log.release(200);
      while (storage.list().contains(LogFormat.segmentName(2))) {
        Thread.onSpinWait();
      }
      assertThat(notes.published()).hasSize(100);
    }
    assertThat(storage.list()).doesNotContain(LogFormat.segmentName(1));
    Notes again = new Notes().from(200);
    try (Log<Note> _ = again.open(storage, ManySegments.OPTIONS)) {
      assertThat(again.published()).hasSize(100);
    }
  }

  @Test
  void release_retentionOfSegments_keepsTheLastOnes() {
    LogOptions keep = ManySegments.OPTIONS.withRetention(Retention.lastSegments(2));
    Notes notes = new Notes().from(300);
    try (Log<Note> log = notes.open(storage, keep)) {
      log.release(300);
      while (log.stats().segments() > 3) {
        Thread.onSpinWait();
      }
    }
    assertThat(storage.list().stream().filter(name -> name.endsWith(".log")))
        .as("two kept, the one that is written, the one that is prepared")
        .hasSize(4);
  }

  @Test
  void release_retentionByAge_keepsYoungSegments() {
    int before = storage.list().size();
    LogOptions keep = ManySegments.OPTIONS.withRetention(Retention.lasting(Duration.ofHours(1)));
    try (Log<Note> log = new Notes().from(300).open(storage, keep)) {
      log.release(300);
    }
    assertThat(storage.list()).hasSize(before);
    LogOptions spent = ManySegments.OPTIONS.withRetention(Retention.lasting(Duration.ofNanos(1)));
    try (Log<Note> log = new Notes().from(300).open(storage, spent)) {
      log.release(300);
    }
    assertThat(storage.list().size()).isLessThan(before);
  }

  @Test
  void open_allReleased_goesOnWithTheOwnersNumbers() {
    try (Log<Note> log = new Notes().from(300).open(storage, ManySegments.OPTIONS)) {
      log.release(300);
      assertThat(log.commit(new Note("next"))).isEqualTo(301);
    }
    for (String name : List.copyOf(storage.list())) {
      if (name.endsWith(".log")) {
        storage.remove(name);
      }
    }
    try (Log<Note> log = new Notes().from(301).open(storage, ManySegments.OPTIONS)) {
      assertThat(log.commit(new Note("fresh"))).isEqualTo(302);
    }
    assertMismatch(storage, new Resume(400, 0, false), "ends with transaction 302", "400");
    assertMismatch(storage, new Resume(12, 0, false), "begins with transaction 302", "12");
  }

  /// Else a kill between the two left a log that looks like one which lost its first segments.
  @Test
  void closedSegment_withoutADurableFrameBehindIt_isKept() {
    MemoryStorage files = new MemoryStorage();
    FaultyStorage faulty = new FaultyStorage(files);
    AtomicBoolean prepared = new AtomicBoolean();
    faulty.fault =
        (call, name) -> {
          if (name.equals(LogFormat.temporaryName(2))) {
            if (prepared.get() && call == FaultyStorage.Call.WRITE) {
              throw new IOException("Input/output error");
            }
            prepared.compareAndSet(false, call == FaultyStorage.Call.RENAME);
          }
        };
    AtomicInteger acknowledged = new AtomicInteger();
    assertThatThrownBy(
            () -> {
              try (Log<Note> log = new Notes().open(faulty, ManySegments.OPTIONS)) {
                for (int i = 0; i < 100; i++) {
                  log.commit(new Note("x".repeat(500)));
                  log.release(acknowledged.incrementAndGet());
                }
              }
            })
        .isInstanceOf(LogException.Failed.class);
    assertThat(acknowledged).hasPositiveValue();
    assertThat(files.list()).contains(LogFormat.segmentName(1), LogFormat.segmentName(2));
  }

  @Test
  void release_segmentDeletedByHand_deletesTheOthersAllTheSame(@TempDir Path folder)
      throws IOException {
    Path second = folder.resolve(LogFormat.segmentName(2));
    try (Log<Note> log = new Notes().open(LogStorage.in(folder), ManySegments.OPTIONS)) {
      commit(log, 200);
      assertThat(second).exists();
      Files.delete(folder.resolve(LogFormat.segmentName(1)));
      log.release(200);
    }
    assertThat(second).doesNotExist();
  }

  @Test
  void open_fullerDisk_getsSmallerSegments() {
    MemoryStorage tight = new MemoryStorage();
    tight.limit(36 << 10);
    try (Log<Note> log = new Notes().open(tight, ManySegments.OPTIONS)) {
      commit(log, 30);
    }
    assertThat(tight.bytes(LogFormat.segmentName(2))).hasSize(16 << 10);
    assertThat(Notes.read(tight, ManySegments.OPTIONS)).hasSize(30);
  }

  @Test
  void open_noRoomAtAll_saysSoAndLeavesNoThread() throws InterruptedException {
    MemoryStorage tight = new MemoryStorage();
    tight.limit(1000);
    assertThatThrownBy(() -> new Notes().open(tight, ManySegments.OPTIONS))
        .isInstanceOf(LogException.Full.class)
        .hasMessageContaining("no room");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("fulgur-log-segments")) {
        assertThat(thread.join(Duration.ofMinutes(1))).as("%s has ended", thread).isTrue();
      }
    }
    tight.limit(Long.MAX_VALUE);
    assertThat(Notes.read(tight, ManySegments.OPTIONS)).isEmpty();
  }
}
