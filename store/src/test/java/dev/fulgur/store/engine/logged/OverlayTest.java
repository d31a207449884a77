package dev.fulgur.store.engine.logged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.engine.Tree;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The steps of a view and of a checkpoint, one by one.
final class OverlayTest {
  private static final Tree TREE = new Tree("tree", 0);

  private final Overlay overlay = new Overlay(1, 0);

  private void commit(long sequence, String key, @Nullable String value) {
    overlay
        .current()
        .ofChanged(0)
        .change(bytes(key), value == null ? null : bytes(value), sequence, 0);
    overlay.publish(sequence);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String at(Generation[] generations, long sequence, String key) {
    for (Generation generation : generations) {
      Rowset rows = generation.of(0);
      if (rows != null) {
        MemorySegment segment = MemorySegment.ofArray(bytes(key));
        Rowset.Entry entry = rows.find(segment, Rowset.hash(segment));
        Rowset.Version version = entry == null ? null : entry.at(sequence);
        if (version != null) {
          byte[] value = version.value;
          return value == null ? "deleted" : new String(value, StandardCharsets.UTF_8);
        }
      }
    }
    return null;
  }

  @Test
  void view_takenWhileACheckpointLetsGo_stillHasWhatItsSnapshotLacks() {
    commit(1, "a", "1");
    overlay.endCurrent();
    // A view takes hold and renews its snapshot, which is from before the checkpoint: A is 0.
    Overlay.Node held = overlay.oldest();
    overlay.letGo(overlay.oldest());
    commit(2, "b", "2");
    Generation[] seen = Overlay.between(held, 0, overlay.published());
    assertThat(at(seen, 2, "a")).isEqualTo("1");
    assertThat(at(seen, 2, "b")).isEqualTo("2");
    // Taking hold after the snapshot would have missed the first commit.
    assertThat(at(Overlay.between(overlay.oldest(), 0, 2), 2, "a")).isNull();
  }

  @Test
  void view_withASnapshotBeyondAGeneration_doesNotReadIt() {
    commit(1, "a", "1");
    overlay.endCurrent();
    commit(2, "a", "2");
    assertThat(Overlay.between(overlay.oldest(), 1, 2)).hasSize(1);
    assertThat(Overlay.between(overlay.oldest(), 2, 2)).isEmpty();
    assertThat(Overlay.between(overlay.oldest(), 0, 2)).hasSize(2);
  }

  @Test
  void commit_thatIsNotPublished_isNotSeen() {
    commit(1, "a", "1");
    overlay.current().ofChanged(0).change(bytes("a"), bytes("2"), 2, 0);
    Generation[] seen = Overlay.between(overlay.oldest(), 0, overlay.published());
    assertThat(at(seen, overlay.published(), "a")).isEqualTo("1");
    overlay.current().ofChanged(0).revoke(bytes("a"), 2);
    assertThat(at(seen, 2, "a")).isEqualTo("1");
  }

  @Test
  void generation_ends_onlyWithWhatIsPublished() {
    overlay.endCurrent();
    assertThat(overlay.oldest().generation.lastSequence()).isEqualTo(Long.MAX_VALUE);
    commit(1, "a", "1");
    overlay.endCurrent();
    assertThat(overlay.oldest().generation.lastSequence()).isEqualTo(1);
    assertThat(overlay.current().firstSequence()).isEqualTo(2);
  }

  @Test
  void appliedMap_transactionAboutToCommit_isKnownBeforeItDoes() {
    AppliedMap map = new AppliedMap(10, 5);
    map.committing(11, 8);
    assertThat(map.of(10)).isEqualTo(5);
    assertThat(map.of(11)).isEqualTo(8);
    map.committing(11, 9);
    assertThat(map.of(10)).isEqualTo(5);
    assertThat(map.of(11)).isEqualTo(9);
    map.committing(12, 20);
    assertThat(map.of(10)).as("too old to be known").isEqualTo(-1);
  }

  @Test
  void rowset_randomChanges_agreesWithAMapAtEverySequence() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("OverlayTest: -Dseed=" + seed);
    Random random = new Random(seed);
    Rowset rows = new Rowset();
    long oldest = 0;
    List<NavigableMap<String, String>> history = new ArrayList<>(List.of(new TreeMap<>()));
    for (long sequence = 1; sequence <= 600; sequence++) {
      if (random.nextInt(60) == 0 && sequence < 400) {
        oldest = oldest + random.nextLong(sequence - oldest);
      }
      NavigableMap<String, String> now = new TreeMap<>(history.getLast());
      String key = "k" + random.nextInt(300);
      if (random.nextInt(4) == 0) {
        rows.change(bytes(key), null, sequence, oldest);
        now.remove(key);
      } else {
        rows.change(bytes(key), bytes("v" + sequence), sequence, oldest);
        now.put(key, "v" + sequence);
      }
      history.add(now);
      if (random.nextInt(50) == 0) {
        assertThat(List.copyOf(rows.sorted().keySet()))
            .isSortedAccordingTo(Arrays::compareUnsigned);
      }
    }
    assertThat(rows.inOrder()).containsExactlyElementsOf(rows.sorted().values());
    for (int sequence = (int) oldest; sequence < history.size(); sequence += 7) {
      NavigableMap<String, String> seen = new TreeMap<>();
      for (Rowset.Entry entry : rows.sorted().values()) {
        Rowset.Version version = entry.at(sequence);
        byte[] value = version == null ? null : version.value;
        if (value != null) {
          seen.put(
              new String(entry.key, StandardCharsets.UTF_8),
              new String(value, StandardCharsets.UTF_8));
        }
      }
      assertThat(seen).isEqualTo(history.get(sequence));
    }
  }

