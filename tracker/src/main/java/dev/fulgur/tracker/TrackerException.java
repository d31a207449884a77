package dev.fulgur.tracker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What can go wrong in a tracker beyond what its store reports.
public abstract sealed class TrackerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private TrackerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// A file that should be indexed is not there or may not be read.
  public static final class FileUnreadable extends TrackerException {
    private static final long serialVersionUID = 1;
    private final String path;

    /// The file at `path`, and what the file system said.
    public FileUnreadable(Path path, String reason, @Nullable Throwable cause) {
      super("The file %s cannot be read: %s.".formatted(path, reason), cause);
      this.path = path.toString();
    }

    /// The path of the file.
    public String path() {
      return path;
    }
  }

  /// A memory was to be written with a key hash that another memory has.
  public static final class KeyHashTaken extends TrackerException {
    private static final long serialVersionUID = 1;
    private final long keyHash;

    /// The memory `id` asked for `keyHash`.
    public KeyHashTaken(String id, long keyHash, @Nullable Throwable cause) {
      super(
          "The memory \"%s\" cannot have the key hash %s, which another memory has; derive the hash from the memory's own id."
              .formatted(id, Long.toUnsignedString(keyHash)),
          cause);
      this.keyHash = keyHash;
    }

    /// The hash, an unsigned number.
    public long keyHash() {
      return keyHash;
    }
  }

  /// A database to be read is not what it should be, or cannot be read now.
  public static final class BadSource extends TrackerException {
    private static final long serialVersionUID = 1;
    private final String path;
    private final Problem problem;

    /// The source at `path`; `message` is the whole sentence.
    public BadSource(Path path, Problem problem, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.path = path.toString();
      this.problem = problem;
    }

    /// The path of the database.
    public String path() {
      return path;
    }

    /// What is wrong with it.
    public Problem problem() {
      return problem;
    }

    /// What can be wrong with a database to be read.
    public enum Problem {
      /// There is none.
      MISSING,
      /// It may not be read.
      FORBIDDEN,
      /// It is no database, or a damaged one.
      CORRUPT,
      /// Another program holds it.
      LOCKED,
      /// It is a database, but not of a tracker.
      NO_TRACKER
    }
  }

  /// A line of a log of writes cannot be carried out.
  public static final class BadOperation extends TrackerException {
    private static final long serialVersionUID = 1;
    private final long line;

    /// The line `line`, from 1, and what is wrong with it.
    public BadOperation(long line, String reason, @Nullable Throwable cause) {
      super("Line %d cannot be replayed: %s.".formatted(line, reason), cause);
      this.line = line;
    }

    /// The line, from 1.
    public long line() {
      return line;
    }
  }
}
