package dev.fulgur.bench;

import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.value.OrderedMap;
import dev.fulgur.prompts.vault.TemplateHandle;
import dev.fulgur.prompts.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Templates of a database of 10,000 through a vault, whose cache holds as many as a property says.
@State(Scope.Benchmark)
public class Vaults {

  /// The property that says how many templates the cache holds.
  static final String CACHE = "fulgur.bench.cache";

  private static final int TEMPLATES = 10_000;

  private final Map<String, Object> inputs = Map.of("name", "World");
  private final List<String> ids = new ArrayList<>();
  private Path folder = Path.of("");
  private @Nullable Vault vault;

  /// Made by JMH.
  public Vaults() {}

  /// Which template comes next: its own for each thread.
  @State(Scope.Thread)
  public static class Next {
    private long random = 88_172_645_463_325_252L ^ (Thread.currentThread().threadId() << 32);

    /// Made by JMH.
    public Next() {}

    int below(int bound) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      return (int) ((random >>> 33) % bound);
    }
  }

  /// Fills a database and opens it.
  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("fulgur-bench");
    LmdbRegistry registry = LmdbRegistry.open(folder.resolve("db"));
    var declared = new OrderedMap.Builder<String, InputSpec>(1);
    declared.put("name", InputSpec.REQUIRED_TEXT);
    OrderedMap<String, InputSpec> declaredInputs = declared.build();
    List<TemplateSpec> specs = new ArrayList<>();
    for (int i = 0; i < TEMPLATES; i++) {
      ids.add("team/prompt-" + i);
      specs.add(
          new TemplateSpec(
              ids.getLast(),
              "1.0.0",
              "Greets.",
              "Hello {{ name }}, this is prompt " + i + ".",
              declaredInputs,
              OrderedMap.empty()));
    }
    registry.saveAll(specs);
    Vault opened = Vault.of(registry, Integer.getInteger(CACHE, TEMPLATES), null);
    for (String id : ids) {
      opened.get(id).render(inputs);
    }
    vault = opened;
  }

  /// Closes it and takes it away.
  @TearDown
  public void close() throws IOException {
    vault().close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Vaults::delete);
    }
  }

  private Vault vault() {
    return Objects.requireNonNull(vault);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Benchmark
  public TemplateHandle hit() {
    return vault().get(ids.getFirst());
  }

  @Benchmark
  public TemplateHandle random(Next next) {
    return vault().get(ids.get(next.below(TEMPLATES)));
  }

  @Benchmark
  public String getAndRender() {
    return vault().get(ids.getFirst()).render(inputs);
  }
}
