package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.Notes.Note;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a log leaves free for an owner who brings its segments elsewhere on the same disk.
final class ReserveTest {
  private static final int SEGMENT = 16 << 10;
  private static final int DISK = 60;
  private static final LogOptions OPTIONS = LogOptions.DEFAULTS.withSegmentBytes(SEGMENT, SEGMENT);

  private final MemoryStorage storage = new MemoryStorage();
  private final Notes notes = new Notes();

  private Log<Note> open(int reserve) {
    storage.limit((long) DISK * SEGMENT);
    return notes.open(storage, OPTIONS.withReserve(reserve));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5})
  void log_thatReleasesNothing_leavesItsReserveForEachSegment(int reserve) {
    try (Log<Note> log = open(reserve)) {
      fill(log);
      assertThat(segments()).isEqualTo(DISK / (1 + reserve));
      assertThat(storage.usableBytes()).isEqualTo((long) segments() * SEGMENT * reserve);
    }
  }

  @Test
  void log_thatReleasedAll_needsTheReserveOfTheNextSegmentAlone() {
    try (Log<Note> log = open(2)) {
      fill(log);
      long full = log.lastSequence();
      log.release(full);
      awaitSegments(1);
      storage.limit(4L * SEGMENT - 1);
      assertThatThrownBy(() -> log.commit(large())).isInstanceOf(LogException.Full.class);
      storage.limit(4L * SEGMENT);
      assertThat(log.commit(large())).isEqualTo(full + 1);
      assertThat(log.failure()).isNull();
    }
  }

  @Test
  void log_whoseNewestCommitIsNotReleased_needsTheReserveOfItsSegmentToo() {
    try (Log<Note> log = open(2)) {
      fill(log);
      long full = log.lastSequence();
      log.release(full - 1);
      awaitSegments(1);
      storage.limit(6L * SEGMENT - 1);
      assertThatThrownBy(() -> log.commit(large())).isInstanceOf(LogException.Full.class);
      storage.limit(6L * SEGMENT);
      assertThat(log.commit(large())).isEqualTo(full + 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 20", "6, 22", "30, 30", "1000, 60"})
  void owner_withRoomOfItsOwn_needsThatMuchLessOfTheDisk(int spareSegments, int segments) {
    try (Log<Note> log = open(2)) {
      log.release(0, (long) spareSegments * SEGMENT);
      fill(log);
      assertThat(segments()).isEqualTo(segments);
    }
  }

  @Test
  void owner_thatHasItsOwnRoomNoMore_needsTheDiskAgain() {
    try (Log<Note> log = open(2)) {
      log.release(0, 6L * SEGMENT);
      fill(log);
      int there = segments();
      storage.limit((long) (DISK + 3) * SEGMENT);
      log.release(0);
      assertThatThrownBy(() -> log.commit(large())).isInstanceOf(LogException.Full.class);
      log.release(0, 6L * SEGMENT);
      log.commit(large());
      assertThat(segments()).isEqualTo(there + 1);
    }
  }

  /// Commits until there is no room.
  private static void fill(Log<Note> log) {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 4 * DISK; i++) {
                log.commit(large());
              }
            })
        .isInstanceOf(LogException.Full.class);
    assertThat(log.failure()).isNull();
  }

  /// Two do not fit into a segment.
  private static Note large() {
    return new Note("x".repeat(SEGMENT - LogFormat.HEADER_PAGE - 1000));
  }

  private int segments() {
    return storage.list().size();
  }

  private void awaitSegments(int left) {
    while (segments() > left) {
      Thread.onSpinWait();
    }
  }
}
