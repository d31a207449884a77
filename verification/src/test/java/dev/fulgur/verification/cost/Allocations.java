package dev.fulgur.verification.cost;

import com.sun.management.ThreadMXBean;
import dev.fulgur.jinja.JinjaEnvironment;
import dev.fulgur.jinja.Template;
import dev.fulgur.prompts.LabelPlacement;
import dev.fulgur.prompts.Labels;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.vault.Vault;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.store.Cursor;
import dev.fulgur.store.Durability;
import dev.fulgur.store.Range;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.View;
import dev.fulgur.store.scenario.Mark;
import dev.fulgur.tracker.FileEntry;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.KeyHash;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolEntry;
import dev.fulgur.tracker.stored.StoreTracker;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The process whose operations' allocations are counted. It runs without the optimizing compiler,
/// which leaves some allocations out when it sees fit: so every one counts, and the figures are the
/// same in each run.
final class Allocations {
  private static final int WARM = 500;
  private static final int CALLS = 1_000;
  private static final int STEPS = 100;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocations() {}

  private interface Operation {
    int run();
  }

  /// Prints one line for each operation: its name and the bytes of a call.
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    store(folder.resolve("direct"), Durability.DIRECT);
    store(folder.resolve("synced"), Durability.SYNCED);
    prompts(folder.resolve("prompts"));
    tracker(folder.resolve("tracker"));
    Template template = JinjaEnvironment.builder().build().compile("Hello {{ name }}!");
    Map<String, String> inputs = Map.of("name", "World");
    count("render", () -> template.render(inputs).length());
  }

  private static void store(Path folder, Durability durability) {
    StoreOptions options = StoreOptions.defaults().withDurability(durability);
    try (Store store = Store.open(folder, Mark.SCHEMA, options)) {
      store.write(
          tx -> {
            for (long number = 1; number <= STEPS; number++) {
              tx.put(Mark.RIGHT, number, Mark.of(number));
            }
          });
      store.checkpoint();
      Long key = 100L;
      count("get " + durability, () -> size(store.read(view -> view.get(Mark.RIGHT, key))));
      count("scan " + durability, () -> store.read(Allocations::scan));
      Mark mark = Mark.of(100);
      count(
          "commit " + durability,
          () -> {
            store.write(tx -> tx.put(Mark.RIGHT, key, mark));
            return 1;
          });
    }
  }

  /// A hundred steps, each record decoded.
  private static int scan(View view) {
    int chars = 0;
    try (Cursor<Long, Mark> cursor = view.cursor(Mark.RIGHT, Range.all())) {
      while (cursor.next()) {
        chars += cursor.record().text().length();
      }
    }
    return chars;
  }

  private static int size(@Nullable Object found) {
    return ((Mark) Objects.requireNonNull(found)).text().length();
  }

  private static void prompts(Path folder) {
    try (LmdbRegistry registry = LmdbRegistry.open(folder)) {
      registry.save(TemplateSpec.of("hello", "Greet {{ name }}."));
      count("load", () -> registry.load("hello").template().length());
      registry
          .labels()
          .move(LabelPlacement.of("hello", "live", "0.1.0"), Edit.UNSIGNED, Labels.Gate.CLOSED);
      count("load by label", () -> registry.load("hello@live").template().length());
      Vault vault = Vault.of(registry);
      count("vault", () -> vault.get("hello").hashCode() | 1);
    }
  }

  private static void tracker(Path folder) {
    try (StoreTracker tracker = StoreTracker.open(folder)) {
      long hash = KeyHash.DEFAULT.file("/a");
      tracker.files().upsert("/a", 1, 1, new FileEntry("h", Span.NONE, hash, List.of()));
      count("file", () -> path(tracker.files().byKey(hash)));
      long symbol = KeyHash.DEFAULT.symbol("/a", "name", "function", 1, 2);
      tracker
          .symbols()
          .replace(
              "/a",
              List.of(new SymbolEntry("/a", "name", "function", 1, 2, Span.NONE, symbol, null)));
      count("symbol", () -> Objects.requireNonNull(tracker.symbols().byKey(symbol)).lineStart());
      count("symbols of a file", () -> tracker.symbols().ofFile("/a").size());
    }
  }

  private static int path(@Nullable FileRecord found) {
    return Objects.requireNonNull(found).path().length();
  }

  private static void count(String name, Operation operation) {
    long sum = 0;
    for (int i = 0; i < WARM; i++) {
      sum += operation.run();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      sum += operation.run();
    }
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (sum <= 0) {
      throw new IllegalStateException(name + " found nothing.");
    }
    System.out.println(name + ": " + (double) bytes / CALLS);
  }
}
