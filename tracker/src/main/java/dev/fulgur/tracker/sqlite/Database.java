package dev.fulgur.tracker.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One SQLite connection with its prepared statements. Calls from several threads wait for each
/// other.
final class Database implements AutoCloseable {

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private int depth;

  Database(Connection connection) {
    this.connection = connection;
  }

  /// Makes a record of the current row.
  @FunctionalInterface
  interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  synchronized <T> @Nullable T first(String sql, RowMapper<T> mapper, @Nullable Object... values) {
    try {
      PreparedStatement statement = bound(sql, values);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? mapper.map(rows) : null;
      }
    } catch (SQLException e) {
      throw new SqliteException(e);
    }
  }

  synchronized <T> List<T> all(String sql, RowMapper<T> mapper, @Nullable Object... values) {
    List<T> found = new ArrayList<>();
    each(sql, mapper, found::add, values);
    return found;
  }

  /// Hands over every row; a statement of its own, so that `action` may ask for anything.
  synchronized <T> void each(
      String sql, RowMapper<T> mapper, Consumer<? super T> action, @Nullable Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          action.accept(mapper.map(rows));
        }
      }
    } catch (SQLException e) {
      throw new SqliteException(e);
    }
  }

  synchronized long number(String sql, @Nullable Object... values) {
    Long number = first(sql, row -> row.getLong(1), values);
    return number == null ? 0 : number;
  }

  synchronized int change(String sql, @Nullable Object... values) {
    try {
      return bound(sql, values).executeUpdate();
    } catch (SQLException e) {
      throw new SqliteException(e);
    }
  }

  /// Runs `work` in a transaction, or in the one that goes on.
  synchronized <T extends @Nullable Object> T together(Supplier<? extends T> work) {
    if (depth > 0) {
      return work.get();
    }
    depth++;
    try {
      connection.setAutoCommit(false);
      try {
        T result = work.get();
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new SqliteException(e);
    } finally {
      depth--;
      endTransaction();
    }
  }

  private void endTransaction() {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new SqliteException(e);
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    bind(statement, values);
    return statement;
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  @Override
  public synchronized void close() {
    try {
      for (PreparedStatement statement : statements.values()) {
        statement.close();
      }
      connection.close();
    } catch (SQLException e) {
      throw new SqliteException(e);
    }
  }
}
