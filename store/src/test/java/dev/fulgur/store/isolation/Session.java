package dev.fulgur.store.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.InteractiveTransaction;
import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.isolation.History.Done;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// One thread's transactions. Keys move on once a list is long, so that lists stay short.
final class Session implements Runnable {
  private static final int KEYS = 5;
  private static final int LONGEST = 40;

  private final Store store;
  private final int id;
  private final int count;
  private final SplittableRandom random;
  private final AtomicLong numbers;
  private final Witness witness;
  private long base;

  /// Who is told, before a transaction asks to be committed and once it knows what became of it.
  interface Witness {
    /// Called with what it would have done, before it commits.
    void asks(Done done);

    /// Called with what it did.
    void knows(Done done);
  }

  /// @param base the first key, a multiple of what a session uses at a time
  /// @param numbers gives numbers that no other transaction appends
  Session(
      Store store,
      int id,
      int count,
      SplittableRandom random,
      long base,
      AtomicLong numbers,
      Witness witness) {
    this.store = store;
    this.id = id;
    this.count = count;
    this.random = random;
    this.base = base;
    this.numbers = numbers;
    this.witness = witness;
  }

  /// The first key for a session that goes on where others used this one.
  static long base(long key) {
    return key - key % KEYS;
  }

  @Override
  public void run() {
    for (int i = 0; i < count; i++) {
      transaction();
    }
  }

  private void transaction() {
    Map<Long, List<Long>> reads = new LinkedHashMap<>();
    Map<Long, List<Long>> appends = new LinkedHashMap<>();
    boolean committed = false;
    try (InteractiveTransaction tx = store.begin()) {
      for (int steps = 1 + random.nextInt(4); steps > 0; steps--) {
        step(tx, reads, appends);
      }
      witness.asks(new Done(id, true, reads, appends));
      if (random.nextInt(20) == 0) {
        tx.abort();
      } else {
        tx.commit();
        committed = true;
      }
    } catch (StoreException.Conflict e) {
      assertThat(e.getMessage()).contains("lists");
    }
    witness.knows(new Done(id, committed, reads, appends));
  }

  private void step(
      InteractiveTransaction tx, Map<Long, List<Long>> reads, Map<Long, List<Long>> appends) {
    long key = base + random.nextInt(KEYS);
    switch (random.nextInt(8)) {
      case 0 -> {
        List<Row<Long, List<Long>>> rows =
            tx.scan(Lists.TABLE, Range.between(base, base + KEYS), KEYS + 1);
        Map<Long, List<Long>> found = new LinkedHashMap<>();
        rows.forEach(row -> found.put(row.key(), row.record()));
        for (long scanned = base; scanned < base + KEYS; scanned++) {
          note(scanned, found.getOrDefault(scanned, List.of()), reads, appends);
        }
      }
      case 1, 2, 3 -> note(key, Lists.list(tx, key), reads, appends);
      default -> {
        List<Long> list = Lists.list(tx, key);
        note(key, list, reads, appends);
        long number = numbers.incrementAndGet();
        appends.computeIfAbsent(key, _ -> new ArrayList<>()).add(number);
        List<Long> longer = new ArrayList<>(list);
        longer.add(number);
        tx.put(Lists.TABLE, key, longer);
        if (list.size() > LONGEST) {
          base += KEYS;
        }
      }
    }
  }

  /// What a transaction appended itself is not what it found.
  private static void note(
      long key, List<Long> list, Map<Long, List<Long>> reads, Map<Long, List<Long>> appends) {
    int own = appends.getOrDefault(key, List.of()).size();
    List<Long> found = list.subList(0, list.size() - own);
    List<Long> before = reads.putIfAbsent(key, found);
    assertThat(before == null ? found : before).as("a second read").isEqualTo(found);
  }
}
