package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.codec.UnencodableValue;
import dev.fulgur.tracker.replay.Replay;
import dev.fulgur.tracker.replay.ReplayClock;
import dev.fulgur.tracker.stored.StoreTracker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts that are at the edge of what a text is: each is kept as it is, or refused with a sentence
/// and nothing stored.
final class OddTextsTest {

  private static final String LONE = "half \uD800 of one";

  @TempDir Path folder;
  private final ReplayClock clock = new ReplayClock();
  private StoreTracker tracker;

  @BeforeEach
  void open() {
    tracker = StoreTracker.open(folder.resolve("t"), StoreOptions.defaults(), clock);
  }

  @AfterEach
  void close() {
    assertThat(tracker.store().check().problems()).isEmpty();
    tracker.close();
  }

  private static FileEntry file(String... contexts) {
    return new FileEntry("hash", Span.NONE, 1, List.of(contexts));
  }

  private static SymbolEntry symbol(String path, String name) {
    return new SymbolEntry(path, name, "method", 1, 2, Span.NONE, 1, null);
  }

  private static MemoryEntry memory(String id, String text, String tag) {
    JsonList none = JsonList.EMPTY;
    return new MemoryEntry(
        id, null, none, none, none, text, JsonList.ofTexts(List.of(tag)), Span.NONE, 1);
  }

  @Test
  void texts_ofAnyCharacters_areKeptAndFound() {
    List<String> odd =
        List.of("\0", "a\0b", "\1", "", " ", "e\u0301", "\u00e9", "\u200b", "\ud83d\ude00", "\n");
    for (String text : odd) {
      tracker.files().upsert(text, 1, 1, file(text));
      tracker.symbols().upsert(symbol(text, text));
      tracker.metadata().set(text, text);
      tracker.transcripts().set(text, 7);
      tracker.threads().addFile(1, text, "read");
      tracker.threads().recordTool(1, text);
    }
    for (String text : odd) {
      FileRecord known = Objects.requireNonNull(tracker.files().get(text));
      assertThat(known.path()).isEqualTo(text);
      assertThat(tracker.files().byContext(text, null, -1)).containsExactly(known);
      assertThat(tracker.symbols().ofFile(text)).hasSize(1);
      assertThat(tracker.symbols().byName(NameFilter.exact(text), null, -1))
          .singleElement()
          .extracting(SymbolRecord::name)
          .isEqualTo(text);
      assertThat(tracker.metadata().get(text)).isEqualTo(text);
      assertThat(tracker.transcripts().position(text)).isEqualTo(7);
      assertThat(tracker.threads().ofFile(text)).containsExactly(1);
    }
    assertThat(tracker.files().count()).isEqualTo(odd.size());
    assertThat(tracker.threads().tools(1)).hasSize(odd.size());
    for (String text : odd) {
      assertThat(tracker.files().delete(text)).isTrue();
    }
    assertThat(tracker.symbols().count()).isZero();
  }

  @Test
  void loneSurrogates_anywhere_areRefusedAndNothingIsStored() {
    String path = "/" + "long/".repeat(120);
    List<Consumer<Tracker>> writes =
        List.of(
            t -> t.files().upsert(LONE, 1, 1, file()),
            t -> t.files().upsert(path + LONE, 1, 1, file()),
            t -> t.files().upsert("/a", 1, 1, file(LONE)),
            t -> t.symbols().upsert(symbol("/a", LONE)),
            t -> t.symbols().upsert(symbol(LONE, "a")),
            t -> t.memories().upsert(memory(LONE, "text", "tag")),
            t -> t.memories().upsert(memory("id", LONE, "tag")),
            t -> t.memories().upsert(memory("id", "text", LONE)),
            t -> t.patterns().cache(1, "p", "grep", List.of(LONE), Span.NONE),
            t -> t.threads().create(LONE, "title", null),
            t -> t.threads().addFile(1, path + LONE, "read"),
            t -> t.threads().addQuery(1, LONE, null),
            t -> t.metadata().set("key", LONE),
            t -> t.metadata().set(LONE, "value"),
            t -> t.transcripts().set(path + LONE, 1));
    for (Consumer<Tracker> write : writes) {
      assertThatThrownBy(() -> write.accept(tracker))
          .isInstanceOf(UnencodableValue.class)
          .hasMessageContaining("lone surrogate");
      assertThatThrownBy(
              () ->
                  tracker.batch(
                      b -> {
                        b.metadata().set("before", "x");
                        write.accept(b);
                        return true;
                      }))
          .isInstanceOf(UnencodableValue.class);
    }
    assertThat(tracker.counts().values()).containsOnly(0L);
  }

  @Test
  void replay_ofHalvesOfCharacters_leavesThoseLinesOutAndGoesOn() throws Exception {
    Path log = folder.resolve("ops.ndjson");
    Files.writeString(
        log,
        """
        {"t": 1, "m": "set_metadata", "a": {"key": "a", "value": "x\\ud800y"}}
        {"t": 2, "m": "set_metadata", "a": {"key": "b\\u0000c", "value": "kept"}}
        {"t": 3, "m": "cache_pattern", "a": {"key_hash": 1, "pattern": "p", "tool_type": "grep",\
         "matched_files": ["\\udc00"], "blob_offset": 0, "blob_length": 0}}
        {"t": 4, "m": "upsert_memory", "a": {"id": "m", "insights": "[]", "context": "[]",\
         "symbol_keys": "[]", "text": "t", "tags": "[\\"\\\\ud800\\"]", "blob_offset": 0,\
         "blob_length": 0, "key_hash": 5}}
        {"t": 5, "m": "set_metadata", "a": {"key": "last", "value": "kept"}}
        """);
    Replay.Report report = Replay.run(log, tracker, clock, 10, done -> {});
    assertThat(report.done()).isEqualTo(2);
    assertThat(report.problems()).hasSize(3).allMatch(line -> line.contains("lone surrogate"));
    assertThat(report.problems().getFirst()).startsWith("Line 1 ");
    assertThat(tracker.metadata().get("b\0c")).isEqualTo("kept");
    assertThat(tracker.metadata().get("last")).isEqualTo("kept");
    assertThat(tracker.memories().count()).isZero();
  }
}
