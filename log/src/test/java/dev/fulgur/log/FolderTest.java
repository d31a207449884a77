package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.Notes.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What lies in a log's folder: segments that come and go, and files that do not belong there.
final class FolderTest {
  private static final LogOptions OPTIONS =
      LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 64 << 10);

  private final MemoryStorage storage = new MemoryStorage();

  @BeforeEach
  void fill() {
    try (Log<Note> log = new Notes().open(storage, OPTIONS)) {
      commit(log, 300);
    }
  }

  private static void commit(Log<Note> log, int count) {
    for (int i = 0; i < count; i++) {
      log.commit(new Note("text " + i + " ".repeat(500)));
    }
  }

  private MemoryStorage changed(Consumer<Map<String, byte[]>> change) {
    Map<String, byte[]> files = new TreeMap<>(storage.snapshot());
    change.accept(files);
    return MemoryStorage.of(files);
  }

  private static void assertMismatch(MemoryStorage storage, Resume resume, String... message) {
    Notes notes = new Notes().from(resume.applied());
    assertThatThrownBy(() -> Log.open(storage, OPTIONS, resume, notes, notes))
        .isInstanceOf(LogException.Mismatch.class)
        .hasMessageContainingAll(message);
    storage.unlock();
  }

  @Test
  void segments_doubleUpToTheLargest() {
    Map<String, byte[]> files = storage.snapshot();
    List<Integer> sizes = files.values().stream().map(bytes -> bytes.length).toList();
    assertThat(sizes).startsWith(16 << 10, 32 << 10, 64 << 10, 64 << 10);
    assertThat(sizes.subList(2, sizes.size())).containsOnly(64 << 10);
  }

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
    Log.open(storage, OPTIONS, Resume.FRESH, replay, notes).close();
    long whole = storage.snapshot().values().stream().mapToLong(bytes -> bytes.length).sum();
    assertThat(told).hasSizeGreaterThan(300);
    assertThat(told.stream().mapToLong(step -> step[0])).isSorted();
    assertThat(told).allMatch(step -> step[0] <= step[1]);
    assertThat(told.getLast()).containsExactly(whole, whole);
  }

  @Test
  void release_deletesWholeSegmentsBelow() {
    Notes notes = new Notes().from(200);
    try (Log<Note> log = notes.open(storage, OPTIONS)) {
      log.release(200);
      while (storage.list().contains(LogFormat.segmentName(2))) {
        Thread.onSpinWait();
      }
      assertThat(notes.published()).hasSize(100);
    }
    assertThat(storage.list()).doesNotContain(LogFormat.segmentName(1));
    Notes again = new Notes().from(200);
    try (Log<Note> _ = again.open(storage, OPTIONS)) {
      assertThat(again.published()).hasSize(100);
    }
  }

  @Test
  void release_retentionOfSegments_keepsTheLastOnes() {
    LogOptions keep = OPTIONS.withRetention(Retention.lastSegments(2));
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
    LogOptions keep = OPTIONS.withRetention(Retention.lasting(Duration.ofHours(1)));
    try (Log<Note> log = new Notes().from(300).open(storage, keep)) {
      log.release(300);
    }
    assertThat(storage.list()).hasSize(before);
    LogOptions spent = OPTIONS.withRetention(Retention.lasting(Duration.ofNanos(1)));
    try (Log<Note> log = new Notes().from(300).open(storage, spent)) {
      log.release(300);
    }
    assertThat(storage.list().size()).isLessThan(before);
  }

  @Test
  void open_allReleased_goesOnWithTheOwnersNumbers() {
    try (Log<Note> log = new Notes().from(300).open(storage, OPTIONS)) {
      log.release(300);
      assertThat(log.commit(new Note("next"))).isEqualTo(301);
    }
    for (String name : List.copyOf(storage.list())) {
      if (name.endsWith(".log")) {
        storage.remove(name);
      }
    }
    try (Log<Note> log = new Notes().from(301).open(storage, OPTIONS)) {
      assertThat(log.commit(new Note("fresh"))).isEqualTo(302);
    }
    assertMismatch(storage, new Resume(400, 0, false), "ends with transaction 302", "400");
    assertMismatch(storage, new Resume(12, 0, false), "begins with transaction 302", "12");
  }

  @Test
  void open_segmentMissing_isAHole() {
    assertMismatch(
        changed(files -> files.remove(LogFormat.segmentName(3))),
        Resume.FRESH,
        "hole",
        "0000000003.log");
  }

  @Test
  void open_firstSegmentsMissing_isAHole() {
    assertMismatch(
        changed(files -> files.remove(LogFormat.segmentName(1))),
        Resume.FRESH,
        "begins with transaction",
        "restore a backup");
  }

  @Test
  void open_foreignFile_isRefused() {
    assertMismatch(
        changed(files -> files.put("notes.txt", new byte[3])), Resume.FRESH, "notes.txt");
    assertMismatch(
        changed(files -> files.put("0000000001.bak", new byte[3])), Resume.FRESH, "0000000001.bak");
  }

  @Test
  void open_foreignContent_isRefused() {
    String name = LogFormat.segmentName(1);
    assertMismatch(
        changed(
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
        changed(files -> LogFormat.INT.set(Batches.bytes(files, LogFormat.segmentName(1)), 8, 7));
    assertThatThrownBy(() -> Notes.read(later, OPTIONS))
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
    try (Log<Note> log = new Notes().open(other, OPTIONS)) {
      commit(log, 300);
    }
    String name = LogFormat.segmentName(2);
    assertMismatch(
        changed(files -> files.put(name, other.bytes(name))), Resume.FRESH, name, "another log");
  }

  @Test
  void open_segmentUnderAnotherName_isRefused() {
    assertMismatch(
        changed(
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
            files -> {
              byte[] empty = Arrays.copyOf(LogFormat.header(id, 2), 32 << 10);
              files.clear();
              files.put(LogFormat.segmentName(2), empty);
            });
    assertMismatch(begin, new Resume(300, id, true), "0000000002.log", "gone");
    Notes.read(begin, OPTIONS);
    MemoryStorage cut =
        changed(
            files -> {
              files.clear();
              files.put(LogFormat.segmentName(1), new byte[0]);
            });
    assertMismatch(cut, new Resume(0, id, true), "no whole segment");
    Notes.read(cut, OPTIONS);
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
              try (Log<Note> log = new Notes().open(faulty, OPTIONS)) {
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
  void open_leftoverTemporary_isRemoved() {
    MemoryStorage left = changed(files -> files.put("0000000099.tmp", new byte[100]));
    assertThat(Notes.read(left, OPTIONS)).hasSize(300);
    assertThat(left.list()).doesNotContain("0000000099.tmp");
  }

  @Test
  void open_fullerDisk_getsSmallerSegments() {
    MemoryStorage tight = new MemoryStorage();
    tight.limit(36 << 10);
    try (Log<Note> log = new Notes().open(tight, OPTIONS)) {
      commit(log, 30);
    }
    assertThat(tight.bytes(LogFormat.segmentName(2))).hasSize(16 << 10);
    assertThat(Notes.read(tight, OPTIONS)).hasSize(30);
  }

  @Test
  void open_noRoomAtAll_saysSoAndLeavesNoThread() throws InterruptedException {
    MemoryStorage tight = new MemoryStorage();
    tight.limit(1000);
    assertThatThrownBy(() -> new Notes().open(tight, OPTIONS))
        .isInstanceOf(LogException.Full.class)
        .hasMessageContaining("no room");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("fulgur-log-segments")) {
        assertThat(thread.join(Duration.ofMinutes(1))).as("%s has ended", thread).isTrue();
      }
    }
    tight.limit(Long.MAX_VALUE);
    assertThat(Notes.read(tight, OPTIONS)).isEmpty();
  }

  @Test
  void release_segmentDeletedByHand_deletesTheOthersAllTheSame(@TempDir Path folder)
      throws IOException {
    Path second = folder.resolve(LogFormat.segmentName(2));
    try (Log<Note> log = new Notes().open(LogStorage.in(folder), OPTIONS)) {
      commit(log, 200);
      assertThat(second).exists();
      Files.delete(folder.resolve(LogFormat.segmentName(1)));
      log.release(200);
    }
    assertThat(second).doesNotExist();
  }

  @Test
  void read_fromANumber_givesTheRest() {
    ArrayList<Long> read = new ArrayList<>();
    assertThat(LogReader.read(storage, 250, 280, (sequence, _) -> read.add(sequence)))
        .isEqualTo(280);
    assertThat(read).hasSize(31).startsWith(250L).endsWith(280L);
    assertThat(LogReader.read(storage, 301, Long.MAX_VALUE, (_, _) -> {})).isEqualTo(300);
    storage.remove(LogFormat.segmentName(1));
    assertThatThrownBy(() -> LogReader.read(storage, 1, 300, (_, _) -> {}))
        .isInstanceOf(LogException.Mismatch.class)
        .hasMessageContaining("released");
  }

  @Test
  void dump_goodAndDamaged_showsBoth() throws Exception {
    MemoryStorage small = Batches.write(OPTIONS, List.of("first"), List.of("second"), List.of("3"));
    StringBuilder out = new StringBuilder();
    new LogDump(small).print(0, out);
    assertThat(out.toString().lines())
        .containsExactly(
            "0000000001.log  log 1122334455667788  16384 bytes",
            "        4096  frame             1         5 bytes  forced       4096  6669727374",
            "        4136  frame             2         6 bytes  forced       4136  7365636f6e64",
            "        4176  frame             3         1 bytes  forced       4176  33",
            "        4216  end");
    byte[] bytes = small.bytes(LogFormat.segmentName(1));
    bytes[4140] ^= 1;
    small.put(LogFormat.segmentName(1), bytes);
    out.setLength(0);
    new LogDump(small, payload -> payload.length + "!").print(2, out);
    assertThat(out.toString().lines())
        .containsExactly(
            "0000000001.log  log 1122334455667788  16384 bytes",
            "        4136  bad bytes up to 4176: damage, they had been durable",
            "        4176  frame             3         1 bytes  forced       4176  1!",
            "        4216  end");
  }

  @Test
  void folderInPlaceOfASegment_isSaidInWordsAndByTheDump(@TempDir Path folder) throws Exception {
    Notes notes = new Notes();
    Log.open(LogStorage.in(folder), OPTIONS, Resume.FRESH, notes, notes).close();
    Path segment = folder.resolve(LogFormat.segmentName(2));
    Files.deleteIfExists(segment);
    Files.createDirectory(segment);
    assertThatThrownBy(() -> Log.open(LogStorage.in(folder), OPTIONS, Resume.FRESH, notes, notes))
        .isInstanceOf(LogException.Unreadable.class)
        .hasMessageContainingAll(segment.toString(), "directory")
        .hasMessageNotContaining("Exception");
    List<String> lines = new ArrayList<>();
    new LogDump(LogStorage.readOnly(folder), _ -> "")
        .visit(0, entry -> lines.add(LogDump.text(entry)));
    assertThat(lines.getLast()).startsWith("0000000002.log").contains("cannot be read");
  }

  @Test
  void dump_ofALogWithHoles_saysWhatIsMissing() throws Exception {
    MemoryStorage holes = changed(files -> files.remove(LogFormat.segmentName(2)));
    StringBuilder out = new StringBuilder();
    new LogDump(holes).print(1_000, out);
    assertThat(out.toString())
        .contains("hole: 0000000002.log is missing\n")
        .containsPattern("\nhole: transactions 2\\d to \\d+ are missing\n");
    MemoryStorage emptied =
        changed(
            files -> {
              byte[] bytes = Batches.segment(files, 1);
              Arrays.fill(bytes, LogFormat.HEADER_PAGE + 1_000, bytes.length, (byte) 0);
            });
    out.setLength(0);
    new LogDump(emptied).print(1_000, out);
    assertThat(out.toString())
        .contains("but in a later segment: damage")
        .containsPattern("\nhole: transactions 2 to 2\\d are missing\n");
  }
}
