package dev.fulgur.app.kv;

import dev.fulgur.app.terminal.Utf8Lines;
import dev.fulgur.prompts.value.TaggedJson;
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
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Takes JSON lines into a table, many to a transaction. A line is an object with `key` and
/// `value`, or an array of the two; a value that is no text is stored as its JSON text.
///
/// A line that cannot be taken is reported and left out; the others go in. Lines of one transaction
/// go in together. Rows are durable when [#run] returns, or earlier.
public final class KvLoad {
  private static final int IN_FLIGHT = 8;
  private static final int MOST_CHARS = 1 << 20;

  private final KvDatabase database;
  private final Table<String, String> table;
  private final int batchRows;
  private final List<Failure> failures = new ArrayList<>();
  private final Deque<CompletableFuture<?>> commits = new ArrayDeque<>();
  private Map<String, String> batch = new LinkedHashMap<>();
  private long batchChars;
  private long rows;
  private long transactions;

  /// A line that was not taken.
  public record Failure(long line, String reason) {}

  /// What came of it.
  ///
  /// @param rows lines that were taken
  /// @param transactions commits that it took
  public record Report(long rows, long transactions, List<Failure> failures) {

    /// Copies the list.
    public Report {
      failures = List.copyOf(failures);
    }
  }

  /// Into `table` of `database`.
  ///
  /// @param batchRows how many rows a transaction has at most
  public KvLoad(KvDatabase database, Table<String, String> table, int batchRows) {
    this.database = database;
    this.table = table;
    this.batchRows = batchRows;
  }

  /// Takes all lines.
  ///
  /// @param progress given the bytes that were read so far
  /// @throws StoreException if a commit fails
  public Report run(Utf8Lines lines, LongConsumer progress) throws IOException {
    while (lines.next()) {
      take(lines);
      if (batch.size() >= batchRows || batchChars >= MOST_CHARS) {
        commit();
        progress.accept(lines.bytes());
      }
    }
    commit();
    while (!commits.isEmpty()) {
      awaitOldest();
    }
    progress.accept(lines.bytes());
    return new Report(rows, transactions, failures);
  }

  private void take(Utf8Lines lines) {
    if (lines.isBlank()) {
      return;
    }
    try {
      KvRow row = KvRow.of(TaggedJson.read(lines.text()));
      batch.put(row.key(), row.value());
      batchChars += row.key().length() + row.value().length();
      rows++;
    } catch (IllegalArgumentException e) {
      failures.add(new Failure(lines.number(), String.valueOf(e.getMessage())));
    }
  }

  private void commit() {
    if (batch.isEmpty()) {
      return;
    }
    if (commits.size() == IN_FLIGHT) {
      awaitOldest();
    }
    Map<String, String> taken = batch;
    commits.addLast(
        database
            .store()
            .writeAsync(tx -> taken.forEach((key, value) -> tx.put(table, key, value))));
    transactions++;
    batch = new LinkedHashMap<>();
    batchChars = 0;
  }

  private void awaitOldest() {
    @Nullable CompletableFuture<?> oldest = commits.pollFirst();
    try {
      if (oldest != null) {
        Object _ = oldest.join();
      }
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
