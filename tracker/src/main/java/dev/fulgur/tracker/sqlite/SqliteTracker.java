package dev.fulgur.tracker.sqlite;

import dev.fulgur.tracker.Checkpoints;
import dev.fulgur.tracker.Memories;
import dev.fulgur.tracker.Metadata;
import dev.fulgur.tracker.Patterns;
import dev.fulgur.tracker.SourceFiles;
import dev.fulgur.tracker.Symbols;
import dev.fulgur.tracker.Threads;
import dev.fulgur.tracker.Tracker;
import dev.fulgur.tracker.Transcripts;
import dev.fulgur.tracker.Vectors;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A [Tracker] on a SQLite file in the schema of the program that this one follows, with its
/// settings: the baseline that a [store][Tracker] is compared with, in answers and in speed.
///
/// Wildcards in a user's text mean themselves, lists are compared by what they say and not by how
/// they are escaped, and a deleted file takes its symbols and patterns with it; in all else it
/// answers as that program does. Symbols have no container here.
public final class SqliteTracker implements Tracker {

  private final Database database;
  private final SqliteFiles files;
  private final SqliteSymbols symbols;
  private final SqliteMemories memories;
  private final SqlitePatterns patterns;
  private final SqliteThreads threads;
  private final SqliteNotes notes;
  private final SqliteVectors vectors;

  private SqliteTracker(Database database, DoubleSupplier clock) {
    this.database = database;
    this.patterns = new SqlitePatterns(database, clock);
    this.files = new SqliteFiles(database, patterns, clock);
    this.symbols = new SqliteSymbols(database);
    this.memories = new SqliteMemories(database, clock);
    this.threads = new SqliteThreads(database, clock);
    this.notes = new SqliteNotes(database, clock);
    this.vectors = new SqliteVectors(database);
  }

  /// Opens the file, or makes it, to read and write.
  ///
  /// @param clock seconds since 1970
  /// @throws SqliteException if SQLite cannot open it
  public static SqliteTracker open(Path file, DoubleSupplier clock) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode=WAL");
        statement.execute("PRAGMA synchronous=NORMAL");
      }
      SqliteSchema.create(connection);
      return new SqliteTracker(new Database(connection), clock);
    } catch (SQLException e) {
      throw new SqliteException(e);
    }
  }

  @Override
  public SourceFiles files() {
    return files;
  }

  @Override
  public Symbols symbols() {
    return symbols;
  }

  @Override
  public Memories memories() {
    return memories;
  }

  @Override
  public Patterns patterns() {
    return patterns;
  }

  @Override
  public Threads threads() {
    return threads;
  }

  @Override
  public Checkpoints checkpoints() {
    return notes.checkpoints();
  }

  @Override
  public Metadata metadata() {
    return notes.metadata();
  }

  @Override
  public Transcripts transcripts() {
    return notes.transcripts();
  }

  @Override
  public Vectors vectors() {
    return vectors;
  }

  @Override
  public <T extends @Nullable Object> T batch(Function<? super Tracker, ? extends T> work) {
    return database.<T>together(() -> work.apply(this));
  }

  @Override
  public <T extends @Nullable Object> T snapshot(Function<? super Tracker, ? extends T> work) {
    return database.<T>together(() -> work.apply(this));
  }

  @Override
  public void close() {
    database.close();
  }
}
