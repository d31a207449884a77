package dev.fulgur.app.measure;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.YamlRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The registry beside YAML files, in one run, on made templates in a temporary folder that is
/// removed at the end.
public final class RegistryBench implements AutoCloseable {

  private static final long SEED = 42;
  private static final int WARM_UP_SAVES = 10_000;

  private final Path folder;

  /// Prepares a temporary folder.
  public RegistryBench() throws IOException {
    folder = Files.createTempDirectory("fulgur-bench");
  }

  /// Lookups a second over one set of templates, each way.
  ///
  /// @param templates how many templates there are
  /// @param lookups how many are looked up, at random
  /// @param rescan YAML parsed anew at each lookup, as the original does
  /// @param yaml our folder of YAML files
  /// @param lmdb our database
  public record LookupRow(int templates, int lookups, double rescan, double yaml, double lmdb) {}

  /// Figures of one size of database.
  ///
  /// @param templates how many templates there are
  /// @param loadNanos one load
  /// @param listNanos all ids
  /// @param saveNanos one save, durable
  /// @param saveAllNanosEach one of the templates when all are saved together
  /// @param deleteNanos one delete, durable
  /// @param loadsPerSecond loads a second by number of threads, in the order of [#THREADS]
  public record SizeRow(
      int templates,
      double loadNanos,
      double listNanos,
      double saveNanos,
      double saveAllNanosEach,
      double deleteNanos,
      List<Double> loadsPerSecond) {

    /// Copies the list.
    public SizeRow {
      loadsPerSecond = List.copyOf(loadsPerSecond);
    }
  }

  /// The numbers of threads that load at once.
  public static final List<Integer> THREADS = List.of(1, 2, 5, 10, 20);

  /// Compares the three ways of looking up.
  public LookupRow lookups(int templates, int lookups) throws Exception {
    Path yaml = folder.resolve("yaml-" + templates);
    SampleTemplates.write(yaml, templates);
    String[] ids = SampleTemplates.lookups(templates, lookups, SEED);
    RescanningReader rescanning = new RescanningReader(yaml);
    double rescan = Stopwatch.nanosOf(() -> loadEach(ids, rescanning::load));
    double ours;
    try (Registry registry = YamlRegistry.open(yaml)) {
      ours = Stopwatch.nanosOf(() -> loadEach(ids, registry::load));
    }
    double database;
    try (Registry registry = LmdbRegistry.open(folder.resolve("lmdb-" + templates))) {
      registry.saveAll(SampleTemplates.some(templates));
      database = Stopwatch.nanosOf(() -> loadEach(ids, registry::load));
    }
    return new LookupRow(
        templates, lookups, lookups * 1e9 / rescan, lookups * 1e9 / ours, lookups * 1e9 / database);
  }

  private interface Loader {
    Object load(String id) throws Exception;
  }

  private static void loadEach(String[] ids, Loader loader) throws Exception {
    for (String id : ids) {
      loader.load(id);
    }
  }

  /// Measures the database at one size.
  public SizeRow size(int templates) throws Exception {
    List<TemplateSpec> specs = SampleTemplates.some(templates);
    try (Registry warmUp = LmdbRegistry.open(folder.resolve("warm-up-" + templates))) {
      warmUp.saveAll(specs.subList(0, Math.min(templates, WARM_UP_SAVES)));
    }
    try (Registry registry = LmdbRegistry.open(folder.resolve("size-" + templates))) {
      double saveAll = Stopwatch.nanosOnce(() -> registry.saveAll(specs));
      String[] ids = SampleTemplates.lookups(templates, 10_000, SEED);
      double load = Stopwatch.nanosOf(() -> loadEach(ids, registry::load)) / ids.length;
      double list = Stopwatch.nanosOf(registry::ids);
      int[] next = {templates};
      double save = Stopwatch.nanosOf(() -> registry.save(SampleTemplates.of(next[0]++)));
      int[] last = {next[0]};
      int deletes = Math.min(200, next[0] - templates);
      double delete =
          Stopwatch.nanosOnce(
                  () -> {
                    for (int i = 0; i < deletes; i++) {
                      registry.delete(SampleTemplates.id(--last[0]));
                    }
                  })
              / deletes;
      List<Double> threads = new ArrayList<>();
      for (int count : THREADS) {
        threads.add(loadsPerSecond(registry, ids, count));
      }
      return new SizeRow(templates, load, list, save, saveAll / templates, delete, threads);
    }
  }

  private static double loadsPerSecond(Registry registry, String[] ids, int threads)
      throws Exception {
    int rounds = Math.max(1, 20 / threads);
    CountDownLatch start = new CountDownLatch(1);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      start.await();
                      for (int round = 0; round < rounds; round++) {
                        loadEach(ids, registry::load);
                      }
                    } catch (Exception e) {
                      failure.compareAndSet(null, e);
                    }
                  }));
    }
    long begin = System.nanoTime();
    start.countDown();
    for (Thread worker : workers) {
      worker.join();
    }
    long nanos = System.nanoTime() - begin;
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("a loading thread failed", thrown);
    }
    return (double) threads * rounds * ids.length * 1e9 / nanos;
  }

  /// Removes the temporary folder.
  @Override
  public void close() throws IOException {
    FolderTree.remove(folder);
  }
}
