package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.Notes.Note;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A log that was cut off somewhere is read up to the last whole frame, and is good to go on with.
final class TornTailTest {
  private static final LogOptions OPTIONS =
      LogOptions.DEFAULTS.withSegmentBytes(64 << 10, 64 << 10);
  private static final String FIRST = LogFormat.segmentName(1);

  /// A segment of 64 KiB full of frames, and where each of them ends.
  private static final class Full {
    private final byte[] bytes;
    private final List<String> texts;
    private final List<Integer> ends;

    Full(byte[] bytes, List<String> texts, List<Integer> ends) {
      this.bytes = bytes;
      this.texts = texts;
      this.ends = ends;
    }
  }

  private static Full full(long seed) throws IOException {
    Random random = new Random(seed);
    MemoryStorage storage = new MemoryStorage();
    List<String> texts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    Recovery none = Recovery.run(storage, OPTIONS, Resume.FRESH, (_, _) -> {});
    assertThat(none.active()).isNull();
    Shelf shelf = new Shelf(storage, OPTIONS, 77);
    Segment segment = shelf.awaitNext(0, 0);
    Journal journal = new Journal(shelf, 77, segment, LogFormat.HEADER_PAGE, 0);
    int end = LogFormat.HEADER_PAGE;
    while (true) {
      // Texts that end in zero bytes are whole only where their zeros were written.
      String text = "t" + texts.size() + " ".repeat(random.nextInt(600)) + "\0".repeat(end % 3 * 4);
      if (LogFormat.frameBytes(text.length()) > journal.room()) {
        break;
      }
      texts.add(text);
      journal.add(texts.size(), text.getBytes(StandardCharsets.UTF_8), text.length());
      journal.write();
      journal.force();
      end += (int) LogFormat.frameBytes(text.length());
      ends.add(end);
    }
    journal.close();
    shelf.close();
    return new Full(storage.bytes(FIRST), texts, ends);
  }

  @Test
  void open_cutAtEveryByte_readsTheExactPrefixAndGoesOn() throws IOException {
    long cuts = 0;
    for (int log = 0; log < Notes.times(1, 50); log++) {
      Full full = full(5 + log);
      assertThat(full.bytes).hasSize(64 << 10);
      IntStream.rangeClosed(0, full.bytes.length).parallel().forEach(cut -> openCut(full, cut));
      cuts += full.bytes.length + 1;
    }
    System.out.println("reliability: torn tail | log | " + cuts + " | -");
  }

  private static void openCut(Full full, int cut) {
    try {
      MemoryStorage storage = MemoryStorage.of(Map.of(FIRST, Arrays.copyOf(full.bytes, cut)));
      List<String> read = new ArrayList<>();
      Recovery found = recover(storage, read);
      int whole = wholeFrames(full, cut);
      if (read.size() != whole || !read.equals(full.texts.subList(0, whole))) {
        assertThat(read).as("cut at %d", cut).isEqualTo(full.texts.subList(0, whole));
      }
      appendAndReopenTwice(storage, found, read, cut);
    } catch (IOException e) {
      throw new UncheckedIOException("cut at " + cut, e);
    }
  }

  /// Frames that are whole in the first `cut` bytes. Zeros that a frame ends with may be missing:
  /// they read as zeros all the same.
  private static int wholeFrames(Full full, int cut) {
    int whole = 0;
    for (int i = 0; i < full.ends.size(); i++) {
      if (full.ends.get(i) <= cut) {
        whole = i + 1;
      }
    }
    return whole;
  }

  private static Recovery recover(MemoryStorage storage, List<String> into) throws IOException {
    return Recovery.run(
        storage,
        OPTIONS,
        Resume.FRESH,
        (_, payload) -> into.add(new String(payload, StandardCharsets.UTF_8)));
  }

  private static void appendAndReopenTwice(
      MemoryStorage storage, Recovery found, List<String> before, int cut) throws IOException {
    @Nullable Segment active = found.active();
    List<String> expected = new ArrayList<>(before);
    if (active != null) {
      Shelf shelf = new Shelf(storage, OPTIONS, found.logId());
      long last = found.stats().lastSequence();
      Journal journal = new Journal(shelf, found.logId(), active, found.tailOffset(), last);
      if (journal.room() >= 40) {
        journal.add(last + 1, new byte[] {'n', 'e', 'w'}, 3);
        journal.write();
        journal.force();
        expected.add("new");
      }
      journal.close();
    }
    for (int i = 0; i < 2; i++) {
      List<String> read = new ArrayList<>();
      Recovery again = recover(storage, read);
      if (!read.equals(expected) || again.stats().truncatedBytes() != 0) {
        assertThat(read).as("cut at %d, opened again", cut).isEqualTo(expected);
        assertThat(again.stats().truncatedBytes()).as("cut at %d, opened again", cut).isZero();
      }
    }
  }

  @Test
  void open_cutInTheLastOfManySegments_readsThePrefixThroughTheWholeLog() {
    LogOptions options = LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 16 << 10);
    MemoryStorage storage = new MemoryStorage();
    List<String> texts = new ArrayList<>();
    try (Log<Note> log = new Notes().open(storage, options)) {
      for (int i = 0; i < 400; i++) {
        texts.add("text " + i + "x".repeat(60));
        log.commit(new Note(texts.getLast()));
      }
    }
    Map<String, byte[]> files = new TreeMap<>(storage.snapshot());
    files.keySet().removeIf(name -> name.equals(FolderStorage.LOCK_FILE));
    String prepared = files.keySet().stream().reduce((_, b) -> b).orElseThrow();
    files.remove(prepared);
    String last = files.keySet().stream().reduce((_, b) -> b).orElseThrow();
    byte[] bytes = Batches.bytes(files, last);
    Random random = Notes.random();
    for (int i = 0; i < 60; i++) {
      int cut = random.nextInt(bytes.length);
      files.put(last, Arrays.copyOf(bytes, cut));
      MemoryStorage image = MemoryStorage.of(files);
      Notes notes = new Notes();
      List<String> before;
      try (Log<Note> log = notes.open(image, options)) {
        before = notes.published();
        assertThat(before).isEqualTo(texts.subList(0, before.size()));
        log.commit(new Note("new"));
      }
      List<String> expected = new ArrayList<>(before);
      expected.add("new");
      assertThat(Notes.read(image, options)).isEqualTo(expected);
      assertThat(Notes.read(image, options)).isEqualTo(expected);
    }
  }

  @Test
  void open_garbageBehindTheLastFrame_isZeroedAndReported() {
    LogOptions options = LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 16 << 10);
    MemoryStorage storage = new MemoryStorage();
    try (Log<Note> log = new Notes().open(storage, options)) {
      log.commit(new Note("a"));
    }
    byte[] bytes = storage.bytes(FIRST);
    for (int i = 4300; i < 9000; i++) {
      bytes[i] = (byte) (i | 1);
    }
    MemoryStorage image = MemoryStorage.of(Map.of(FIRST, bytes));
    try (Log<Note> log = new Notes().open(image, options)) {
      RecoveryStats stats = log.recovery();
      assertThat(stats.frames()).isEqualTo(1);
      assertThat(stats.truncatedBytes()).isGreaterThanOrEqualTo(9000 - 4300);
      assertThat(stats.discarded()).isEqualTo(1);
    }
    try (Log<Note> log = new Notes().open(image, options)) {
      assertThat(log.recovery().truncatedBytes()).isZero();
    }
  }
}
