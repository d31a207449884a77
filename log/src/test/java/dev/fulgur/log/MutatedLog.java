package dev.fulgur.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.log.Notes.Note;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A log whose bytes somebody changed, opened: an error that says what is wrong, or a beginning of
/// what was committed; never a record that nobody wrote, never another failure.
public final class MutatedLog {
  private static final LogOptions OPTIONS =
      LogOptions.DEFAULTS.withSegmentBytes(16 << 10, 16 << 10);

  private final NavigableMap<String, byte[]> files;
  private final List<String> texts;

  private MutatedLog(NavigableMap<String, byte[]> files, List<String> texts) {
    this.files = files;
    this.texts = texts;
  }

  /// A log of some segments, the last one not sealed, as a kill leaves it.
  public static MutatedLog make() {
    MemoryStorage storage = new MemoryStorage();
    List<String> texts = new ArrayList<>();
    NavigableMap<String, byte[]> files = new TreeMap<>();
    try (Log<Note> log = new Notes().open(storage, OPTIONS)) {
      for (int i = 0; i < 300; i++) {
        texts.add("text " + i + " ".repeat(i % 70));
        log.commit(new Note(texts.getLast()));
      }
      files.putAll(storage.snapshot());
    }
    return new MutatedLog(files, texts);
  }

  /// Bytes of all files, one behind the other.
  int sizeBytes() {
    return files.values().stream().mapToInt(bytes -> bytes.length).sum();
  }

  /// Opens the log with changes made to it, each of seven bytes: what to do, where, with what.
  public void open(byte[] changes) {
    Map<String, byte[]> changed = new TreeMap<>();
    files.forEach((name, bytes) -> changed.put(name, bytes.clone()));
    for (int at = 0; at + 7 <= changes.length; at += 7) {
      change(changed, changes, at);
    }
    List<String> read = new ArrayList<>();
    try (Log<Note> log =
        Log.open(
            MemoryStorage.of(changed),
            OPTIONS,
            Resume.FRESH,
            (_, payload) -> read.add(new String(payload, StandardCharsets.UTF_8)),
            new Notes().from(0))) {
      assertThat(log.recovery().replayed()).isEqualTo(read.size());
    } catch (LogException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("null");
    }
    assertThat(read).hasSizeLessThanOrEqualTo(texts.size());
    assertThat(texts.subList(0, read.size())).isEqualTo(read);
  }

  /// All bytes of one segment but its header are these.
  public void openWithFrames(byte[] bytes) {
    Map<String, byte[]> one = new TreeMap<>(files.headMap(files.firstKey(), true));
    byte[] segment = one.values().iterator().next().clone();
    java.util.Arrays.fill(segment, LogFormat.HEADER_PAGE, segment.length, (byte) 0);
    int length = Math.min(bytes.length, segment.length - LogFormat.HEADER_PAGE);
    System.arraycopy(bytes, 0, segment, LogFormat.HEADER_PAGE, length);
    one.replaceAll((_, _) -> segment);
    List<String> read = new ArrayList<>();
    try (Log<Note> log =
        Log.open(
            MemoryStorage.of(one),
            OPTIONS,
            Resume.FRESH,
            (_, payload) -> read.add(new String(payload, StandardCharsets.UTF_8)),
            new Notes().from(0))) {
      assertThat(log.recovery().discarded()).isNotNegative();
    } catch (LogException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("null");
    }
    assertThat(texts).as("nothing that was not written").containsAll(read);
  }

  private static void change(Map<String, byte[]> files, byte[] changes, int at) {
    List<String> names = List.copyOf(files.keySet());
    if (names.isEmpty()) {
      return;
    }
    String name = names.get((changes[at] & 0xFF) % names.size());
    byte[] bytes = Batches.bytes(files, name);
    int place =
        bytes.length == 0
            ? 0
            : ((changes[at + 2] & 0xFF) << 16
                    | (changes[at + 3] & 0xFF) << 8
                    | (changes[at + 4] & 0xFF))
                % bytes.length;
    int length = Math.min(1 + (changes[at + 5] & 0xFF), bytes.length - place);
    byte value = changes[at + 6];
    switch ((changes[at + 1] & 0xFF) % 6) {
      case 0 -> files.put(name, java.util.Arrays.copyOf(bytes, place));
      case 1 -> java.util.Arrays.fill(bytes, place, place + length, value);
      case 2 -> {
        if (length > 0) {
          bytes[place] ^= value;
        }
      }
      case 3 -> {
        int from = (value & 0xFF) * 32 % (bytes.length - length + 1);
        System.arraycopy(bytes, from, bytes, place, length);
      }
      case 4 -> files.remove(name);
      default -> java.util.Arrays.fill(bytes, place, bytes.length, (byte) 0);
    }
  }
}
