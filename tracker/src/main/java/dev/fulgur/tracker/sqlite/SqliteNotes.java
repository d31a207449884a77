package dev.fulgur.tracker.sqlite;

import dev.fulgur.tracker.Checkpoint;
import dev.fulgur.tracker.Checkpoints;
import dev.fulgur.tracker.Metadata;
import dev.fulgur.tracker.PathOrder;
import dev.fulgur.tracker.Transcripts;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// The three smallest groups.
final class SqliteNotes {

  private final Database database;
  private final DoubleSupplier clock;

  SqliteNotes(Database database, DoubleSupplier clock) {
    this.database = database;
    this.clock = clock;
  }

  Checkpoints checkpoints() {
    return new Checkpoints() {
      @Override
      public long save(long processedFiles, long totalFiles, String lastPath) {
        return database.together(
            () -> {
              database.change(
                  "INSERT INTO checkpoints (created_at, last_path, total_files, processed_files)"
                      + " VALUES (?, ?, ?, ?)",
                  clock.getAsDouble(),
                  lastPath,
                  totalFiles,
                  processedFiles);
              return database.number("SELECT last_insert_rowid()");
            });
      }

      @Override
      public @Nullable Checkpoint latest() {
        return database.first(
            "SELECT " + Rows.CHECKPOINT + " FROM checkpoints ORDER BY id DESC LIMIT 1",
            Rows::checkpoint);
      }

      @Override
      public long clear() {
        return database.change("DELETE FROM checkpoints");
      }
    };
  }

  Metadata metadata() {
    return new Metadata() {
      @Override
      public @Nullable String get(String key) {
        return database.first(
            "SELECT value FROM metadata WHERE key = ?", row -> Rows.text(row, 1), key);
      }

      @Override
      public void set(String key, String value) {
        database.change("INSERT OR REPLACE INTO metadata VALUES (?, ?)", key, value);
      }
    };
  }

  Transcripts transcripts() {
    return new Transcripts() {
      @Override
      public long position(String path) {
        return database.number(
            "SELECT byte_position FROM transcript_positions WHERE path = ?", path);
      }

      @Override
      public SortedMap<String, Long> positions() {
        SortedMap<String, Long> positions = new TreeMap<>(PathOrder.CODE_POINTS);
        database.each(
            "SELECT path, byte_position FROM transcript_positions",
            row -> positions.put(Rows.text(row, 1), row.getLong(2)),
            ignored -> {});
        return positions;
      }

      @Override
      public void set(String path, long position) {
        database.change(
            "INSERT OR REPLACE INTO transcript_positions VALUES (?, ?, ?)",
            path,
            position,
            clock.getAsDouble());
      }

      @Override
      public long clear() {
        return database.change("DELETE FROM transcript_positions");
      }
    };
  }
}
