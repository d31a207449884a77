package dev.fulgur.store.metrics;

import dev.fulgur.store.CheckReport;
import dev.fulgur.store.InteractiveTransaction;
import dev.fulgur.store.LogHealth;
import dev.fulgur.store.Snapshot;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreStats;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.View;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A store whose work is measured with Micrometer.
///
/// ```java
/// Store store = MeteredStore.of(Store.open(path, SCHEMA, options), registry, "prompts");
/// ```
///
/// Every meter has the tag `store`:
///
/// | meter | is |
/// |---|---|
/// | `fulgur.store.reads` | timer of reads, each in a snapshot of its own |
/// | `fulgur.store.writes` | timer of writes, from the call to their being durable |
/// | `fulgur.store.errors` | counter of reads, writes and views that failed, by `type` of exception |
/// | `fulgur.store.commits` | counter of commits |
/// | `fulgur.store.committed.writes` | counter of writes that were committed |
/// | `fulgur.store.commit.size` | how many writes shared a commit, on average since the last look |
/// | `fulgur.store.map.used`, `.free`, `.quota` | bytes of the map |
/// | `fulgur.store.readers`, `fulgur.store.readers.max` | reader slots taken, and there are |
/// | `fulgur.store.readers.oldest.lag` | commits that the oldest reader is behind |
/// | `fulgur.store.views.long` | views over the age limit |
///
/// A logged store has these as well:
///
/// | meter | is |
/// |---|---|
/// | `fulgur.store.log.queue`, `fulgur.store.log.queue.max` | commits that wait for the log, and may |
/// | `fulgur.store.log.forces` | counter of syncs of the log |
/// | `fulgur.store.log.force.last` | seconds that the last sync took |
/// | `fulgur.store.log.checkpoint.age` | seconds since the last checkpoint |
/// | `fulgur.store.log.unforced` | commits that reads see and that are not on disk |
/// | `fulgur.store.log.unapplied` | commits that are not in LMDB's file |
/// | `fulgur.store.log.size`, `fulgur.store.log.memory` | bytes of the log, and of what waits for a checkpoint |
/// | `fulgur.store.log.disk.free` | bytes that the log's disk has left; -1 if it cannot be told |
/// | `fulgur.store.log.stopped` | 1 if nothing can be written any more, else 0 |
///
/// Transactions of [#begin] count as commits, as writes, and where they fail to begin as errors.
///
/// What is not timed is asked of [Store#stats] when it is collected, at most once a second. Closing
/// closes the store and removes the meters. As safe for many threads as the store.
public final class MeteredStore implements Store {

  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private final Store store;
  private final MeterRegistry registry;
  private final Tags tags;
  private final Timer reads;
  private final Timer writes;
  private final List<Meter> meters = new CopyOnWriteArrayList<>();
  private volatile @Nullable Look look;

  /// The state of a store at a time, with that of the time before.
  ///
  /// @param commitSize writes for each commit between the two
  private record Look(StoreStats stats, long nanos, double commitSize) {}

  private MeteredStore(Store store, MeterRegistry registry, String name) {
    this.store = store;
    this.registry = registry;
    this.tags = Tags.of("store", name);
    this.reads = added(Timer.builder("fulgur.store.reads").tags(tags).register(registry));
    this.writes = added(Timer.builder("fulgur.store.writes").tags(tags).register(registry));
    counter("fulgur.store.commits", look -> look.stats().commits());
    counter("fulgur.store.committed.writes", look -> look.stats().writes());
    gauge("fulgur.store.commit.size", null, Look::commitSize);
    gauge("fulgur.store.map.used", "bytes", look -> look.stats().usedBytes());
    gauge("fulgur.store.map.free", "bytes", look -> look.stats().freeBytes());
    gauge("fulgur.store.map.quota", "bytes", look -> look.stats().quotaBytes());
    gauge("fulgur.store.readers", null, look -> look.stats().readersInUse());
    gauge("fulgur.store.readers.max", null, look -> look.stats().readersMax());
    gauge("fulgur.store.readers.oldest.lag", null, look -> look.stats().oldestReaderLag());
    gauge("fulgur.store.views.long", null, look -> look.stats().longViews().size());
    if (store.stats().log() != null) {
      logMeters();
    }
  }

