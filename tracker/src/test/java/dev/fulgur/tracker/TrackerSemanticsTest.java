package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.StoreOptions;
import dev.fulgur.tracker.replay.ReplayClock;
import dev.fulgur.tracker.sqlite.SqliteTracker;
import dev.fulgur.tracker.stored.StoreTracker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The scenarios of the oracle, on both trackers.
final class TrackerSemanticsTest {

  enum Kind {
    STORE,
    SQLITE
  }

  @TempDir Path folder;
  private final ReplayClock clock = new ReplayClock();

  private Tracker open(Kind kind) {
    return switch (kind) {
      case STORE -> StoreTracker.open(folder.resolve("store"), StoreOptions.defaults(), clock);
      case SQLITE -> SqliteTracker.open(folder.resolve("tracker.db"), clock);
    };
  }

  private static FileEntry entry(long key, String... contexts) {
    return new FileEntry("h" + key, Span.NONE, key, List.of(contexts));
  }

  private static SymbolEntry symbol(
      String file, String name, String kind, int line, @Nullable Integer end, long key) {
    return new SymbolEntry(file, name, kind, line, end, Span.NONE, key, null);
  }

  private static MemoryEntry memory(String id, long key, String text, String... tags) {
    return new MemoryEntry(
        id,
        null,
        JsonList.EMPTY,
        JsonList.EMPTY,
        JsonList.EMPTY,
        text,
        JsonList.ofTexts(List.of(tags)),
        Span.NONE,
        key);
  }

