package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.log.Notes.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bytes that were durable and changed are reported, with the place, and never skipped.
final class DamageTest {
  private static final LogOptions OPTIONS =
      LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 16 << 10);

  /// A closed log of four segments, batches of several frames among it.
  private static Map<String, byte[]> log() {
    MemoryStorage storage = new MemoryStorage();
    try (Log<Note> log = new Notes().open(storage, OPTIONS)) {
      for (int i = 0; i < 100; i++) {
        List<CompletableFuture<Long>> batch = new ArrayList<>();
        for (int j = 0; j < 5; j++) {
          batch.add(Notes.async(log, "text " + i + " " + j + " ".repeat(i % 60)));
        }
        batch.forEach(CompletableFuture::join);
      }
    }
    Map<String, byte[]> files = new TreeMap<>(storage.snapshot());
    assertThat(files.size()).isGreaterThanOrEqualTo(4);
    return files;
  }

  private static int endOfFrames(byte[] segment) {
    int end = segment.length;
    while (segment[end - 1] == 0) {
      end--;
    }
    return end;
  }

  @Test
  void open_anyBitFlipped_isReportedWithItsPlace() {
    Map<String, byte[]> files = log();
    List<String> content = Notes.read(MemoryStorage.of(files), OPTIONS);
    List<String> names = new ArrayList<>(files.keySet());
    String tail =
        names.stream()
            .filter(name -> endOfFrames(Batches.bytes(files, name)) > LogFormat.HEADER_PAGE)
            .reduce((_, b) -> b)
            .orElseThrow();
    Random random = Notes.random();
    int flips = Notes.times(10_000, 1_000_000);
    for (int i = 0; i < flips; i++) {
      String name = names.get(random.nextInt(names.size()));
      byte[] bytes = Batches.bytes(files, name);
      int at = random.nextInt(guarded(name, tail, bytes));
      byte before = bytes[at];
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      try {
        scan(files);
        throw new AssertionError("The flip at " + at + " of " + name + " was not noticed.");
      } catch (LogException.Damaged e) {
        assertThat(e.segment()).isEqualTo(name);
        assertThat(e.offset()).isLessThanOrEqualTo(at);
      } catch (LogException.Mismatch e) {
        assertThat(at).as("only the magic says what program a file is of").isLessThan(8);
      }
      bytes[at] = before;
    }
    System.out.println("reliability: log bit flip | log | " + flips + " | -");
    assertThat(Notes.read(MemoryStorage.of(files), OPTIONS)).isEqualTo(content);
  }

  /// How much of a segment may not change unnoticed: all of it, but of the last one only what
  /// stands before the closing seal, and of one that is prepared only the header.
  private static int guarded(String name, String tail, byte[] bytes) {
    int order = name.compareTo(tail);
    if (order < 0) {
      return bytes.length;
    }
    return order == 0 ? endOfFrames(bytes) - LogFormat.FRAME_HEADER : LogFormat.HEADER_PAGE;
  }

  private static List<String> scan(Map<String, byte[]> files) {
    List<String> read = new ArrayList<>();
    try {
      new Scan(MemoryStorage.of(files), Resume.FRESH)
          .run((_, payload) -> read.add(new String(payload, StandardCharsets.UTF_8)), false);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return read;
  }

  @Test
  void open_damaged_changesNothing() {
    Map<String, byte[]> files = log();
    Batches.segment(files, 1)[5000] ^= 1;
    MemoryStorage storage = MemoryStorage.of(files);
    assertThatThrownBy(() -> new Notes().open(storage, OPTIONS))
        .isInstanceOf(LogException.Damaged.class)
        .hasMessageContaining("0000000001.log")
        .hasMessageContaining("fulgur doctor");
    storage
        .snapshot()
        .forEach((name, bytes) -> assertThat(bytes).isEqualTo(Batches.bytes(files, name)));
  }

  @Test
  void open_lastBatchTorn_isCutNotRefused() throws IOException {
    MemoryStorage storage =
        Batches.write(OPTIONS, List.of("acknowledged"), List.of("one", "two", "three"));
    Map<String, byte[]> files = storage.snapshot();
    int second = LogFormat.HEADER_PAGE + (int) LogFormat.frameBytes("acknowledged".length());
    Batches.segment(files, 1)[second + 33] ^= 1;
    MemoryStorage image = MemoryStorage.of(files);
    Notes notes = new Notes();
    try (Log<Note> log = notes.open(image, OPTIONS)) {
      assertThat(notes.published()).containsExactly("acknowledged");
      assertThat(log.recovery().discarded()).isEqualTo(3);
      assertThat(log.recovery().truncatedBytes()).isPositive();
      log.commit(new Note("new"));
    }
    assertThat(Notes.read(image, OPTIONS)).containsExactly("acknowledged", "new");
  }

  @Test
  void open_batchBeforeTheLastDamaged_isRefused() throws IOException {
    MemoryStorage storage =
        Batches.write(OPTIONS, List.of("zero"), List.of("one", "two", "three"), List.of("four"));
    Map<String, byte[]> files = storage.snapshot();
    int second = LogFormat.HEADER_PAGE + (int) LogFormat.frameBytes("zero".length());
    Batches.segment(files, 1)[second + 33] ^= 1;
    assertThatThrownBy(() -> new Notes().open(MemoryStorage.of(files), OPTIONS))
        .isInstanceOfSatisfying(
            LogException.Damaged.class,
            e -> {
              assertThat(e.segment()).isEqualTo("0000000001.log");
              assertThat(e.offset()).isEqualTo(second);
            });
  }

  @Test
  void open_lastBatchDamagedButSealed_isRefused() {
    MemoryStorage storage = new MemoryStorage();
    try (Log<Note> log = new Notes().open(storage, OPTIONS)) {
      log.commit(new Note("only"));
      // The log seals itself when it falls idle, without being closed.
      while (endOfFrames(storage.bytes(LogFormat.segmentName(1))) < LogFormat.HEADER_PAGE + 50) {
        Thread.onSpinWait();
      }
      Map<String, byte[]> files = storage.snapshot();
      Batches.segment(files, 1)[LogFormat.HEADER_PAGE + 33] ^= 1;
      assertThatThrownBy(() -> new Notes().open(MemoryStorage.of(files), OPTIONS))
          .isInstanceOf(LogException.Damaged.class);
    }
  }

  @Test
  void open_payloadHoldsFramesOfThisLog_isNotTakenForDamage() throws IOException {
    // The bytes of a whole segment of the same log as a value, in the frame that is torn.
    byte[] inner =
        Batches.write(OPTIONS, List.of("a"), List.of("b"), List.of("c"))
            .bytes(LogFormat.segmentName(1));
    String value = new String(inner, 0, 5000, StandardCharsets.ISO_8859_1);
    MemoryStorage storage = Batches.write(OPTIONS, List.of("acknowledged"), List.of(value));
    Map<String, byte[]> files = storage.snapshot();
    int second = LogFormat.HEADER_PAGE + (int) LogFormat.frameBytes("acknowledged".length());
    Batches.segment(files, 1)[second + 33] ^= 1;
    assertThat(Notes.read(MemoryStorage.of(files), OPTIONS)).containsExactly("acknowledged");
  }

  @Test
  void open_segmentInTheMiddleEmptied_isRefused() {
    Map<String, byte[]> files = log();
    byte[] second = Batches.segment(files, 2);
    Arrays.fill(second, LogFormat.HEADER_PAGE, second.length, (byte) 0);
    assertThatThrownBy(() -> scan(files))
        .isInstanceOf(LogException.Damaged.class)
        .hasMessageContaining("gone");
  }

  @Test
  void open_lengthOutOfRange_isNoFrame() throws IOException {
    Map<String, byte[]> files = Batches.write(OPTIONS, List.of("a"), List.of("b")).snapshot();
    byte[] bytes = Batches.segment(files, 1);
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20}) {
      LogFormat.INT.set(bytes, LogFormat.HEADER_PAGE + 8, length);
      assertThatThrownBy(() -> scan(files)).isInstanceOf(LogException.Damaged.class);
    }
  }

  @Test
  void salvage_damagedLog_keepsWhatLiesBeforeAndACopy(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("log");
    Map<String, byte[]> files = log();
    Batches.segment(files, 2)[6000] ^= 1;
    Files.createDirectories(path);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(path.resolve(file.getKey()), file.getValue());
    }
    LogStorage storage = LogStorage.in(path);
    assertThatThrownBy(() -> new Notes().open(storage, OPTIONS))
        .isInstanceOf(LogException.Damaged.class);
    Path copy = folder.resolve("copy");
    LogSalvage.Report report = LogSalvage.cut(path, copy);
    assertThat(report.damage()).isNotNull();
    assertThat(report.lastSequence() + report.lostFrames()).isBetween(498L, 500L);
    assertThat(copy.resolve(LogFormat.segmentName(2))).hasBinaryContent(Batches.segment(files, 2));
    List<String> kept = Notes.read(storage, OPTIONS);
    assertThat(kept).hasSize((int) report.lastSequence());
    try (Log<Note> log = new Notes().open(storage, OPTIONS)) {
      log.commit(new Note("new"));
    }
    assertThat(Notes.read(storage, OPTIONS)).hasSize(kept.size() + 1).endsWith("new");
    assertThat(LogSalvage.cut(path, folder.resolve("other")).damage()).isNull();
  }
}
