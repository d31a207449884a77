package dev.fulgur.app.kv;

import dev.fulgur.app.terminal.Utf8Lines;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.store.LogHealth;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.Table;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Takes JSON lines into a table, many to a transaction. A line is an object with `key` and
/// `value`, or an array of the two; a value that is no text is stored as its JSON text.
///
/// A line that cannot be taken is reported and left out; the others go in. Lines of one transaction
/// go in together. Whatever ends it early, it says up to which line all are in; rows are durable
/// when [#run] returns, as far as the database's durability promises, or earlier.
///
/// Thread rule: one thread, but for [#stop] and [#storedLines].
public final class KvLoad {
  private static final int IN_FLIGHT = 8;
  private static final long BATCH_BYTES = 1 << 20;
  private static final int MOST_FAILURES = 10_000;

  private final KvDatabase database;
  private final Table<String, String> table;
  private final int batchRows;
  private final List<Failure> failures = new ArrayList<>();
  private final Deque<Batch> commits = new ArrayDeque<>();
  private Map<String, String> batch = new LinkedHashMap<>();
  private long batchBytes;
  private long batchLines;
  private long failedLines;
  private long rows;
  private long transactions;
  private @Nullable StoreException failure;
  private @Nullable IOException unreadable;
  private boolean gap;
  private long storedBytes;
  private volatile long storedLines;
  private volatile boolean stopped;

  /// Lines that were given to the store together.
  private record Batch(
      CompletableFuture<?> commit,
      Map<String, String> taken,
      long rows,
      long lastLine,
      long lastByte) {}

  /// A line that was not taken.
  public record Failure(long line, String reason) {}

  /// What came of it.
  ///
  /// @param rows lines that were taken and are stored
  /// @param transactions commits that it took
  /// @param storedLines up to which line all are stored, those aside that could not be taken
  /// @param failedLines how many could not be taken
  /// @param failures the first of those
  /// @param stopped whether it was stopped before the last line
  /// @param failure why it ended before the last line, or null: the store failed, or no more could
  ///   be read
  public record Report(
      long rows,
      long transactions,
      long storedLines,
      long failedLines,
      List<Failure> failures,
      boolean stopped,
      @Nullable Exception failure) {

    /// Copies the list.
    public Report {
      failures = List.copyOf(failures);
    }

    /// Whether every line was taken.
    public boolean isWhole() {
      return failedLines == 0 && !stopped && failure == null;
    }
  }

  /// How far the work is.
  @FunctionalInterface
  public interface Watcher {

    /// So many bytes and lines from the beginning on are stored.
    void at(long bytes, long lines);
  }

  /// Into `table` of `database`.
  ///
  /// @param batchRows how many rows a transaction has at most
  public KvLoad(KvDatabase database, Table<String, String> table, int batchRows) {
    this.database = database;
    this.table = table;
    this.batchRows = batchRows;
  }

  /// Takes all lines from number `first` on.
  public Report run(Utf8Lines lines, long first, Watcher watcher) {
    storedLines = first - 1;
    long read = 0;
    boolean more = true;
    try {
      while (!stopped && (more = next(lines))) {
        read = lines.number();
        if (read >= first) {
          take(lines);
        }
        if (batchLines >= batchRows || batchBytes >= BATCH_BYTES) {
          commit(read, lines.bytes());
          watcher.at(storedBytes, storedLines);
        }
      }
      commit(read, lines.bytes());
    } catch (StoreException e) {
      failure = e;
    } finally {
      awaitAll();
    }
    if (failure == null) {
      storedLines = Math.max(storedLines, read);
      storedBytes = lines.bytes();
    }
    watcher.at(storedBytes, storedLines);
    settle(first - 1);
    return new Report(
        rows,
        transactions,
        storedLines,
        failedLines,
        failures,
        stopped && more,
        failure == null ? unreadable : failure);
  }

  /// Lines that cannot be read end the load, and what was read before them is stored.
  private boolean next(Utf8Lines lines) {
    try {
      return lines.next();
    } catch (IOException e) {
      unreadable = e;
      return false;
    }
  }

  private void take(Utf8Lines lines) {
    if (lines.isBlank()) {
      return;
    }
    try {
      KvRow row = KvRow.of(TaggedJson.read(lines.text()));
      long bytes = row.sizeBytes();
      if (batchBytes > 0 && batchBytes + bytes > BATCH_BYTES) {
        commit(lines.number() - 1, lines.bytes());
      }
      batch.put(row.key(), row.value());
      batchBytes += bytes;
      batchLines++;
    } catch (IllegalArgumentException e) {
      failedLines++;
      if (failures.size() < MOST_FAILURES) {
        failures.add(new Failure(lines.number(), String.valueOf(e.getMessage())));
      }
    }
  }

  private void commit(long lastLine, long lastByte) {
    if (commits.size() == IN_FLIGHT) {
      awaitOldest();
    }
    while (!commits.isEmpty() && commits.getFirst().commit().isDone()) {
      awaitOldest();
    }
    if (failure != null) {
      throw failure;
    }
    if (batch.isEmpty()) {
      return;
    }
    Map<String, String> taken = batch;
    CompletableFuture<?> commit =
        database.store().writeAsync(tx -> taken.forEach((key, value) -> tx.put(table, key, value)));
    commits.addLast(new Batch(commit, taken, batchLines, lastLine, lastByte));
    batch = new LinkedHashMap<>();
    batchBytes = 0;
    batchLines = 0;
  }

  private void awaitAll() {
    while (!commits.isEmpty()) {
      awaitOldest();
    }
  }

  private void awaitOldest() {
    Batch oldest = commits.removeFirst();
    try {
      Object _ = oldest.commit().join();
      stored(oldest);
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case StoreException.StoreFull _ -> again(oldest);
        case StoreException cause -> failed(cause);
        case null, default -> throw e;
      }
    }
  }

  /// There was no room. A checkpoint gives back what the log took, so what was on its way is given
  /// to the store once more, in its order.
  private void again(Batch first) {
    List<Batch> batches = new ArrayList<>(commits.size() + 1);
    batches.add(first);
    batches.addAll(commits);
    commits.clear();
    for (Batch one : batches) {
      one.commit().exceptionally(_ -> null).join();
    }
    try {
      if (!gap) {
        database.store().checkpoint();
      }
      for (Batch one : batches) {
        database
            .store()
            .write(tx -> one.taken().forEach((key, value) -> tx.put(table, key, value)));
        stored(one);
      }
    } catch (StoreException e) {
      failed(e);
    }
  }

  private void failed(StoreException cause) {
    gap = true;
    if (failure == null) {
      failure = cause;
    }
  }

  /// A commit behind one that failed may have come through; its lines count as rows, and not as
  /// lines up to which all are stored.
  private void stored(Batch batch) {
    rows += batch.rows();
    transactions++;
    if (!gap) {
      storedLines = batch.lastLine();
      storedBytes = batch.lastByte();
    }
  }

  /// Brings in what was taken, and with it onto the disk what was acknowledged before it was there.
  ///
  /// @param before the line that is stored whatever became of those behind it
  private void settle(long before) {
    try {
      database.store().checkpoint();
    } catch (StoreException.StoreClosed e) {
      failed(e);
    } catch (StoreException e) {
      LogHealth log = database.store().stats().log();
      if (log != null && log.forcedSequence() < log.publishedSequence()) {
        failed(e);
        storedLines = before;
      }
    }
  }

  /// Ends it after the line that is being taken.
  public void stop() {
    stopped = true;
  }

  /// Up to which line all are stored by now.
  public long storedLines() {
    return storedLines;
  }
}
