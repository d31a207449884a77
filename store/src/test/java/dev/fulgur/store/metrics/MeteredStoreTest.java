package dev.fulgur.store.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.Durability;
import dev.fulgur.store.PlainText;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Snapshot;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.Keys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the meters of a store show.
final class MeteredStoreTest {

  @TempDir Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Table<String, String> texts = Table.raw("texts", Keys.UTF8, new PlainText());

  private Store open() {
    Store store = Store.open(folder, Schema.of("test", texts), StoreOptions.defaults());
    return MeteredStore.of(store, registry, "main");
  }

  private double gauge(String name) {
    return registry.get(name).tag("store", "main").gauge().value();
  }

  @Test
  void work_ofEveryKind_isCountedAndTimed() {
    try (Store store = open()) {
      store.write(tx -> tx.put(texts, "a", "1"));
      store.writeAsync(tx -> tx.put(texts, "b", "2")).join();
      assertThat(
              store.<Long>writeAndGet(
                  tx -> {
                    tx.put(texts, "c", "3");
                    return tx.count(texts);
                  }))
          .isEqualTo(3);
      for (int i = 0; i < 5; i++) {
        assertThat(store.<String>read(view -> view.get(texts, "b"))).isEqualTo("2");
      }
      assertThat(registry.get("fulgur.store.reads").timer().count()).isEqualTo(5);
      assertThat(registry.get("fulgur.store.writes").timer().count()).isEqualTo(3);
      assertThat(registry.get("fulgur.store.committed.writes").functionCounter().count())
          .isEqualTo(3);
      assertThat(registry.get("fulgur.store.commits").functionCounter().count())
          .isBetween(1.0, 3.0);
      assertThat(gauge("fulgur.store.commit.size")).isGreaterThanOrEqualTo(1);
      assertThat(gauge("fulgur.store.map.used")).isPositive();
      assertThat(gauge("fulgur.store.map.quota"))
          .isEqualTo((double) StoreOptions.DEFAULT_QUOTA_BYTES);
      assertThat(gauge("fulgur.store.readers.max")).isPositive();
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void logOfALoggedStore_isShown() {
    StoreOptions synced = StoreOptions.defaults().withDurability(Durability.SYNCED);
    try (Store store =
        MeteredStore.of(Store.open(folder, Schema.of("test", texts), synced), registry, "main")) {
      for (int i = 0; i < 5; i++) {
        String key = "k" + i;
        store.write(tx -> tx.put(texts, key, "1"));
      }
      assertThat(registry.get("fulgur.store.log.forces").functionCounter().count()).isPositive();
      assertThat(gauge("fulgur.store.log.queue")).isZero();
      assertThat(gauge("fulgur.store.log.queue.max")).isGreaterThanOrEqualTo(10_000);
      assertThat(gauge("fulgur.store.log.force.last")).isPositive();
      assertThat(gauge("fulgur.store.log.checkpoint.age")).isNotNegative();
      assertThat(gauge("fulgur.store.log.unforced")).isZero();
      assertThat(gauge("fulgur.store.log.unapplied")).isEqualTo(5);
      assertThat(gauge("fulgur.store.log.size")).isPositive();
      assertThat(gauge("fulgur.store.log.memory")).isPositive();
      assertThat(gauge("fulgur.store.log.disk.free")).isPositive();
      assertThat(gauge("fulgur.store.log.stopped")).isZero();
      assertThat(store.check().problems()).isEmpty();
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void openView_isShownAsAReader() {
    try (Store store = open()) {
      store.write(tx -> tx.put(texts, "a", "1"));
      try (Snapshot view = store.view()) {
        assertThat(view.get(texts, "a")).isEqualTo("1");
        assertThat(gauge("fulgur.store.readers")).isPositive();
        assertThat(gauge("fulgur.store.views.long")).isZero();
      }
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void failures_areCountedByType() {
    try (Store store = open()) {
      assertThatThrownBy(() -> store.write(tx -> tx.put(texts, "k".repeat(600), "1")))
          .isInstanceOf(RuntimeException.class);
      assertThatThrownBy(
              () ->
                  store.read(
                      view -> {
                        throw new IllegalStateException("no");
                      }))
          .hasMessage("no");
      assertThatThrownBy(
              () ->
                  store
                      .writeAsync(
                          tx -> {
                            throw new IllegalStateException("no");
                          })
                      .join())
          .hasRootCauseMessage("no");
      assertThat(errors("KeyTooLong")).isEqualTo(1);
      assertThat(errors("IllegalStateException")).isEqualTo(2);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  private double errors(String type) {
    return registry.get("fulgur.store.errors").tag("type", type).counter().count();
  }

  @Test
  void close_removesTheMeters() {
    try (Store store = open()) {
      store.write(tx -> tx.put(texts, "a", "1"));
      assertThat(registry.getMeters()).isNotEmpty();
    }
    assertThat(registry.getMeters()).isEmpty();
    try (Store store = open()) {
      assertThat(store.<String>read(view -> view.get(texts, "a"))).isEqualTo("1");
      assertThat(store.check().problems()).isEmpty();
    }
  }
}
