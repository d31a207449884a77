package dev.fulgur.app.measure;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Many threads that look templates up at once in one database, which lies in a temporary folder
/// that is removed at the end. Each lookup is a snapshot of its own.
public final class LoadBench implements AutoCloseable {

  private static final long SEED = 42;
  private static final int IDS = 10_000;
  private static final int SLICE = 5_000;

  private final Path folder;
  private final Registry registry;
  private final int templates;
  private final String[] ids;

  /// Makes a database of so many templates.
  public LoadBench(int templates) throws IOException {
    this.templates = templates;
    folder = Files.createTempDirectory("fulgur-load");
    registry = LmdbRegistry.open(folder.resolve("db"));
    save(registry, templates);
    ids = SampleTemplates.lookups(templates, IDS, SEED);
  }

  /// Makes a database of so many templates in a folder.
  public static void fill(Path folder, int templates) {
    try (Registry made = LmdbRegistry.open(folder)) {
      save(made, templates);
    }
  }

  private static void save(Registry registry, int templates) {
    List<TemplateSpec> slice = new ArrayList<>(SLICE);
    for (int i = 0; i < templates; i++) {
      slice.add(SampleTemplates.of(i));
      if (slice.size() == SLICE || i + 1 == templates) {
        registry.saveAll(slice);
        slice.clear();
      }
    }
  }

  /// What a run of lookups came to.
  ///
  /// @param workers threads at once
  /// @param lookups of all threads
  /// @param errors lookups that failed or found nothing
  /// @param firstError the first of them, or null
  /// @param perSecond lookups a second, of all threads
  /// @param latencies how long each took
  public record Load(
      int workers,
      long lookups,
      long errors,
      @Nullable String firstError,
      double perSecond,
      Latencies latencies) {}

  /// What a run beside a writer came to.
  ///
  /// @param before the same on a quiet store, with one thread
  /// @param during the run itself
  /// @param after as before
  /// @param commits what the writer committed meanwhile
  /// @param heapBefore bytes in use after a collection, before the run
  /// @param heapAfter the same after it
  /// @param anonymousBefore resident bytes that no file stands behind, before the run; 0 where the
  ///   system does not say
  /// @param anonymousAfter the same after it
  public record Stress(
      Load before,
      Load during,
      Load after,
      long commits,
      long heapBefore,
      long heapAfter,
      long anonymousBefore,
      long anonymousAfter) {

    private static final long SLACK_BYTES = 16L << 20;

    /// Whether the heap has not grown by more than a little.
    public boolean isFlat() {
      return heapAfter - heapBefore < SLACK_BYTES;
    }
  }

  /// Calls the code that is measured until it is compiled.
  public void warmUp() throws InterruptedException {
    lookUp(2, 100_000);
  }

  /// Looks up with so many threads, each so often.
  public Load lookUp(int workers, int each) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    AtomicLong errors = new AtomicLong();
    AtomicReference<@Nullable String> first = new AtomicReference<>();
    List<Latencies> parts = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      Latencies part = new Latencies();
      parts.add(part);
      int begin = i * 997 % ids.length;
      threads.add(
          Thread.ofPlatform()
              .name("lookup-" + i)
              .start(
                  () -> {
                    try {
                      start.await();
                    } catch (InterruptedException e) {
                      errors.addAndGet(each);
                      return;
                    }
                    int at = begin;
                    for (int n = 0; n < each; n++) {
                      String id = ids[at];
                      at = at + 1 == ids.length ? 0 : at + 1;
                      long began = System.nanoTime();
                      String problem = problem(id);
                      part.add(System.nanoTime() - began);
                      if (problem != null) {
                        errors.incrementAndGet();
                        first.compareAndSet(null, problem);
                      }
                    }
                  }));
    }
    long began = System.nanoTime();
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    long nanos = System.nanoTime() - began;
    Latencies all = new Latencies();
    parts.forEach(all::addAll);
    long lookups = (long) workers * each;
    return new Load(workers, lookups, errors.get(), first.get(), lookups * 1e9 / nanos, all);
  }

  private @Nullable String problem(String id) {
    try {
      return registry.load(id).id().equals(id) ? null : id + " is another template";
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  /// Looks up beside a writer that saves and deletes without a pause, each durable.
  public Stress stress(int workers, int each) throws InterruptedException {
    Load before = lookUp(1, IDS);
    long heapBefore = heap();
    long anonymousBefore = anonymous();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    AtomicLong commits = new AtomicLong();
    TemplateSpec changing = SampleTemplates.of(templates);
    Thread writer =
        Thread.ofPlatform()
            .name("writer")
            .start(
                () -> {
                  try {
                    while (!stop.get()) {
                      registry.save(changing);
                      registry.delete(changing.id());
                      commits.addAndGet(2);
                    }
                  } catch (RuntimeException e) {
                    failure.set(e);
                  }
                });
    Load during;
    try {
      during = lookUp(workers, each);
    } finally {
      stop.set(true);
      writer.join();
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("the writer failed", thrown);
    }
    long heapAfter = heap();
    long anonymousAfter = anonymous();
    Load after = lookUp(1, IDS);
    return new Stress(
        before,
        during,
        after,
        commits.get(),
        heapBefore,
        heapAfter,
        anonymousBefore,
        anonymousAfter);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long anonymous() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("RssAnon:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0; // not Linux
    }
  }

  @Override
  public void close() throws IOException {
    registry.close();
    FolderTree.remove(folder);
  }
}
