package dev.fulgur.tracker.sqlite;

import java.sql.SQLException;

/// SQLite refused a statement.
public final class SqliteException extends RuntimeException {

  private static final long serialVersionUID = 1;

  SqliteException(SQLException cause) {
    super("SQLite refused: " + cause.getMessage(), cause);
  }

  /// Whether a constraint, such as that of a unique column, was violated.
  boolean isConstraint() {
    return getCause() instanceof org.sqlite.SQLiteException e
        && (e.getResultCode().code & 0xff) == org.sqlite.SQLiteErrorCode.SQLITE_CONSTRAINT.code;
  }
}
