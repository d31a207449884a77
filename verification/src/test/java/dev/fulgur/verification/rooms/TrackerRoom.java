package dev.fulgur.verification.rooms;

import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.tracker.FileEntry;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.KeyHash;
import dev.fulgur.tracker.MemoryEntry;
import dev.fulgur.tracker.MemoryQuery;
import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolEntry;
import dev.fulgur.tracker.ThreadRecord;
import dev.fulgur.tracker.Tracker;
import dev.fulgur.tracker.stored.StoreTracker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A tracker whose files change, with their symbols, memories, patterns and threads. Its clock is
/// the number of the act.
final class TrackerRoom implements Room {
  private static final int FILES = 12;
  private static final List<String> CONTEXTS = List.of("test", "web", "storage");

  private final StoreTracker tracker;
  private long now;

  TrackerRoom(Path folder, StoreOptions options) {
    tracker = StoreTracker.open(folder, options, () -> now);
  }

  @Override
  public void act(long number) {
    now = number;
    long _ =
        tracker.batch(
            batch -> {
              act(batch, number);
              return number;
            });
  }

  private static void act(Tracker batch, long number) {
    Random random = new Random(number);
    String path = "/src/File" + random.nextInt(FILES) + ".java";
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> change(batch, path, number, random);
      case 3 -> remember(batch, number, random);
      case 4 -> search(batch, path, number, random);
      case 5 -> work(batch, path, number, random);
      case 6 -> {
        boolean _ = batch.memories().delete(memory(random));
        batch.metadata().set("last", "act " + number);
      }
      default -> {
        long _ = batch.symbols().delete(path);
        boolean _ = batch.files().delete(path);
        long _ = batch.patterns().evictForFile(path);
      }
    }
  }

  private static void change(Tracker batch, String path, long number, Random random) {
    List<String> contexts = CONTEXTS.subList(0, random.nextInt(CONTEXTS.size() + 1));
    FileEntry entry =
        new FileEntry("hash " + number, new Span(number, 10), KeyHash.DEFAULT.file(path), contexts);
    batch.files().upsert(path, (double) number, random.nextInt(10_000), entry);
    List<SymbolEntry> symbols = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      String name = "name" + random.nextInt(40);
      symbols.add(
          new SymbolEntry(
              path,
              name,
              "function",
              i,
              i + 1,
              Span.NONE,
              KeyHash.DEFAULT.symbol(path, name, "function", i, i + 1),
              null));
    }
    int _ = batch.symbols().replace(path, symbols);
  }

  private static String memory(Random random) {
    return "%08x".formatted(random.nextInt(10));
  }

  private static void remember(Tracker batch, long number, Random random) {
    String id = memory(random);
    batch
        .memories()
        .upsert(
            new MemoryEntry(
                id,
                "task " + number,
                JsonList.ofTexts(List.of("insight " + random.nextInt(5))),
                JsonList.ofTexts(List.of(CONTEXTS.get(random.nextInt(CONTEXTS.size())))),
                JsonList.ofKeys(number),
                "What act " + number + " taught.",
                JsonList.ofTexts(List.of("tag" + random.nextInt(4))),
                Span.NONE,
                KeyHash.DEFAULT.memory(id)));
  }

  private static void search(Tracker batch, String path, long number, Random random) {
    String pattern = "pattern" + random.nextInt(6);
    batch
        .patterns()
        .cache(
            KeyHash.DEFAULT.query("grep", "src", pattern),
            pattern,
            "grep",
            List.of(path, "/src/File0.java"),
            new Span(number, 1));
  }

  private static void work(Tracker batch, String path, long number, Random random) {
    ThreadRecord thread = batch.threads().create("session" + random.nextInt(3), "t" + number, null);
    batch.threads().addFile(thread.id(), path, "read");
    long _ = batch.threads().addQuery(thread.id(), "query " + number, null);
    batch.threads().recordTool(thread.id(), "grep");
  }

  @Override
  public String state() {
    return tracker.snapshot(
        all -> {
          List<Object> said = new ArrayList<>();
          all.files().forEach(said::add);
          all.symbols().forEach(said::add);
          all.memories().forEach(said::add);
          all.patterns().forEach(said::add);
          all.threads().forEach(said::add);
          for (ThreadRecord thread : all.threads().recent(-1, false)) {
            said.add(all.threads().files(thread.id()));
            said.add(all.threads().queries(thread.id(), -1));
            said.add(all.threads().tools(thread.id()));
          }
          said.add(all.files().contextCounts());
          for (String context : CONTEXTS) {
            said.add(all.files().byContext(context, null, -1));
          }
          for (int i = 0; i < FILES; i++) {
            String path = "/src/File" + i + ".java";
            said.add(all.symbols().ofFile(path));
            said.add(java.util.Arrays.toString(all.patterns().ofFile(path)));
            said.add(java.util.Arrays.toString(all.threads().ofFile(path)));
          }
          said.add(all.symbols().byName(NameFilter.prefix("name1"), null, -1));
          said.add(all.memories().query(MemoryQuery.ALL.withTags(List.of("tag1")), null, -1));
          said.add(String.valueOf(all.metadata().get("last")));
          StringBuilder state = new StringBuilder();
          said.forEach(one -> state.append(one).append('\n'));
          return state.toString();
        });
  }

  @Override
  public Store store() {
    return tracker.store();
  }
}
