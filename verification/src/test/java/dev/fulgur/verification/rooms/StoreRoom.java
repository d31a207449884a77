package dev.fulgur.verification.rooms;

import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.scenario.Mark;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// A store whose records come, change and go, with an index and a counter. Every other act is
/// committed without waiting, which is told of a log without room where one that waits makes some.
final class StoreRoom implements Room {
  private static final int RECORDS = 200;

  private final Store store;

  StoreRoom(Path folder, StoreOptions options) {
    store = Store.open(folder, Mark.SCHEMA, options);
  }

  @Override
  public void act(long number) {
    Random random = new Random(number);
    long key = random.nextInt(RECORDS);
    boolean deletes = random.nextInt(5) == 0;
    commit(
        number,
        tx -> {
          if (deletes) {
            boolean _ = tx.delete(Mark.LEFT, key);
            boolean _ = tx.delete(Mark.RIGHT, key);
          } else {
            tx.put(Mark.LEFT, key, Mark.of(number));
            tx.put(Mark.RIGHT, key, Mark.of(number));
          }
          tx.add(Mark.COUNT, 1);
        });
  }

  private void commit(long number, Consumer<Transaction> writing) {
    if (number % 2 == 0) {
      store.write(writing);
      return;
    }
    try {
      store.writeAsync(writing).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public String state() {
    return store.read(
        view -> {
          StringBuilder state = new StringBuilder();
          for (Row<Long, Mark> row : view.scan(Mark.LEFT, Range.all(), RECORDS)) {
            state.append(row.key()).append(' ').append(row.record().number()).append('\n');
          }
          for (Row<Long, Mark> row : view.scan(Mark.RIGHT, Range.all(), RECORDS)) {
            state.append(row.key()).append(' ').append(row.record().number()).append('\n');
          }
          view.scan(Mark.BY_TEXT, Range.all(), RECORDS)
              .forEach(row -> state.append(row.indexKey().length()).append(row.key()));
          return state.append(view.get(Mark.COUNT)).toString();
        });
  }

  @Override
  public Store store() {
    return store;
  }
}
