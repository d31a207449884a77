package dev.fulgur.log;

import static dev.fulgur.log.ManySegments.changed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that is read and shown without being opened.
final class LogDumpTest {
  private final MemoryStorage storage = ManySegments.of();

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
    MemoryStorage small =
        Batches.write(ManySegments.OPTIONS, List.of("first"), List.of("second"), List.of("3"));
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
    Log.open(LogStorage.in(folder), ManySegments.OPTIONS, Resume.FRESH, notes, notes).close();
    Path segment = folder.resolve(LogFormat.segmentName(2));
    Files.deleteIfExists(segment);
    Files.createDirectory(segment);
    assertThatThrownBy(
            () -> Log.open(LogStorage.in(folder), ManySegments.OPTIONS, Resume.FRESH, notes, notes))
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
    MemoryStorage holes = changed(storage, files -> files.remove(LogFormat.segmentName(2)));
    StringBuilder out = new StringBuilder();
    new LogDump(holes).print(1_000, out);
    assertThat(out.toString())
        .contains("hole: 0000000002.log is missing\n")
        .containsPattern("\nhole: transactions 2\\d to \\d+ are missing\n");
    MemoryStorage emptied =
        changed(
            storage,
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
