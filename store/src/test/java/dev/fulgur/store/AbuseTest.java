package dev.fulgur.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls in any order from many threads, virtual ones too: wrong ones end in Java exceptions, and
/// the store is whole afterwards.
@SuppressWarnings("ReferenceEquality") // views and transactions are themselves
final class AbuseTest {

  private static final int THREADS = 8;
  private static final int CALLS = Boolean.getBoolean("soak") ? 10_000_000 : 50_000;

  @TempDir Path folder;

  private final Note.Tables t = Note.tables();
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<@Nullable Snapshot> sharedView = new AtomicReference<>();
  private final AtomicReference<@Nullable InteractiveTransaction> sharedTransaction =
      new AtomicReference<>();
  private final AtomicReference<@Nullable Cursor<Long, String>> sharedCursor =
      new AtomicReference<>();
  private final AtomicReference<@Nullable Transaction> leaked = new AtomicReference<>();

  @Test
  void anyCalls_inAnyOrder_endInJavaExceptionsOnly() throws Exception {
    Random seeds = Seeds.random("AbuseTest");
    Store store = open();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seeds.nextLong());
      threads.add(
          (i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual())
              .start(() -> abuse(store, random)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    store.close();
    try (Store reopened = open()) {
      Stores.assertClean(reopened);
    }
    System.out.println("reliability: misuse | store | " + CALLS + " | -");
  }

  private Store open() {
    return Store.open(folder, t.schema(), StoreOptions.defaults().withMaxReaders(40));
  }

  private void abuse(Store store, Random random) {
    Snapshot mine = null;
    InteractiveTransaction transaction = null;
    for (int call = 0; call < CALLS / THREADS; call++) {
      long key = random.nextInt(100);
      try {
        switch (random.nextInt(24)) {
          case 0 -> {
            if (mine == null) {
              mine = store.view();
              sharedView.set(mine);
            }
          }
          case 1, 2 -> {
            if (mine != null) {
              mine.close();
              mine = null;
            }
          }
          case 3 -> use(sharedView.get(), key);
          case 4 -> {
            Snapshot other = sharedView.get();
            if (other != null && other != mine) {
              other.close();
            }
          }
          case 5 -> {
            if (mine != null) {
              Cursor<Long, String> cursor = mine.cursor(t.plain(), Range.from(key));
              sharedCursor.set(cursor);
              while (cursor.next() && random.nextInt(5) != 0) {
                assertThat(cursor.record()).startsWith("value");
              }
            }
          }
          case 6 -> {
            Cursor<Long, String> cursor = sharedCursor.get();
            if (cursor != null) {
              assertThat(cursor.next() ? cursor.record() : "value").startsWith("value");
              cursor.close();
            }
          }
          case 7 -> {
            if (transaction == null) {
              transaction = store.begin();
              sharedTransaction.set(transaction);
            }
          }
          case 8 -> {
            if (transaction != null) {
              String _ = transaction.get(t.plain(), key);
              transaction.put(t.plain(), key, "value " + key);
            }
          }
          case 9, 10 -> {
            InteractiveTransaction ends = transaction;
            transaction = null;
            if (ends != null) {
              try (ends) {
                if (random.nextBoolean()) {
                  ends.commit();
                  ends.commit();
                }
              }
            }
          }
          case 11 -> {
            InteractiveTransaction other = sharedTransaction.get();
            if (other != null && other != transaction) {
              other.put(t.plain(), key, "value of another thread");
            }
          }
          case 12 ->
              store.write(
                  tx -> {
                    leaked.set(tx);
                    tx.put(t.plain(), key, "value " + key);
                  });
          case 13 -> {
            Transaction ended = leaked.get();
            if (ended != null) {
              ended.put(t.plain(), key, "value after the end");
            }
          }
          case 14 -> store.write(_ -> store.write(tx -> tx.clear(t.plain())));
          case 15 ->
              store.write(
                  tx -> {
                    tx.put(t.plain(), key, "value that is undone");
                    throw new UnsupportedOperationException("on purpose");
                  });
          case 16 -> {
            var _ =
                store.writeAsync(
                    tx -> tx.put(t.notes(), "k" + key, Note.of("title " + key, "red")));
          }
          case 17 -> store.writeAsync(tx -> tx.delete(t.notes(), "k" + key)).join();
          case 18 -> Thread.currentThread().interrupt();
          case 19 -> {
            boolean _ = Thread.interrupted();
          }
          case 20 -> {
            // Under a view of its own it is refused; without one it ends the store for all.
            boolean late = call > CALLS / THREADS * 9 / 10;
            if (random.nextInt(20) == 0 && (mine != null || (late && transaction == null))) {
              store.close();
            }
          }
          default -> {
            String value = store.read(view -> view.get(t.plain(), key));
            assertThat(value == null ? "value" : value).startsWith("value");
          }
        }
      } catch (IllegalStateException
          | UnsupportedOperationException
          | StoreException
          | CompletionException e) {
        // What misuse is told. Anything else fails the test.
        assertThat(e.getMessage()).isNotEmpty();
      } catch (Throwable e) {
        failures.add(e);
        return;
      }
    }
    boolean _ = Thread.interrupted();
    if (mine != null) {
      mine.close();
    }
    if (transaction != null) {
      transaction.close();
    }
  }

  private void use(@Nullable Snapshot view, long key) {
    if (view != null) {
      String value = view.get(t.plain(), key);
      assertThat(value == null ? "value" : value).startsWith("value");
    }
  }
}
