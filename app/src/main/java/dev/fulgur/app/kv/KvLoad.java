package dev.fulgur.app.kv;

import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.Table;
import java.io.BufferedReader;
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
  /// @param progress given the characters that were read so far
  /// @throws StoreException if a commit fails
  public Report run(BufferedReader lines, LongConsumer progress) throws IOException {
    long number = 0;
    long chars = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      chars += line.length() + 1L;
      if (!line.isBlank()) {
        take(line, number);
      }
      if (batch.size() >= batchRows || batchChars >= MOST_CHARS) {
        commit();
        progress.accept(chars);
      }
    }
    commit();
    while (!commits.isEmpty()) {
      awaitOldest();
    }
    progress.accept(chars);
    return new Report(rows, transactions, failures);
  }

  private void take(String line, long number) {
    try {
      KvRow row = KvRow.of(TaggedJson.read(line));
      batch.put(row.key(), row.value());
      batchChars += row.key().length() + row.value().length();
      rows++;
    } catch (IllegalArgumentException e) {
      failures.add(new Failure(number, String.valueOf(e.getMessage())));
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
