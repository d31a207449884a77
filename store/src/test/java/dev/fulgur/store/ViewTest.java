package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Snapshots: what they show, whom they belong to, and how long they last.
@ParameterizedClass
@EnumSource(
    value = Durability.class,
    names = {"DIRECT", "SYNCED"})
final class ViewTest {

  @Parameter Durability durability = Durability.DIRECT;

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();

  private StoreOptions options() {
    return StoreOptions.defaults().withDurability(durability);
  }

  private Store open(StoreOptions options) {
    return Store.open(folder, t.schema(), options);
  }

  @Test
  void view_whileOthersWrite_showsOneMoment() {
    try (Store store = open(options())) {
      store.write(tx -> tx.put(t.plain(), 1L, "one"));
      try (Snapshot view = store.view()) {
        long version = view.version();
        store.write(
            tx -> {
              tx.put(t.plain(), 1L, "changed");
              tx.put(t.plain(), 2L, "two");
            });
        assertThat(view.get(t.plain(), 1L)).isEqualTo("one");
        assertThat(view.count(t.plain())).isEqualTo(1);
        assertThat(view.version()).isEqualTo(version);
        assertThat(store.version()).isEqualTo(version + 1);
      }
      assertThat(store.<String>read(view -> view.get(t.plain(), 1L))).isEqualTo("changed");
    }
  }