  @ParameterizedTest
  @EnumSource
  void symbol_writtenAgain_keepsItsIdByFileNameKindAndLine(Kind kind) {
    try (Tracker tracker = open(kind)) {
      Symbols symbols = tracker.symbols();
      assertThat(symbols.upsert(symbol("a.py", "f", "function", 1, 3, 1))).isEqualTo(1);
      assertThat(symbols.upsert(symbol("a.py", "f", "function", 1, 9, 2))).isEqualTo(1);
      assertThat(symbols.upsert(symbol("a.py", "g", "function", 5, 6, 2))).isEqualTo(2);
      assertThat(symbols.upsert(symbol("b.py", "f", "function", 1, null, 1))).isEqualTo(3);
      assertThat(symbols.ofFile("a.py")).extracting(SymbolRecord::id).containsExactly(1L, 2L);
      assertThat(symbols.ofFile("a.py").getFirst().lineEnd()).isEqualTo(9);
      assertThat(symbols.count()).isEqualTo(3);
      assertThat(symbols.byKey(1)).extracting(SymbolRecord::id).isEqualTo(3L);
      assertThat(symbols.keysOfFile("a.py")).containsExactly(2, 2);
      assertThat(symbols.deleteByKey(2)).isTrue();
      assertThat(symbols.count()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void file_deleted_takesSymbolsContextsAndPatternsWithIt(Kind kind) {
    try (Tracker tracker = open(kind)) {
      tracker.files().upsert("/a", 1, 1, entry(1, "context:auth"));
      tracker.symbols().upsert(symbol("/a", "f", "function", 1, 2, 11));
      tracker.vectors().setFile(1, new Span(0, 8));
      tracker.vectors().setSymbol(11, new Span(8, 8));
      tracker.patterns().cache(5, "p", "grep", List.of("/a", "/b"), Span.NONE);
      tracker.vectors().setPattern(5, new Span(16, 8));
      tracker.patterns().cache(6, "q", "grep", List.of("/b"), Span.NONE);
      assertThat(tracker.vectors().live()).isEqualTo(new Vectors.Live(24, 3));
      assertThat(tracker.files().delete("/a")).isTrue();
      assertThat(tracker.symbols().count()).isZero();
      assertThat(tracker.symbols().ofFile("/a")).isEmpty();
      assertThat(tracker.symbols().recent(10)).isEmpty();
      assertThat(tracker.files().byContext("context:auth", null, -1)).isEmpty();
      assertThat(tracker.files().contextCounts()).isEmpty();
      assertThat(tracker.patterns().get(5)).isNull();
      assertThat(tracker.patterns().ofFile("/b")).containsExactly(6);
      assertThat(tracker.vectors().live()).isEqualTo(new Vectors.Live(0, 0));
      assertThat(tracker.files().embeddedCount()).isZero();
      assertThat(tracker.files().delete("/a")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keyHashes_sharedOrChanged_leadToTheirFiles(Kind kind) {
    try (Tracker tracker = open(kind)) {
      SourceFiles files = tracker.files();
      files.upsert("a.py", 1, 1, entry(7));
      files.upsert("b.py", 1, 1, entry(7));
      assertThat(files.byKey(7)).extracting(FileRecord::path).isEqualTo("a.py");
      assertThat(tracker.vectors().setFile(7, new Span(1, 2))).isTrue();
      assertThat(files.get("a.py")).extracting(FileRecord::vector).isEqualTo(new Span(1, 2));
      assertThat(files.get("b.py")).extracting(FileRecord::vector).isEqualTo(new Span(1, 2));
      files.upsert("a.py", 1, 1, entry(8));
      assertThat(files.byKey(7)).extracting(FileRecord::path).isEqualTo("b.py");
      assertThat(files.byKey(8)).extracting(FileRecord::path).isEqualTo("a.py");
      assertThat(files.byKey(8)).extracting(FileRecord::vector).isEqualTo(new Span(1, 2));
      for (long key : new long[] {0, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
        files.upsert("k" + key, 1, 1, entry(key));
        assertThat(files.byKey(key)).extracting(FileRecord::keyHash).isEqualTo(key);
      }
      assertThat(tracker.vectors().setFile(99, Span.NONE)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void contexts_inAnyCase_areFoundOnceInTheOrderOfPaths(Kind kind) {
    try (Tracker tracker = open(kind)) {
      SourceFiles files = tracker.files();
      files.upsert("b", 1, 1, entry(1, "context:Auth"));
      files.upsert("a", 1, 1, entry(2, "context:auth"));
      files.upsert("d", 1, 1, entry(3, "context:AUTH", "context:auth"));
      files.upsert("c", 1, 1, entry(4, "context:auth_x"));
      List<FileRecord> found = files.byContext("CONTEXT:auth", null, -1);
      assertThat(found).extracting(FileRecord::path).containsExactly("a", "b", "d");
      assertThat(files.byContext("context:auth", found.getFirst(), 1))
          .extracting(FileRecord::path)
          .containsExactly("b");
      assertThat(files.byContext("context:a%", null, -1)).isEmpty();
      assertThat(files.byContext("", null, -1)).isEmpty();
      assertThat(files.contextCounts())
          .isEqualTo(
              Map.of(
                  "context:AUTH",
                  1L,
                  "context:Auth",
                  1L,
                  "context:auth",
                  2L,
                  "context:auth_x",
                  1L));
      files.upsert("d", 1, 1, entry(3));
      assertThat(files.get("d")).extracting(FileRecord::contexts).isEqualTo(JsonList.ABSENT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void threads_andWhatBelongsToThem_answerAsTheOriginal(Kind kind) {
    try (Tracker tracker = open(kind)) {
      Threads threads = tracker.threads();
      clock.set(10);
      assertThat(threads.create("s", "one", null).id()).isEqualTo(1);
      clock.set(11);
      assertThat(threads.create("s2", "two", new Span(1, 2)).id()).isEqualTo(2);
      threads.touch(77);
      threads.addFile(99, "x", "read");
      assertThat(threads.ofFile("x")).containsExactly(99);
      for (String operation : List.of("read", "write", "read", "edit", "read")) {
        threads.addFile(1, "y", operation);
      }
      assertThat(threads.files(1).getFirst().operation()).isEqualTo("edit");
      assertThat(threads.files(1).getFirst().accessCount()).isEqualTo(5);
      assertThat(threads.ofSession("s")).hasSize(1);
      threads.deactivate(1);
      assertThat(threads.ofSession("s")).isEmpty();
      assertThat(threads.count(true)).isEqualTo(1);
      assertThat(threads.count(false)).isEqualTo(2);
      clock.set(12);
      threads.touch(1);
      ThreadRecord touched = Objects.requireNonNull(threads.get(1));
      assertThat(touched.touches()).isEqualTo(2);
      assertThat(touched.active()).isFalse();
      assertThat(threads.recent(5, true)).extracting(ThreadRecord::id).containsExactly(2L);
      assertThat(threads.recent(5, false)).extracting(ThreadRecord::id).containsExactly(1L, 2L);
      for (String tool : List.of("x", "x", "x", "y", "z")) {
        threads.recordTool(1, tool);
      }
      assertThat(threads.tools(1)).extracting(ThreadTool::id).containsExactly(1L, 4L, 5L);
      assertThat(threads.get(-1)).isNull();
      assertThat(threads.searchQueries("x", 5)).isEmpty();
      clock.set(13);
      long query = threads.addQuery(1, "Look for 100% of a_b", null);
      threads.setQueryEmbedding(query, new Span(4, 4));
      assertThat(threads.searchQueries("100% OF A_B", 5)).hasSize(1);
      assertThat(threads.searchQueries("a%b", 5)).isEmpty();
      assertThat(threads.queries(1, 5).getFirst().embedding()).isEqualTo(new Span(4, 4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void patterns_areEvictedByAgeAndForFiles(Kind kind) {
    try (Tracker tracker = open(kind)) {
      Patterns patterns = tracker.patterns();
      clock.set(100);
      patterns.cache(1, "p", "grep", List.of("/b", "/a", "/b"), Span.NONE);
      patterns.cache(-2, "q", "glob", List.of(), Span.NONE);
      assertThat(patterns.get(1))
          .extracting(PatternRecord::matchedFiles)
          .isEqualTo(List.of("/a", "/b"));
      assertThat(patterns.count()).isEqualTo(2);
      assertThat(patterns.evictOlderThan(Duration.ofSeconds(10))).isZero();
      clock.set(200);
      patterns.cache(3, "r", "grep", List.of("/b"), Span.NONE);
      assertThat(patterns.recent(1)).extracting(PatternRecord::keyHash).containsExactly(3L);
      assertThat(patterns.ofFile("/b")).containsExactly(1, 3);
      assertThat(patterns.evictOlderThan(Duration.ofSeconds(50))).isEqualTo(2);
      assertThat(patterns.ofFile("/b")).containsExactly(3);
      assertThat(patterns.ofFile("/a")).isEmpty();
      assertThat(patterns.evictForFile("/b")).isEqualTo(1);
      patterns.cache(4, "s", "grep", List.of("/c"), Span.NONE);
      assertThat(patterns.evictOlderThan(Duration.ofSeconds(-1))).isEqualTo(1);
      patterns.cache(5, "s", "grep", List.of("/c"), Span.NONE);
      tracker.vectors().setPattern(5, new Span(1, 1));
      assertThat(patterns.clear()).isEqualTo(1);
      assertThat(tracker.vectors().live()).isEqualTo(new Vectors.Live(0, 0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void vectors_remapped_moveOnce(Kind kind) {
    try (Tracker tracker = open(kind)) {
      tracker.files().upsert("/a", 1, 1, entry(1));
      tracker.symbols().upsert(symbol("/a", "f", "function", 1, 2, 2));
      tracker.memories().upsert(memory("mem:1", 3, "text"));
      tracker.vectors().setFile(1, new Span(0, 4));
      tracker.vectors().setSymbol(2, new Span(8, 4));
      tracker.vectors().setMemory(3, new Span(0, 4));
      // 0 becomes 8 and 8 becomes 16: none may move twice.
      assertThat(tracker.vectors().remap(Map.of(0L, new Span(8, 8), 8L, new Span(16, 8))))
          .isEqualTo(3);
      List<LiveVector> live = new ArrayList<>();
      tracker.vectors().forEachLive(live::add);
      assertThat(live)
          .containsExactlyInAnyOrder(
              new LiveVector(1, new Span(8, 8)),
              new LiveVector(2, new Span(16, 8)),
              new LiveVector(3, new Span(8, 8)));
      assertThat(tracker.vectors().live()).isEqualTo(new Vectors.Live(24, 3));
      assertThat(tracker.vectors().setPattern(9, Span.NONE)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void memories_areFoundByTagsContextsAndTask(Kind kind) {
    try (Tracker tracker = open(kind)) {
      Memories memories = tracker.memories();
      clock.set(1);
      memories.upsert(memory("mem:1", 1, "The Parser is not thread-safe", "db", "ünï"));
      clock.set(2);
      memories.upsert(memory("mem:2", 2, "parser of YAML", "DB", "x\"y", "a_b"));
      clock.set(3);
      memories.upsert(memory("mem:3", 3, "nothing", "axb"));
      MemoryQuery all = MemoryQuery.ALL;
      assertThat(ids(memories, all.withTags(List.of("Db")))).containsExactly("mem:2", "mem:1");
      assertThat(ids(memories, all.withTags(List.of("ünï")))).containsExactly("mem:1");
      assertThat(ids(memories, all.withTags(List.of("x\"y")))).containsExactly("mem:2");
      assertThat(ids(memories, all.withTags(List.of("a_b")))).containsExactly("mem:2");
      assertThat(ids(memories, all.withTags(List.of("d")))).isEmpty();
      assertThat(ids(memories, all.withText("PARSER"))).containsExactly("mem:2", "mem:1");
      assertThat(ids(memories, all.withText("parser yaml"))).containsExactly("mem:2");
      assertThat(ids(memories, all)).containsExactly("mem:3", "mem:2", "mem:1");
      MemoryRecord second = memories.get("mem:2");
      assertThat(memories.query(all, second, -1))
          .extracting(MemoryRecord::id)
          .containsExactly("mem:1");
      assertThat(memories.query(all, null, 0)).isEmpty();
      clock.set(9);
      memories.upsert(memory("mem:1", 1, "changed", "db"));
      MemoryRecord changed = Objects.requireNonNull(memories.get("mem:1"));
      assertThat(changed.createdAt()).isEqualTo(1);
      assertThat(changed.updatedAt()).isEqualTo(9);
      assertThat(ids(memories, all.withText("parser"))).containsExactly("mem:2");
      assertThatThrownBy(() -> memories.upsert(memory("mem:4", 2, "taken")))
          .isInstanceOf(TrackerException.KeyHashTaken.class);
      assertThat(memories.count()).isEqualTo(3);
      assertThat(memories.delete("mem:2")).isTrue();
      assertThat(memories.delete("mem:2")).isFalse();
      assertThat(memories.byKey(2)).isNull();
    }
  }

  private static List<String> ids(Memories memories, MemoryQuery query) {
    return memories.query(query, null, -1).stream().map(MemoryRecord::id).toList();
  }

  @ParameterizedTest
  @EnumSource
  void batch_seesItsOwnWrites_andVanishesWhenItThrows(Kind kind) {
    try (Tracker tracker = open(kind)) {
      tracker.<@Nullable Object>batch(
          b -> {
            b.files().upsert("/a", 1, 1, entry(1, "context:x"));
            assertThat(b.files().get("/a")).isNotNull();
            assertThat(b.files().count()).isEqualTo(1);
            b.symbols().upsert(symbol("/a", "f", "function", 1, 2, 2));
            assertThat(b.symbols().ofFile("/a")).hasSize(1);
            b.threads().create("s", "t", null);
            b.threads().addFile(1, "/a", "read");
            b.threads().addQuery(1, "q", null);
            b.threads().recordTool(1, "grep");
            b.patterns().cache(1, "p", "grep", List.of("/a"), Span.NONE);
            b.patterns().clear();
            b.checkpoints().save(1, 2, "/a");
            b.checkpoints().clear();
            b.vectors().setFile(1, new Span(1, 1));
            b.batch(inner -> inner.files().delete("/a"));
            assertThat(b.symbols().count()).isZero();
            return null;
          });
      assertThat(tracker.threads().count(true)).isEqualTo(1);
      assertThatThrownBy(
              () ->
                  tracker.batch(
                      b -> {
                        b.files().upsert("/b", 1, 1, entry(2));
                        throw new IllegalArgumentException("no");
                      }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(tracker.files().get("/b")).isNull();
      assertThat(tracker.files().count()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void pages_whileRecordsGo_missNone(Kind kind) {
    try (Tracker tracker = open(kind)) {
      for (int i = 10; i < 22; i++) {
        tracker.files().upsert("f" + i, 1, 1, entry(i));
      }
      List<String> seen = new ArrayList<>();
      FileRecord last = null;
      List<FileRecord> page = tracker.files().list(last, 2);
      while (!page.isEmpty()) {
        for (FileRecord file : page) {
          seen.add(file.path());
          tracker.files().delete(file.path());
        }
        last = page.getLast();
        page = tracker.files().list(last, 2);
      }
      assertThat(seen).hasSize(12);
      assertThat(tracker.files().count()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void staleFiles_areThoseThatAreNewOrChanged_excludedFoldersBelowTheRootOnly(Kind kind)
      throws Exception {
    Path root = Files.createDirectories(folder.resolve("build/tree"));
    for (String name :
        List.of(
            "h.py",
            ".hidden.py",
            "b.TS",
            "c.txt",
            "target/e.py",
            "sub/d.rs",
            "node_modules/x.js")) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
    try (Tracker tracker = open(kind)) {
      List<String> found = new ArrayList<>();
      tracker
          .files()
          .stale(
              root,
              StaleFiles.DEFAULT,
              2,
              batch -> {
                assertThat(batch).hasSizeLessThanOrEqualTo(2);
                batch.forEach(path -> found.add(root.relativize(path).toString()));
              });
      assertThat(found).containsExactly(".hidden.py", "b.TS", "h.py", "sub/d.rs");
      Path known = root.resolve("h.py");
      tracker.files().upsert(known, entry(1));
      assertThat(tracker.files().needsIndex(known)).isFalse();
      assertThat(tracker.files().needsEmbed(known)).isTrue();
      Files.writeString(known, "longer");
      assertThat(tracker.files().needsIndex(known)).isTrue();
      FileFacts facts = FileFacts.of(known);
      tracker.files().upsert(known.toString(), facts.mtime() + 100, facts.sizeBytes(), entry(1));
      assertThat(tracker.files().needsIndex(known)).isFalse(); // older, of the same size
      assertThat(tracker.files().needsIndex(root.resolve("none.py"))).isFalse();
      assertThatThrownBy(() -> tracker.files().upsert(root.resolve("none.py"), entry(3)))
          .isInstanceOf(TrackerException.FileUnreadable.class);
      List<Path> texts = new ArrayList<>();
      tracker.files().stale(root, new StaleFiles(Set.of(".TXT"), Set.of()), 9, texts::addAll);
      assertThat(texts).containsExactly(root.resolve("c.txt"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void texts_beyondTheKeyLimit_areKeptWhole(Kind kind) {
    try (Tracker tracker = open(kind)) {
      String deep = "/" + "ordner-ä/".repeat(80);
      for (String path : List.of(deep + "a", deep + "b", "/nul\0name", "/\u0001\ud83d\ude00")) {
        tracker.files().upsert(path, 1, 1, entry(path.hashCode(), "context:" + path));
        tracker.symbols().upsert(symbol(path, path, "function", 1, 2, path.length()));
        tracker.threads().addFile(1, path, "read");
        tracker.metadata().set(path, path);
        tracker.transcripts().set(path, 7);
        tracker.patterns().cache(path.hashCode(), path, "grep", List.of(path), Span.NONE);
        tracker.memories().upsert(memory(path, path.hashCode(), path, path));
        assertThat(tracker.files().get(path)).extracting(FileRecord::path).isEqualTo(path);
        assertThat(tracker.files().byContext("context:" + path, null, -1)).hasSize(1);
        assertThat(tracker.symbols().ofFile(path)).hasSize(1);
        assertThat(tracker.symbols().byName(NameFilter.exact(path), null, -1)).hasSize(1);
        assertThat(tracker.threads().ofFile(path)).containsExactly(1);
        assertThat(tracker.metadata().get(path)).isEqualTo(path);
        assertThat(tracker.transcripts().position(path)).isEqualTo(7);
        assertThat(tracker.patterns().ofFile(path)).containsExactly(path.hashCode());
        assertThat(tracker.memories().get(path)).isNotNull();
        assertThat(tracker.memories().query(MemoryQuery.ALL.withTags(List.of(path)), null, -1))
            .hasSize(1);
      }
      assertThat(tracker.symbols().byName(NameFilter.prefix(deep), null, -1))
          .extracting(SymbolRecord::name)
          .containsExactly(deep + "a", deep + "b");
      SymbolRecord first = tracker.symbols().byName(NameFilter.prefix(deep), null, 1).getFirst();
      assertThat(tracker.symbols().byName(NameFilter.prefix(deep), first, -1))
          .extracting(SymbolRecord::name)
          .containsExactly(deep + "b");
      assertThat(tracker.files().delete(deep + "a")).isTrue();
      assertThat(tracker.files().get(deep + "b")).isNotNull();
      if (tracker instanceof StoreTracker store) {
        assertThat(store.store().check().problems()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void symbols_replaced_keepIdsAndLoseVectors(Kind kind) {
    try (Tracker tracker = open(kind)) {
      Symbols symbols = tracker.symbols();
      symbols.replace(
          "/a", List.of(symbol("/a", "f", "m", 1, 2, 1), symbol("/a", "g", "m", 3, 4, 2)));
      tracker.vectors().setSymbol(1, new Span(0, 4));
      symbols.replace(
          "/a", List.of(symbol("/a", "h", "m", 1, 2, 3), symbol("/a", "f", "m", 1, 9, 1)));
      assertThat(symbols.ofFile("/a")).extracting(SymbolRecord::name).containsExactly("f", "h");
      assertThat(symbols.ofFile("/a")).extracting(SymbolRecord::id).containsExactly(1L, 3L);
      assertThat(symbols.embeddedCount()).isZero();
      assertThat(tracker.vectors().live().count()).isZero();
      assertThat(symbols.replace("/a", List.of())).isZero();
      assertThat(symbols.count()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void clock_thatGoesBack_losesNothing(Kind kind) {
    try (Tracker tracker = open(kind)) {
      clock.set(100);
      tracker.checkpoints().save(1, 9, "/a");
      tracker.files().upsert("/a", 1, 1, entry(1));
      clock.set(50);
      tracker.checkpoints().save(2, 9, "/b");
      tracker.files().upsert("/b", 1, 1, entry(2));
      assertThat(tracker.checkpoints().latest()).extracting(Checkpoint::lastPath).isEqualTo("/b");
      assertThat(tracker.files().recent(5))
          .extracting(FileRecord::path)
          .containsExactly("/a", "/b");
      assertThat(tracker.checkpoints().clear()).isEqualTo(2);
      assertThat(tracker.checkpoints().latest()).isNull();
      assertThat(tracker.checkpoints().save(3, 9, "/c")).isEqualTo(3);
    }
  }
}
