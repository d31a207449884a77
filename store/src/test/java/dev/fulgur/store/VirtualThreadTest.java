package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// All that a store can do, asked for by a virtual thread, which cannot have LMDB's write lock.
@ParameterizedClass
@EnumSource(Durability.class)
final class VirtualThreadTest {
  @Parameter Durability durability = Durability.DIRECT;

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();

  private Store open(String name) {
    return Stores.open(folder.resolve(name), t.schema(), durability);
  }

  @Test
  void everything_onAVirtualThread_worksAsOnAnother() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads
          .submit(
              () -> {
                everything();
                return true;
              })
          .get();
    }
  }

  private void everything() {
    try (Store store = open("store")) {
      store.write(tx -> tx.put(t.notes(), "a", Note.of("first", "red")));
      try (InteractiveTransaction tx = store.begin()) {
        tx.put(t.notes(), "b", Note.of("second", "red"));
        tx.commit();
      }
      store.checkpoint();
      store.backup(folder.resolve("backup"));
      store.compact(folder.resolve("compact"));
      store.resize(1L << 30);
      Stores.assertClean(store);
      assertThat(store.stats().commits()).isPositive();
    }
    Store.restore(folder.resolve("backup"), folder.resolve("restored"));
    for (String name : new String[] {"store", "compact", "restored"}) {
      try (Store store = open(name)) {
        assertThat(Stores.count(store, t.notes())).isEqualTo(2);
      }
    }
  }

  /// What hangs on a future runs on a thread of the store's.
  @Test
  void close_byWhatHangsOnAFuture_ends() {
    Store store = open("store");
    CompletableFuture<Void> written =
        store.writeAsync(tx -> tx.put(t.plain(), 1L, "v")).thenRunAsync(store::close);
    assertThat(written.join()).isNull();
    try (Store again = open("store")) {
      assertThat(Stores.count(again, t.plain())).isEqualTo(1);
    }
  }
}
