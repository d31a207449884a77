package dev.fulgur.log;

import static dev.fulgur.log.ManySegments.assertMismatch;
import static dev.fulgur.log.ManySegments.changed;
import static dev.fulgur.log.ManySegments.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.Notes.Note;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What lies in the folder of a log that is opened, and files that do not belong there.
final class FolderTest {
  private final MemoryStorage storage = ManySegments.of();

  @Test
  void open_manySegments_isToldHowFarItIsToTheLastByte() {
    List<long[]> told = new ArrayList<>();
    Notes notes = new Notes();
    FrameVisitor replay =
        new FrameVisitor() {
          @Override
          public void frame(long sequence, byte[] payload) {
            notes.frame(sequence, payload);
          }

          @Override
          public void read(long done, long total) {
            told.add(new long[] {done, total});
          }
        };
    Log.open(storage, ManySegments.OPTIONS, Resume.FRESH, replay, notes).close();
    long whole = storage.snapshot().values().stream().mapToLong(bytes -> bytes.length).sum();
    assertThat(told).hasSizeGreaterThan(300);
    assertThat(told.stream().mapToLong(step -> step[0])).isSorted();
    assertThat(told).allMatch(step -> step[0] <= step[1]);
    assertThat(told.getLast()).containsExactly(whole, whole);
  }

  @Test
  void open_segmentMissing_isAHole() {
    assertMismatch(
        changed(storage, files -> files.remove(LogFormat.segmentName(3))),
        Resume.FRESH,
        "hole",
        "0000000003.log");
  }

  @Test
  void open_firstSegmentsMissing_isAHole() {
    assertMismatch(
        changed(storage, files -> files.remove(LogFormat.segmentName(1))),
        Resume.FRESH,
        "begins with transaction",
        "restore a backup");
  }

  @Test
  void open_foreignFile_isRefused() {
    assertMismatch(
        changed(storage, files -> files.put("notes.txt", new byte[3])), Resume.FRESH, "notes.txt");
    assertMismatch(
        changed(storage, files -> files.put("0000000001.bak", new byte[3])),
        Resume.FRESH,
        "0000000001.bak");
  }

  @Test
  void open_foreignContent_isRefused() {
    String name = LogFormat.segmentName(1);
    assertMismatch(
        changed(
            storage,
            files -> files.put(name, "#!/bin/sh".repeat(1000).getBytes(StandardCharsets.UTF_8))),
        Resume.FRESH,
        name,
        "does not begin like a segment");
  }

  @Test
  void open_otherVersion_isRefused() {
    byte[] header = LogFormat.header(1, 1, 2);
    assertMismatch(
        changed(
            storage,
            files -> {
              files.clear();
              files.put(LogFormat.segmentName(1), header);
            }),
        Resume.FRESH,
        "version 2",
        "reads 1");
  }

  @Test
  void open_otherVersionWithAnotherHeader_isRefusedWithItsVersion() {
    MemoryStorage later =
        changed(
            storage,
            files -> LogFormat.INT.set(Batches.bytes(files, LogFormat.segmentName(1)), 8, 7));
    assertThatThrownBy(() -> Notes.read(later, ManySegments.OPTIONS))
        .isInstanceOf(LogException.Damaged.class)
        .hasMessageContainingAll("0000000001.log", "version 7", "this program reads 1");
  }

  @Test
  void open_otherDatabase_isRefused() {
    assertMismatch(storage, new Resume(0, 42, true), "belongs to another store");
  }

  @Test
  void open_mixedWithAnotherLog_isRefused() {
    MemoryStorage other = new MemoryStorage();
    try (Log<Note> log = new Notes().open(other, ManySegments.OPTIONS)) {
      commit(log, 300);
    }
    String name = LogFormat.segmentName(2);
    assertMismatch(
        changed(storage, files -> files.put(name, other.bytes(name))),
        Resume.FRESH,
        name,
        "another log");
  }

  @Test
  void open_segmentUnderAnotherName_isRefused() {
    assertMismatch(
        changed(
            storage,
            files -> files.put(LogFormat.segmentName(2), storage.bytes(LogFormat.segmentName(3)))),
        Resume.FRESH,
        "holds segment 3 under the name 0000000002.log");
  }

  @Test
  void open_requiredButGone_isRefused() {
    assertMismatch(new MemoryStorage(), new Resume(5, 42, true), "holds no log");
  }

  @Test
  void open_requiredButWithoutItsFrames_isRefused() {
    byte[] first = storage.bytes(LogFormat.segmentName(1));
    long id = LogFormat.Header.read(first, LogFormat.HEADER_PAGE).logId();
    MemoryStorage begin =
        changed(
            storage,
            files -> {
              byte[] empty = Arrays.copyOf(LogFormat.header(id, 2), 32 << 10);
              files.clear();
              files.put(LogFormat.segmentName(2), empty);
            });
    assertMismatch(begin, new Resume(300, id, true), "0000000002.log", "gone");
    Notes.read(begin, ManySegments.OPTIONS);
    MemoryStorage cut =
        changed(
            storage,
            files -> {
              files.clear();
              files.put(LogFormat.segmentName(1), new byte[0]);
            });
    assertMismatch(cut, new Resume(0, id, true), "no whole segment");
    Notes.read(cut, ManySegments.OPTIONS);
  }

  @Test
  void open_leftoverTemporary_isRemoved() {
    MemoryStorage left = changed(storage, files -> files.put("0000000099.tmp", new byte[100]));
    assertThat(Notes.read(left, ManySegments.OPTIONS)).hasSize(300);
    assertThat(left.list()).doesNotContain("0000000099.tmp");
  }
}
