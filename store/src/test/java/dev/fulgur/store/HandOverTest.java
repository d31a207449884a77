package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.engine.logged.LoggedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A logged store goes from one owner to the next.
final class HandOverTest extends LoggedFolder {
  private static final Counter COUNTER = Counter.of("added");

  @Test
  void close_givesTheLogFree_onceAllIsBroughtInAndNoted() throws IOException {
    FailingDisk disk = new FailingDisk(new AtomicInteger());
    try (Store store = LoggedStore.open(at("store"), t.schema(), OPTIONS, disk::in)) {
      store.write(tx -> tx.put(t.plain(), 1L, "a"));
      disk.unlocking = () -> copyOfNow("image");
    }
    try (Store direct = Store.open(at("image"), t.schema(), StoreOptions.defaults())) {
      assertThat(plain(direct, 1)).isEqualTo("a");
      Stores.assertClean(direct);
    }
  }

  private void copyOfNow(String name) {
    try {
      killed("store", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The owner before this one is there until the lock can be had; what it brought into the file
  /// must not be brought in again.
  @Test
  void open_whileTheOwnerBeforeGoesOn_takesOverWhatThatOneLeft() throws IOException {
    Path place = at("store");
    try (Store store = Store.open(place, Child.SCHEMA, OPTIONS)) {
      store.write(tx -> tx.add(COUNTER, 1));
    }
    try (Child owner = Child.start()) {
      assertThat(owner.tell("logged", place.toString())).isEqualTo("done");
      FailingDisk disk = new FailingDisk(new AtomicInteger());
      disk.locking = () -> addAndClose(owner);
      try (Store store = LoggedStore.open(place, Child.SCHEMA, OPTIONS, disk::in)) {
        assertThat(store.<Long>read(view -> view.get(COUNTER))).isEqualTo(3);
        store.write(tx -> tx.add(COUNTER, 1));
        assertThat(store.<Long>read(view -> view.get(COUNTER))).isEqualTo(4);
        Stores.assertClean(store);
      }
    }
  }

  private static void addAndClose(Child owner) {
    try {
      for (int i = 0; i < 2; i++) {
        assertThat(owner.tell("add", "added")).isEqualTo("done");
      }
      assertThat(owner.tell("close")).isEqualTo("done");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
