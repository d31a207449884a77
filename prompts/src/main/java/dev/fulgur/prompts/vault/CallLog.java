package dev.fulgur.prompts.vault;

import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.value.TaggedJson;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls of models, recorded in the table `logs` of a SQLite file, which has the columns of the
/// Python programs:
///
/// `id, prompt_id, version, inputs_json, output_text, cost, latency_ms, provider, model, tokens_in,
/// tokens_out, cost_usd, created_at`
///
/// `created_at` is UTC, `2026-01-31 12:00:00.000`; `cost` and `cost_usd` are the same.
///
/// Records wait in a bounded queue; a thread of the log writes those that wait together in one
/// transaction. A full queue holds callers back. What is added is on disk once [#close] returned. A
/// log that fails never fails the call that it records: it says so once, counts what it could not
/// keep in [#lost], and tries again with what comes next.
///
/// For any number of threads.
public final class CallLog implements AutoCloseable {
  private static final int QUEUED = 8_192;
  private static final int BATCH = 1_024;
  private static final int BUSY_MILLIS = 5_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS logs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        prompt_id TEXT,
        version TEXT,
        inputs_json TEXT,
        output_text TEXT,
        cost REAL,
        latency_ms INTEGER,
        provider TEXT,
        model TEXT,
        tokens_in INTEGER,
        tokens_out INTEGER,
        cost_usd REAL,
        created_at TEXT DEFAULT CURRENT_TIMESTAMP
      )
      """;

  private static final String INSERT =
      """
      INSERT INTO logs (prompt_id, version, inputs_json, output_text, cost, latency_ms, provider,
        model, tokens_in, tokens_out, cost_usd, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final Path file;
  private final Connection connection;
  private final Consumer<String> notices;
  private final BlockingQueue<CallRecord> queue = new ArrayBlockingQueue<>(QUEUED);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicLong lost = new AtomicLong();
  private final Thread writer;
  private boolean isFailing;

  private CallLog(Path file, Connection connection, Consumer<String> notices) {
    this.file = file;
    this.connection = connection;
    this.notices = notices;
    this.writer = Thread.ofPlatform().name("fulgur-call-log").daemon().unstarted(this::writeAll);
  }

  /// Opens the log in a SQLite file, or makes one.
  ///
  /// @param notices told once, in a sentence, when records cannot be kept
  /// @throws PromptException.Unreadable if it cannot be opened
  public static CallLog open(Path file, Consumer<String> notices) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute(TABLE);
        connection.setAutoCommit(false);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      CallLog log = new CallLog(file, connection, notices);
      log.writer.start();
      return log;
    } catch (SQLException e) {
      throw new PromptException.Unreadable(
          file,
          "Calls cannot be logged to "
              + file
              + ": "
              + e.getMessage()
              + "; check logging.db_path of the config file.",
          e);
    }
  }

  /// Records a call; returns before it is written. Waits while the queue is full. A record that
  /// comes after the log was closed is lost, and counted.
  public void add(CallRecord call) {
    boolean interrupted = false;
    try {
      while (true) {
        if (closing.get()) {
          lost.incrementAndGet();
          return;
        }
        try {
          if (queue.offer(call, 100, TimeUnit.MILLISECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true; // the record is kept all the same
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// How many records could not be kept.
  public long lost() {
    return lost.get();
  }

  private void writeAll() {
    try {
      writeUntilClosed();
    } finally {
      ended.countDown();
    }
  }

  private void writeUntilClosed() {
    List<CallRecord> batch = new ArrayList<>(BATCH);
    while (true) {
      boolean last = closing.get();
      CallRecord first = last ? queue.poll() : await();
      if (first != null) {
        batch.add(first);
        queue.drainTo(batch, BATCH - 1);
        write(batch);
        batch.clear();
      } else if (last) {
        return;
      }
    }
  }

  /// The next record, or null when [#close] interrupts, which has said so in `closing` before.
  private @Nullable CallRecord await() {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      return null;
    }
  }

  private void write(List<CallRecord> batch) {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (CallRecord call : batch) {
        bind(insert, call);
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
      isFailing = false;
    } catch (SQLException e) {
      lost.addAndGet(batch.size());
      rollback(e);
      if (!isFailing) {
        isFailing = true;
        notices.accept(
            "Calls cannot be logged to " + file + " and are lost: " + e.getMessage() + ".");
      }
    }
  }

  private void rollback(SQLException cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static void bind(PreparedStatement insert, CallRecord call) throws SQLException {
    Answer answer = call.answer();
    insert.setString(1, call.id());
    insert.setString(2, call.version());
    insert.setString(3, json(call));
    insert.setString(4, answer.text());
    insert.setObject(5, answer.costUsd(), Types.REAL);
    insert.setLong(6, call.latency().toMillis());
    insert.setString(7, answer.provider());
    insert.setString(8, answer.model());
    insert.setObject(9, answer.tokensIn(), Types.INTEGER);
    insert.setObject(10, answer.tokensOut(), Types.INTEGER);
    insert.setObject(11, answer.costUsd(), Types.REAL);
    insert.setString(12, TIME.format(call.time()));
  }

  private static String json(CallRecord call) {
    try {
      return TaggedJson.write(call.inputs());
    } catch (IllegalArgumentException e) {
      return TaggedJson.write(call.inputs().toString()); // a host's object that JSON cannot say
    }
  }

  /// Writes out what waits and closes the file; a second call does nothing.
  @Override
  @SuppressWarnings("Interruption") // the thread is the log's own; it finishes what waits
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    boolean interrupted = false;
    writer.interrupt();
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // what waits is written all the same
      }
    }
    lost.addAndGet(queue.size()); // added by callers that raced with this
    try {
      connection.close();
    } catch (SQLException e) {
      notices.accept("The log of calls " + file + " could not be closed: " + e.getMessage() + ".");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