  private void logMeters() {
    counter("fulgur.store.log.forces", look -> of(look).forces());
    log("queue", null, LogHealth::queueDepth);
    log("queue.max", null, LogHealth::queueCapacity);
    log("force.last", "seconds", log -> seconds(log.lastForce()));
    log("checkpoint.age", "seconds", log -> seconds(log.sinceCheckpoint()));
    log("unforced", null, log -> log.publishedSequence() - log.forcedSequence());
    log("unapplied", null, log -> log.publishedSequence() - log.appliedSequence());
    log("size", "bytes", LogHealth::logBytes);
    log("memory", "bytes", LogHealth::overlayBytes);
    log("disk.free", "bytes", LogHealth::diskFreeBytes);
    log("stopped", null, log -> log.poison() == null ? 0 : 1);
  }

  private void log(String name, @Nullable String unit, ToDoubleFunction<LogHealth> value) {
    gauge("fulgur.store.log." + name, unit, look -> value.applyAsDouble(of(look)));
  }

  private static LogHealth of(Look look) {
    return Objects.requireNonNull(look.stats().log(), "a logged store");
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /// The store with its meters in `registry`.
  ///
  /// @param name the value of the tag `store`
  public static MeteredStore of(Store store, MeterRegistry registry, String name) {
    return new MeteredStore(store, registry, name);
  }

  private <M extends Meter> M added(M meter) {
    meters.add(meter);
    return meter;
  }

  private void counter(String name, ToDoubleFunction<Look> of) {
    meters.add(
        FunctionCounter.builder(name, this, self -> self.value(of)).tags(tags).register(registry));
  }

  private void gauge(String name, @Nullable String unit, ToDoubleFunction<Look> of) {
    meters.add(
        Gauge.builder(name, this, self -> self.value(of))
            .tags(tags)
            .baseUnit(unit)
            .register(registry));
  }

  private double value(ToDoubleFunction<Look> of) {
    try {
      return of.applyAsDouble(look());
    } catch (StoreException.StoreClosed e) {
      return Double.NaN;
    }
  }

  private Look look() {
    Look last = look;
    long now = System.nanoTime();
    if (last != null && now - last.nanos() < FRESH_NANOS) {
      return last;
    }
    StoreStats stats = store.stats();
    long commits = stats.commits() - (last == null ? 0 : last.stats().commits());
    long committed = stats.writes() - (last == null ? 0 : last.stats().writes());
    Look next = new Look(stats, now, commits == 0 ? 0 : (double) committed / commits);
    look = next;
    return next;
  }

  private void failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    Counter errors =
        Counter.builder("fulgur.store.errors")
            .tags(tags.and("type", cause.getClass().getSimpleName()))
            .register(registry);
    if (!meters.contains(errors)) {
      meters.add(errors);
    }
    errors.increment();
  }

  @Override
  public Path path() {
    return store.path();
  }

  @Override
  public <T extends @Nullable Object> T read(Function<? super View, T> reading) {
    return timed(reads, () -> store.read(reading));
  }

  @Override
  public Snapshot view() {
    return counted(store::view);
  }

  @Override
  public void write(Consumer<? super Transaction> writing) {
    this.<@Nullable Void>timed(
        writes,
        () -> {
          store.write(writing);
          return null;
        });
  }

  @Override
  public <T extends @Nullable Object> T writeAndGet(Function<? super Transaction, T> writing) {
    return timed(writes, () -> store.writeAndGet(writing));
  }

  @Override
  public CompletableFuture<@Nullable Void> writeAsync(Consumer<? super Transaction> writing) {
    return timed(System.nanoTime(), store.writeAsync(writing));
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<T> writeAndGetAsync(
      Function<? super Transaction, T> writing) {
    return timed(System.nanoTime(), store.writeAndGetAsync(writing));
  }

  private <T extends @Nullable Object> T timed(Timer timer, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return counted(work);
    } finally {
      timer.record(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private <T extends @Nullable Object> T counted(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      failed(e);
      throw e;
    }
  }

  private <T extends @Nullable Object> CompletableFuture<T> timed(
      long start, CompletableFuture<T> outcome) {
    return outcome.whenComplete(
        (_, failure) -> {
          writes.record(Duration.ofNanos(System.nanoTime() - start));
          if (failure != null) {
            failed(failure);
          }
        });
  }

  @Override
  public InteractiveTransaction begin() {
    return counted(store::begin);
  }

  @Override
  public long version() {
    return store.version();
  }

  @Override
  public StoreStats stats() {
    return store.stats();
  }

  @Override
  public CheckReport check() {
    return store.check();
  }

  @Override
  public void backup(Path target) {
    store.backup(target);
  }

  @Override
  public void compact(Path target) {
    store.compact(target);
  }

  @Override
  public void checkpoint() {
    store.checkpoint();
  }

  @Override
  public void resize(long quotaBytes) {
    store.resize(quotaBytes);
  }

  @Override
  public void close() {
    store.close();
    meters.forEach(registry::remove);
    meters.clear();
  }
}
