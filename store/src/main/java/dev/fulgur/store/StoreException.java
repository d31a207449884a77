package dev.fulgur.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a store could not do, and why. The message is one sentence with what, where, and what to
/// do; the data are in fields.
///
/// Misuse, such as a view used after its end or a write inside a write, is an
/// [IllegalStateException] or [IllegalArgumentException] instead.
public abstract sealed class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The bytes of a record or index entry are not what was written.
  public static final class CorruptRecord extends StoreException {
    private static final long serialVersionUID = 1L;
    private final String table;
    private final String key;

    /// @param key the key, or its bytes in hexadecimal
    public CorruptRecord(String table, String key, String why, @Nullable Throwable cause) {
      super(
          "The record %s of \"%s\" is damaged: %s; run a check, and restore it from a backup."
              .formatted(key, table, why),
          cause);
      this.table = table;
      this.key = key;
    }

    /// The table or index.
    public String table() {
      return table;
    }

    /// The key, shortened where it is long.
    public String key() {
      return key;
    }
  }

  /// The quota, or the disk, has no room for a write. Reads and deletes go on.
  public static final class StoreFull extends StoreException {
    private static final long serialVersionUID = 1L;
    private final long usedBytes;
    private final long quotaBytes;

    /// A store that is at its quota.
    public StoreFull(String message, long usedBytes, long quotaBytes, @Nullable Throwable cause) {
      super(message, cause);
      this.usedBytes = usedBytes;
      this.quotaBytes = quotaBytes;
    }

    /// How many bytes are used.
    public long usedBytes() {
      return usedBytes;
    }

    /// How many may be.
    public long quotaBytes() {
      return quotaBytes;
    }
  }

  /// The definitions that the store is opened with do not fit those that it was written with.
  public static final class SchemaMismatch extends StoreException {
    private static final long serialVersionUID = 1L;
    private final String definition;

    /// @param definition the name of the table, index or schema that does not fit
    public SchemaMismatch(String definition, String message) {
      super(message, null);
      this.definition = definition;
    }

    private SchemaMismatch(String message, SchemaMismatch cause) {
      super(message, cause);
      this.definition = cause.definition;
    }

    /// The same, saying which store it is.
    SchemaMismatch of(Path folder) {
      return new SchemaMismatch(
          "The store %s does not fit this program: %s".formatted(folder, getMessage()), this);
    }

    /// The name of the table, index or schema that does not fit.
    public String definition() {
      return definition;
    }
  }

  /// The store was closed.
  public static final class StoreClosed extends StoreException {
    private static final long serialVersionUID = 1L;

    /// The store at `path`.
    public StoreClosed(Path path) {
      super("The store %s is closed; open it again.".formatted(path), null);
    }
  }

  /// Writing or forcing failed in a way that may have left part of it on disk: the store takes no
  /// more writes until it is opened again.
  public static final class LogFailed extends StoreException {
    private static final long serialVersionUID = 1L;

    /// With the first failure as its cause.
    public LogFailed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The operating system refused to read or write; nothing of the write is stored.
  public static final class StorageFailed extends StoreException {
    private static final long serialVersionUID = 1L;

    /// With the failure as its cause.
    public StorageFailed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// What a transaction read was changed by another one before it could commit.
  public static final class Conflict extends StoreException {
    private static final long serialVersionUID = 1L;
    private final String table;
    private final String key;

    /// @param key the key, or the range, that was read
    public Conflict(String table, String key) {
      super(
          "%s of \"%s\" was changed by another transaction; begin again.".formatted(key, table),
          null);
      this.table = table;
      this.key = key;
    }

    /// The table that was read.
    public String table() {
      return table;
    }

    /// The key or range that was read.
    public String key() {
      return key;
    }
  }

  /// An insert found a record under its key, or a put an index key that another record holds.
  public static final class KeyTaken extends StoreException {
    private static final long serialVersionUID = 1L;
    private final String table;
    private final String key;

    /// @param table the table or unique index
    public KeyTaken(String table, String key) {
      super(
          "\"%s\" already has %s; choose another key, or change the record that has it."
              .formatted(table, key),
          null);
      this.table = table;
      this.key = key;
    }

    /// The table or unique index.
    public String table() {
      return table;
    }

    /// The key that is taken.
    public String key() {
      return key;
    }
  }

  /// An update found no record under its key.
  public static final class KeyMissing extends StoreException {
    private static final long serialVersionUID = 1L;
    private final String table;
    private final String key;

    /// The key that is missing.
    public KeyMissing(String table, String key) {
      super("\"%s\" has no %s; insert it first.".formatted(table, key), null);
      this.table = table;
      this.key = key;
    }

    /// The table.
    public String table() {
      return table;
    }

    /// The key that is missing.
    public String key() {
      return key;
    }
  }

  /// A key takes more bytes than the store allows, or none.
  public static final class KeyTooLong extends StoreException {
    private static final long serialVersionUID = 1L;
    private final String table;
    private final String beginning;
    private final int lengthBytes;
    private final int maxBytes;

    /// @param beginning the beginning of the key, readable
    public KeyTooLong(String table, String beginning, int lengthBytes, int maxBytes) {
      super(
          lengthBytes == 0
              ? "A key of \"%s\" is empty; give it at least one byte.".formatted(table)
              : "The key %s... of \"%s\" takes %d bytes; shorten it to %d."
                  .formatted(beginning, table, lengthBytes, maxBytes),
          null);
      this.table = table;
      this.beginning = beginning;
      this.lengthBytes = lengthBytes;
      this.maxBytes = maxBytes;
    }

    /// The table.
    public String table() {
      return table;
    }

    /// The beginning of the key.
    public String beginning() {
      return beginning;
    }

    /// How many bytes the key takes.
    public int lengthBytes() {
      return lengthBytes;
    }

    /// How many it may take.
    public int maxBytes() {
      return maxBytes;
    }
  }

  /// A transaction's writes take more memory or log than a commit may.
  public static final class TransactionTooLarge extends StoreException {
    private static final long serialVersionUID = 1L;
    private final long sizeBytes;
    private final long maxBytes;

    /// The size that was reached and the one that is allowed.
    public TransactionTooLarge(long sizeBytes, long maxBytes) {
      super(
          "The transaction takes %d bytes of at most %d; commit in smaller parts."
              .formatted(sizeBytes, maxBytes),
          null);
      this.sizeBytes = sizeBytes;
      this.maxBytes = maxBytes;
    }

    /// The size that was reached.
    public long sizeBytes() {
      return sizeBytes;
    }

    /// The size that is allowed.
    public long maxBytes() {
      return maxBytes;
    }
  }

  /// A view that outlived the age limit was ended because its store was told to.
  public static final class ViewExpired extends StoreException {
    private static final long serialVersionUID = 1L;

    /// How long it had been open.
    public ViewExpired(java.time.Duration age) {
      super(
          "The view was ended after %s, over the age limit; open a new one and read in pages."
              .formatted(age),
          null);
    }
  }

  /// Every reader slot is taken.
  public static final class ReadersFull extends StoreException {
    private static final long serialVersionUID = 1L;
    private final int max;

    /// The number of slots.
    public ReadersFull(int max) {
      super(
          "All %d reader slots of the store are taken; close views that are not needed."
              .formatted(max),
          null);
      this.max = max;
    }

    /// The number of slots.
    public int max() {
      return max;
    }
  }

  /// A write was asked of a store that is open for reading.
  public static final class ReadOnly extends StoreException {
    private static final long serialVersionUID = 1L;

    /// The store at `path`.
    public ReadOnly(Path path) {
      super("The store %s is open for reading only; open it for writing.".formatted(path), null);
    }
  }

  /// A store could not be opened.
  public static final class OpenRefused extends StoreException {
    private static final long serialVersionUID = 1L;
    private final Reason reason;
    private final Path path;

    /// Why a store could not be opened.
    public enum Reason {
      /// This process has it open already.
      ALREADY_OPEN,
      /// There is no store, and it was not to be made.
      MISSING,
      /// The data file is not one of LMDB.
      NOT_A_STORE,
      /// The data file is of another version of LMDB, such as 1.0.
      OTHER_FORMAT,
      /// The folder lies on a network filesystem, where memory maps and locks do not hold.
      NETWORK_FILESYSTEM,
      /// The folder or a file may not be read or written.
      NO_PERMISSION,
      /// The data file is shorter than its content, and damaged.
      TRUNCATED,
      /// Another process of the same pid, as in another container, uses the store.
      SAME_PID,
      /// Another process owns the store, or a log of it is not empty.
      OTHER_OWNER,
      /// The log was damaged after it had been durable.
      LOG_DAMAGED,
      /// The log is missing, has a hole, or is that of another store.
      LOG_MISMATCH,
      /// The quota is below what is used.
      QUOTA_TOO_SMALL,
      /// The operating system refused for another reason.
      IO
    }

    /// The store at `path`.
    public OpenRefused(Reason reason, Path path, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.reason = reason;
      this.path = path;
    }

    /// Why.
    public Reason reason() {
      return reason;
    }

    /// The folder.
    public Path path() {
      return path;
    }
  }

  /// A backup, restore or compaction was refused; what was there is untouched.
  public static final class CopyRefused extends StoreException {
    private static final long serialVersionUID = 1L;
    private final Path target;

    /// @param target where the copy was to go
    public CopyRefused(Path target, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.target = target;
    }

    /// Where the copy was to go.
    public Path target() {
      return target;
    }
  }
}
