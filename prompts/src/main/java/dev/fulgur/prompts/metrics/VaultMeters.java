package dev.fulgur.prompts.metrics;

import dev.fulgur.prompts.HybridRegistry;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.vault.Vault;
import dev.fulgur.prompts.vault.VaultCounters;
import dev.fulgur.store.StoreStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What a vault does, measured with Micrometer.
///
/// ```java
/// try (VaultMeters meters = VaultMeters.of(vault, registry, "prompts")) { ... }
/// ```
///
/// Every meter has the tag `vault`:
///
/// | meter | is |
/// |---|---|
/// | `fulgur.vault.cache.hits`, `.misses` | counters of templates that were ready, and that were not |
/// | `fulgur.vault.renders` | counter of prompts that were rendered |
/// | `fulgur.vault.label.moves` | counter of labels that this process moved or removed |
/// | `fulgur.vault.templates` | templates that there are |
/// | `fulgur.vault.store.used`, `.quota` | bytes of the database's map |
/// | `fulgur.vault.store.commits` | counter of the database's commits |
/// | `fulgur.vault.store.readers.lag` | commits that the oldest reader is behind |
///
/// Counting costs each call some nanoseconds, and begins with these meters. They are asked for when
/// they are collected. Closing removes them; the vault stays open.
public final class VaultMeters implements AutoCloseable {
  private final MeterRegistry registry;
  private final List<Meter> meters = new ArrayList<>();

  private VaultMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /// Measures a vault.
  ///
  /// @param name the value of the tag
  public static VaultMeters of(Vault vault, MeterRegistry registry, String name) {
    VaultMeters meters = new VaultMeters(registry);
    Tags tags = Tags.of("vault", name);
    VaultCounters counters = vault.counters();
    meters.counter("fulgur.vault.cache.hits", tags, counters, VaultCounters::hits);
    meters.counter("fulgur.vault.cache.misses", tags, counters, VaultCounters::misses);
    meters.counter("fulgur.vault.renders", tags, counters, VaultCounters::renders);
    meters.gauge("fulgur.vault.templates", tags, vault, v -> v.registry().metadata().count());
    LmdbRegistry database = database(vault);
    if (database != null) {
      meters.counter("fulgur.vault.label.moves", tags, database, each -> each.labels().moveCount());
      meters.counter("fulgur.vault.store.commits", tags, database, stat(StoreStats::commits));
      meters.gauge("fulgur.vault.store.used", tags, database, stat(StoreStats::usedBytes));
      meters.gauge("fulgur.vault.store.quota", tags, database, stat(StoreStats::quotaBytes));
      meters.gauge(
          "fulgur.vault.store.readers.lag", tags, database, stat(StoreStats::oldestReaderLag));
    }
    return meters;
  }

  private static @Nullable LmdbRegistry database(Vault vault) {
    return switch (vault.registry()) {
      case LmdbRegistry database -> database;
      case HybridRegistry hybrid -> hybrid.database();
      default -> null;
    };
  }

  private static ToDoubleFunction<LmdbRegistry> stat(ToDoubleFunction<StoreStats> of) {
    return database -> of.applyAsDouble(database.store().stats());
  }

  private <T> void counter(String name, Tags tags, T of, ToDoubleFunction<T> value) {
    meters.add(FunctionCounter.builder(name, of, value).tags(tags).register(registry));
  }

  private <T> void gauge(String name, Tags tags, T of, ToDoubleFunction<T> value) {
    meters.add(Gauge.builder(name, of, value).tags(tags).strongReference(true).register(registry));
  }

  @Override
  public void close() {
    meters.forEach(registry::remove);
  }
}
