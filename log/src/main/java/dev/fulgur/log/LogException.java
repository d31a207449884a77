package dev.fulgur.log;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/// What can go wrong with a log, as a closed set.
public abstract sealed class LogException extends RuntimeException {

  private LogException(String message) {
    super(message);
  }

  private LogException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Bytes that were durable are not what was written, and valid frames or segments lie behind
  /// them. Nothing was changed.
  public static final class Damaged extends LogException {
    private final String segment;
    private final long offset;
    private final String what;

    Damaged(String segment, long offset, String what) {
      super(
          "The log is damaged in segment "
              + segment
              + " at offset "
              + offset
              + ": "
              + what
              + "; restore a backup, or run `fulgur doctor` to keep what lies before the damage.");
      this.segment = segment;
      this.offset = offset;
      this.what = what;
    }

    /// The file that holds the damage.
    public String segment() {
      return segment;
    }

    /// Where in the file it begins, in bytes.
    public long offset() {
      return offset;
    }

    /// What is wrong there.
    public String what() {
      return what;
    }
  }

  /// The files are not the log that was asked for: another version, another database, a hole, a
  /// foreign file, older or newer than what the owner has applied. Nothing was changed.
  public static final class Mismatch extends LogException {
    Mismatch(String message) {
      super(message);
    }
  }

  /// Another process, or another part of this one, owns the log.
  public static final class Owned extends LogException {
    private final long pid;

    /// @param pid the process that owns it; 0 if that is not known
    Owned(String folder, long pid) {
      super(
          "The log in "
              + folder
              + " is open in "
              + (pid == 0
                  ? "another process"
                  : pid == ProcessHandle.current().pid() ? "this process" : "process " + pid)
              + " already; "
              + (pid == ProcessHandle.current().pid()
                  ? "share that one."
                  : "close it there first."));
      this.pid = pid;
    }

    /// The process that owns it, by its own account; 0 if that is not known.
    public long pid() {
      return pid;
    }
  }

  /// There is no room on the disk. Only this commit failed; nothing of it is in the log.
  public static final class Full extends LogException {
    Full(String folder, Throwable cause) {
      super(
          "There is no room on the disk for the log in "
              + folder
              + "; free some space and commit again.",
          cause);
    }
  }

  /// A payload is over the limit. Nothing was queued.
  public static final class TooLarge extends LogException {
    private final long sizeBytes;
    private final long limitBytes;

    TooLarge(long sizeBytes, long limitBytes) {
      super(
          "A transaction of "
              + sizeBytes
              + " bytes is over the limit of "
              + limitBytes
              + " bytes; split it.");
      this.sizeBytes = sizeBytes;
      this.limitBytes = limitBytes;
    }

    public long sizeBytes() {
      return sizeBytes;
    }

    public long limitBytes() {
      return limitBytes;
    }
  }

  /// A write or a force failed; what the disk holds is unknown, so nothing is written any more
  /// until the log is opened again. The cause is the first failure. A commit that ends like this
  /// may or may not be there after the log is opened again.
  public static final class Failed extends LogException {
    Failed(String folder, Throwable cause) {
      super(
          "The log in "
              + folder
              + " stopped after a failed write or sync ("
              + cause.getMessage()
              + "); look at the disk, then close and open again.",
          cause);
    }
  }

  /// The log is closed.
  public static final class Closed extends LogException {
    Closed(String folder) {
      super("The log in " + folder + " is closed; open it again.");
    }
  }

  /// The files could not be read, created or locked when the log was opened.
  public static final class Unreadable extends LogException {
    Unreadable(String folder, Throwable cause) {
      super(
          "The log in "
              + folder
              + " cannot be opened ("
              + why(cause)
              + "); look at the folder, its permissions and the disk.",
          cause);
    }

    /// In words, where the system's exception has a name and a file only.
    private static String why(Throwable cause) {
      return switch (cause) {
        case AccessDeniedException e -> "no permission for " + e.getFile();
        case NoSuchFileException e -> "there is no " + e.getFile();
        case FileAlreadyExistsException e -> e.getFile() + " is there and is no folder";
        default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
      };
    }
  }
}