  @Test
  void view_inAnotherThread_isRefused() throws Exception {
    try (Store store = open(options());
        Snapshot view = store.view()) {
      AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
      Thread other =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      view.get(t.plain(), 1L);
                    } catch (IllegalStateException e) {
                      thrown.set(e);
                    }
                  });
      other.join();
      assertThat(thrown.get()).hasMessageContaining("belongs to the thread");
    }
  }

  @Test
  void cursor_afterItsViewOrItself_isRefused() {
    try (Store store = open(options())) {
      store.write(
          tx -> {
            tx.put(t.plain(), 1L, "one");
            tx.put(t.plain(), 2L, "two");
          });
      Cursor<Long, String> leaked;
      try (Snapshot view = store.view()) {
        leaked = view.cursor(t.plain(), Range.all());
        assertThatThrownBy(leaked::key).isInstanceOf(IllegalStateException.class);
        assertThat(leaked.next()).isTrue();
        assertThat(leaked.key()).isEqualTo(1);
        assertThat(leaked.record()).isEqualTo("one");
        assertThat(leaked.sizeBytes()).isEqualTo(3);
        assertThat(leaked.next()).isTrue();
        assertThat(leaked.next()).isFalse();
        assertThat(leaked.next()).isFalse();
        Cursor<Long, String> closed = view.cursor(t.plain(), Range.all());
        closed.close();
        closed.close();
        assertThatThrownBy(closed::next).hasMessageContaining("closed");
      }
      assertThatThrownBy(leaked::next).isInstanceOf(IllegalStateException.class);
      leaked.close();
    }
  }

  @Test
  void storedBytes_areThoseThatHoldAsksFor() {
    try (Store store = open(options())) {
      store.write(tx -> tx.put(t.notes(), "a", Note.of("first")));
      Stored<Note> stored = store.read(view -> view.getStored(t.notes(), "a"));
      assertThat(stored).isNotNull();
      assertThat(stored.record()).isEqualTo(Note.of("first"));
      assertThat(store.<byte[]>read(view -> view.bytes(t.notes(), "a"))).isEqualTo(stored.bytes());
      assertThat(store.<Boolean>read(view -> view.holds(t.notes(), "a", stored.bytes()))).isTrue();
      store.write(tx -> tx.put(t.notes(), "a", Note.of("other")));
      assertThat(store.<Boolean>read(view -> view.holds(t.notes(), "a", stored.bytes()))).isFalse();
      assertThat(store.<Boolean>read(view -> view.holds(t.notes(), "b", stored.bytes()))).isFalse();
    }
  }

  @Test
  void oldView_isNamedWithTheStackThatOpenedIt() throws Exception {
    StoreOptions options = options().withViewAgeLimit(Duration.ofMillis(20), false);
    try (Store store = open(options);
        Snapshot view = store.view()) {
      List<StoreStats.LongView> old = awaitOldView(store);
      assertThat(old.getFirst().thread()).isEqualTo(Thread.currentThread().getName());
      assertThat(old.getFirst().age()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
      assertThat(old.getFirst().openedAt())
          .anyMatch(frame -> frame.getMethodName().startsWith("oldView_isNamed"));
      assertThat(store.stats().warnings()).anyMatch(w -> w.contains("has been open for"));
      assertThat(view.count(t.plain())).isZero();
    }
  }

  @Test
  void oldClosure_isNamedWithTheStackOfItsThread() throws Exception {
    StoreOptions options = options().withViewAgeLimit(Duration.ofMillis(20), false);
    try (Store store = open(options)) {
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch seen = new CountDownLatch(1);
      Thread reader =
          Thread.ofPlatform()
              .name("slow reader")
              .start(
                  () ->
                      store.read(
                          view -> {
                            inside.countDown();
                            awaitQuietly(seen);
                            return view.count(t.plain());
                          }));
      inside.await();
      List<StoreStats.LongView> old = awaitOldView(store);
      seen.countDown();
      reader.join();
      assertThat(old.getFirst().thread()).isEqualTo("slow reader");
      assertThat(old.getFirst().openedAt()).anyMatch(f -> f.getMethodName().equals("awaitQuietly"));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<StoreStats.LongView> awaitOldView(Store store) {
    List<StoreStats.LongView> old = store.stats().longViews();
    while (old.isEmpty()) {
      Thread.onSpinWait();
      old = store.stats().longViews();
    }
    return old;
  }

  @Test
  void oldView_thatIsToExpire_failsAtItsNextUse() {
    StoreOptions options = options().withViewAgeLimit(Duration.ofMillis(20), true);
    try (Store store = open(options)) {
      try (Snapshot view = store.view()) {
        List<StoreStats.LongView> _ = awaitOldView(store);
        assertThatThrownBy(() -> view.count(t.plain()))
            .isInstanceOf(StoreException.ViewExpired.class)
            .hasMessageContaining("age limit");
        assertThatThrownBy(() -> view.count(t.plain())).isInstanceOf(IllegalStateException.class);
      }
      assertThat(Stores.count(store, t.plain())).isZero();
    }
  }

  @Test
  void manyThreadsAtOnce_withFewSlots_allRead() throws Exception {
    try (Store store = open(options().withMaxReaders(3))) {
      store.write(tx -> tx.put(t.plain(), 1L, "one"));
      assertThat(store.stats().readersMax()).isEqualTo(3);
      List<Thread> threads = new ArrayList<>();
      List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
      CyclicBarrier together = new CyclicBarrier(24);
      for (int i = 0; i < 24; i++) {
        threads.add(
            (i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform())
                .start(
                    () -> {
                      try {
                        together.await();
                        for (int n = 0; n < 200; n++) {
                          assertThat(store.<String>read(view -> view.get(t.plain(), 1L)))
                              .isEqualTo("one");
                        }
                      } catch (Throwable e) {
                        failures.add(e);
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void codecThatUsesTheViewThatCallsIt_isRefused() {
    AtomicReference<@Nullable View> view = new AtomicReference<>();
    Table<String, Note> notes =
        Table.of(
            "notes",
            dev.fulgur.store.codec.Keys.UTF8,
            new RecordCodec<Note>() {
              @Override
              public String name() {
                return "note";
              }

              @Override
              public int version() {
                return 1;
              }

              @Override
              public void write(Note note, dev.fulgur.store.codec.RecordWriter out) {
                Note.CODEC.write(note, out);
              }

              @Override
              public Note read(dev.fulgur.store.codec.RecordReader in) {
                View now = view.get();
                if (now != null) {
                  long _ = now.version();
                }
                return Note.CODEC.read(in);
              }
            });
    try (Store store = Store.open(folder, Schema.of("s", notes), options())) {
      store.write(tx -> tx.put(notes, "a", Note.of("x")));
      assertThatThrownBy(
              () ->
                  store.read(
                      v -> {
                        view.set(v);
                        return v.get(notes, "a");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("codec");
    }
  }

  @Test
  void closeOfTheStore_underAViewOfTheSameThread_isRefusedAndWorksAfterIt() {
    Store store = open(options());
    Snapshot view = store.view();
    assertThatThrownBy(store::close).isInstanceOf(IllegalStateException.class);
    assertThat(view.count(t.plain())).isZero();
    view.close();
    store.close();
    store.close();
    assertThatThrownBy(() -> store.read(v -> v.count(t.plain())))
        .isInstanceOf(StoreException.StoreClosed.class);
    assertThatThrownBy(() -> store.write(tx -> tx.clear(t.plain())))
        .isInstanceOf(StoreException.StoreClosed.class);
    assertThatThrownBy(store::stats).isInstanceOf(StoreException.StoreClosed.class);
    assertThatThrownBy(store::version).isInstanceOf(StoreException.StoreClosed.class);
  }
}
