package dev.fulgur.tracker.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// The tables and indexes of the SQLite tracker that this one follows; they stand in `schema.sql`.
final class SqliteSchema {

  private SqliteSchema() {}

  /// Makes every table and index that is not there.
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : text().strip().split(";\\s*\n", -1)) {
        statement.execute(sql);
      }
    }
  }

  private static String text() {
    try (InputStream in = SqliteSchema.class.getResourceAsStream("schema.sql")) {
      if (in == null) {
        throw new IllegalStateException("schema.sql is missing from the jar; build it again.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