  @Test
  void version_thatNoViewCanReadAnyMore_isLetGoOf() {
    Rowset rows = new Rowset();
    for (long sequence = 1; sequence <= 5; sequence++) {
      rows.change(bytes("k"), bytes("v" + sequence), sequence, 2);
    }
    Rowset.Entry entry = rows.inOrder()[0];
    assertThat(entry.at(1)).isNull();
    for (long sequence = 2; sequence <= 5; sequence++) {
      Rowset.Version version = entry.at(sequence);
      assertThat(version == null ? 0 : version.sequence).isEqualTo(sequence);
    }
  }

  /// What is there, counted anew.
  private static long bytesOf(Rowset rows, long entryBytes, long versionBytes) {
    long bytes = 0;
    for (Rowset.Entry entry : rows.inOrder()) {
      bytes += entryBytes + entry.key.length;
      for (Rowset.Version v = entry.newest; v != null; v = v.previous) {
        bytes += versionBytes + (v.value == null ? 0 : v.value.length);
      }
    }
    return bytes;
  }

  @Test
  void rowset_randomChangesAndRevokes_answersTheBytesThatItTakes() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("OverlayTest: -Dseed=" + seed);
    Random random = new Random(seed);
    Rowset one = new Rowset();
    long both = one.change(bytes("k"), null, 1, 0);
    long versionBytes = one.change(bytes("k"), null, 2, 0);
    long entryBytes = both - versionBytes - 1;

    Rowset rows = new Rowset();
    List<List<byte[]>> commits = new ArrayList<>();
    int published = 0;
    long oldest = 0;
    long bytes = 0;
    for (int step = 0; step < 4_000; step++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          int left = published + random.nextInt(commits.size() - published + 1);
          bytes -= revoked(rows, commits, left);
        }
        case 1 -> {
          published = commits.size();
          oldest += random.nextLong(published - oldest + 1);
        }
        default -> {
          List<byte[]> keys = new ArrayList<>();
          commits.add(keys);
          for (int i = random.nextInt(5); i >= 0; i--) {
            byte[] key = bytes("key" + random.nextInt(30));
            byte[] value = random.nextInt(4) == 0 ? null : new byte[random.nextInt(100)];
            keys.add(key);
            bytes +=
                random.nextInt(20) == 0
                    ? rows.replace(key, value, commits.size())
                    : rows.change(key, value, commits.size(), oldest);
          }
        }
      }
      assertThat(bytes).as("step %s", step).isEqualTo(bytesOf(rows, entryBytes, versionBytes));
    }
    bytes -= revoked(rows, commits, 0);
    assertThat(bytes).isEqualTo(bytesOf(rows, entryBytes, versionBytes));
    assertThat(rows.inOrder()).hasSize(30).allMatch(entry -> entry.newest == null);
  }

  /// Takes commits back, newest first, until so many are left, and answers the bytes less.
  private static long revoked(Rowset rows, List<List<byte[]>> commits, int left) {
    long bytes = 0;
    while (commits.size() > left) {
      int sequence = commits.size();
      for (byte[] key : commits.removeLast().reversed()) {
        bytes += rows.revoke(key, sequence);
      }
    }
    return bytes;
  }

  private static List<List<Object>> shown(List<Change> changes) {
    List<List<Object>> shown = new ArrayList<>();
    for (Change change : changes) {
      byte[] value = change.value();
      shown.add(
          List.of(
              change.kind(),
              change.tree(),
              ByteBuffer.wrap(change.key()),
              value == null ? "none" : ByteBuffer.wrap(value),
              change.delta()));
    }
    return shown;
  }

  @Test
  void payload_writtenAndRead_isTheSame() {
    Tree other = new Tree("other", 1);
    List<Change> changes =
        List.of(
            Change.clear(TREE),
            Change.put(TREE, bytes("key"), new byte[300]),
            Change.delete(other, bytes("gone")),
            Change.put(other, bytes("empty"), new byte[0]),
            Change.put(other, bytes("k".repeat(128)), new byte[128]),
            Change.put(other, bytes("long"), new byte[(1 << 14) - 1]),
            Change.put(other, bytes("longer"), new byte[1 << 21]),
            Change.add(TREE, bytes("counter"), -7));
    byte[] bytes = Payload.of(changes, new Payload.Names(List.of(TREE, other)));
    List<Change> read = Payload.read(bytes, name -> name.equals("tree") ? TREE : other);
    assertThat(shown(read)).isEqualTo(shown(changes));
    assertThat(Payload.describe(bytes)).contains("clear tree", "\"gone\"", "by -7");
  }

  @Test
  void payload_cutOrChangedAnywhere_isRefusedOrReadNeverAnotherError() {
    byte[] bytes =
        Payload.of(
            List.of(Change.put(TREE, bytes("key"), bytes("value"))),
            new Payload.Names(List.of(TREE)));
    for (int cut = 2; cut < bytes.length; cut++) {
      byte[] part = Arrays.copyOf(bytes, cut);
      for (int flip = 0; flip < cut * 8; flip++) {
        byte[] changed = part.clone();
        changed[flip / 8] ^= (byte) (1 << flip % 8);
        try {
          assertThat(Payload.read(changed, _ -> TREE)).hasSizeLessThan(20);
        } catch (Payload.MalformedPayload e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    }
    assertThatThrownBy(() -> Payload.read(new byte[] {9}, _ -> TREE)).hasMessageContaining("9");
  }
}
