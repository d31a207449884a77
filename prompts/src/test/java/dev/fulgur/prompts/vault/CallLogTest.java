package dev.fulgur.prompts.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.PromptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class CallLogTest {
  private static final int THREADS = 4;
  private static final int CALLS = 5_000;

  @TempDir private Path folder;

  private static CallRecord call(String id) {
    Answer answer = new Answer("the answer", "a provider", "a model", 12, 34, 0.5);
    return new CallRecord(
        id,
        "1.0.0",
        Map.of("name", "Ada"),
        answer,
        Duration.ofMillis(250),
        Instant.parse("2026-01-31T12:00:00.125Z"));
  }

  private static Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private static long count(Path file) throws SQLException {
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM logs")) {
      return rows.getLong(1);
    }
  }

  @Test
  @Timeout(120)
  void add_ofMoreThanTheQueueHolds_isAllThereOnceClosed() throws Exception {
    Path file = folder.resolve("calls.db");
    CallLog log = CallLog.open(file, notice -> {});
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> adding = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        adding.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < CALLS; i++) {
                    log.add(call("a"));
                  }
                }));
      }
      for (Future<?> each : adding) {
        each.get();
      }
    }
    log.close();
    log.close();
    assertThat(log.lost()).isZero();
    assertThat(count(file)).isEqualTo(THREADS * CALLS);
  }

  @Test
  void rows_areThoseOfTheTableLogs() throws Exception {
    Path file = folder.resolve("calls.db");
    try (CallLog log = CallLog.open(file, notice -> {})) {
      log.add(call("a"));
    }
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM logs")) {
      List<String> columns = new ArrayList<>();
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        columns.add(rows.getMetaData().getColumnName(i));
        values.add(String.valueOf(rows.getString(i)));
      }
      assertThat(columns)
          .containsExactly(
              "id",
              "prompt_id",
              "version",
              "inputs_json",
              "output_text",
              "cost",
              "latency_ms",
              "provider",
              "model",
              "tokens_in",
              "tokens_out",
              "cost_usd",
              "created_at");
      assertThat(values)
          .containsExactly(
              "1",
              "a",
              "1.0.0",
              "{\"name\":\"Ada\"}",
              "the answer",
              "0.5",
              "250",
              "a provider",
              "a model",
              "12",
              "34",
              "0.5",
              "2026-01-31 12:00:00.125");
    }
  }

  @Test
  @Timeout(120)
  void add_whileTheFileRefuses_saysSoOnceCountsTheLossAndGoesOn() throws Exception {
    Path file = folder.resolve("calls.db");
    LinkedBlockingQueue<String> notices = new LinkedBlockingQueue<>();
    CallLog log = CallLog.open(file, notices::add);
    try (Connection other = connect(file);
        Statement statement = other.createStatement()) {
      // What a full disk answers to an insert, without filling one.
      statement.execute(
          "CREATE TRIGGER full BEFORE INSERT ON logs BEGIN"
              + " SELECT RAISE(ABORT, 'database or disk is full'); END");
      log.add(call("lost"));
      assertThat(notices.poll(60, TimeUnit.SECONDS)).contains("disk is full").contains("lost");
      assertThat(log.lost()).isEqualTo(1);
      statement.execute("DROP TRIGGER full");
      log.add(call("kept"));
    }
    log.close();
    assertThat(notices).isEmpty();
    assertThat(log.lost()).isEqualTo(1);
    assertThat(count(file)).isEqualTo(1);
  }

  @Test
  void open_ofWhatIsNoDatabase_isRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("text"), "no database, but a text of some length");
    assertThatThrownBy(() -> CallLog.open(file, notice -> {}))
        .isInstanceOf(PromptException.Unreadable.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> CallLog.open(folder.resolve("none/calls.db"), notice -> {}))
        .isInstanceOf(PromptException.Unreadable.class);
  }
}
