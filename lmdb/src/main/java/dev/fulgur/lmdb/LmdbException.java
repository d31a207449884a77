package dev.fulgur.lmdb;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What LMDB, or the operating system below it, answered instead of doing what it was asked.
///
/// Each message is one sentence with the call, the path and what to do; the same is in [#call()],
/// [#path()] and [#code()]. Wrong use of the binding is not this but an [IllegalStateException] or
/// [IllegalArgumentException].
public abstract sealed class LmdbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final transient @Nullable Path path;
  private final int code;

  private LmdbException(String what, String call, @Nullable Path path, int code) {
    super(call + (path == null ? "" : " on " + path) + ": " + what);
    this.call = call;
    this.path = path;
    this.code = code;
  }

  /// The C function that failed, such as `mdb_put`.
  public String call() {
    return call;
  }

  /// The environment's path, where there is one.
  public @Nullable Path path() {
    return path;
  }

  /// The result code: negative for LMDB's own, positive for the operating system's.
  public int code() {
    return code;
  }

  /// The key, or the pair of key and value, is already there; or a key that was to be appended does
  /// not sort last.
  public static final class KeyExists extends LmdbException {
    private static final long serialVersionUID = 1L;

    KeyExists(String call, @Nullable Path path, int code) {
      super(
          "the key or pair is already there, or does not sort last when appended (MDB_KEYEXIST);"
              + " put without the flag to overwrite",
          call,
          path,
          code);
    }
  }

  /// What had to be there is not: a database that was opened without [DbiFlag#CREATE]. Keys that
  /// are not found are answered with `null` or `false`, never with this.
  public static final class NotFound extends LmdbException {
    private static final long serialVersionUID = 1L;

    NotFound(String call, @Nullable Path path, int code) {
      super(
          "there is no such database (MDB_NOTFOUND); open it with CREATE in a write transaction",
          call,
          path,
          code);
    }
  }

  /// The file is damaged.
  public static final class Corrupted extends LmdbException {
    private static final long serialVersionUID = 1L;

    Corrupted(String name, String call, @Nullable Path path, int code) {
      super(
          "the file is damaged (" + name + "); close it and restore it from a backup",
          call,
          path,
          code);
    }
  }

  /// A fatal error happened before; the environment is of no more use.
  public static final class Panic extends LmdbException {
    private static final long serialVersionUID = 1L;

    Panic(String call, @Nullable Path path, int code) {
      super(
          "a fatal error happened earlier in this environment (MDB_PANIC); close it, find the"
              + " first error, and open it again",
          call,
          path,
          code);
    }
  }

  /// The file was written by another format version of LMDB, such as 1.0.
  public static final class VersionMismatch extends LmdbException {
    private static final long serialVersionUID = 1L;

    VersionMismatch(String call, @Nullable Path path, int code) {
      super(
          "the file has the format of another LMDB version (MDB_VERSION_MISMATCH); this is LMDB"
              + " 0.9: dump it with mdb_dump of the version that wrote it and load that",
          call,
          path,
          code);
    }
  }

  /// The file is not one of LMDB's.
  public static final class Invalid extends LmdbException {
    private static final long serialVersionUID = 1L;

    Invalid(String call, @Nullable Path path, int code) {
      super(
          "this is not an LMDB 0.9 file, or its header is damaged (MDB_INVALID); check the path,"
              + " or restore a backup",
          call,
          path,
          code);
    }
  }

  /// The map is full; the transaction can only be aborted.
  public static final class MapFull extends LmdbException {
    private static final long serialVersionUID = 1L;

    MapFull(String call, @Nullable Path path, int code) {
      super(
          "the memory map is full (MDB_MAP_FULL); abort this transaction and set a larger map"
              + " size",
          call,
          path,
          code);
    }
  }

  /// Too many named databases are open.
  public static final class DbsFull extends LmdbException {
    private static final long serialVersionUID = 1L;

    DbsFull(String call, @Nullable Path path, int code) {
      super(
          "too many databases are open (MDB_DBS_FULL); open the environment with a larger maxDbs",
          call,
          path,
          code);
    }
  }

  /// All slots of the reader table are taken.
  public static final class ReadersFull extends LmdbException {
    private static final long serialVersionUID = 1L;

    ReadersFull(String call, @Nullable Path path, int code) {
      super(
          "every slot of the reader table is taken (MDB_READERS_FULL); close read transactions,"
              + " clear dead readers with readerCheck(), or open with a larger maxReaders when"
              + " nobody else has the file open",
          call,
          path,
          code);
    }
  }

  /// Windows only: no more thread-local slots.
  public static final class TlsFull extends LmdbException {
    private static final long serialVersionUID = 1L;

    TlsFull(String call, @Nullable Path path, int code) {
      super(
          "the process has no more thread-local slots (MDB_TLS_FULL); close other environments",
          call,
          path,
          code);
    }
  }

  /// The write transaction changed too many pages; it can only be aborted.
  public static final class TxnFull extends LmdbException {
    private static final long serialVersionUID = 1L;

    TxnFull(String call, @Nullable Path path, int code) {
      super(
          "the transaction changed too many pages (MDB_TXN_FULL); abort it and split the work",
          call,
          path,
          code);
    }
  }

  /// LMDB met a state that it should never be in.
  public static final class Internal extends LmdbException {
    private static final long serialVersionUID = 1L;

    Internal(String name, String call, @Nullable Path path, int code) {
      super(
          "LMDB failed inside (" + name + "); abort the transaction and check the file",
          call,
          path,
          code);
    }
  }

  /// Another process grew the file beyond this environment's map.
  public static final class MapResized extends LmdbException {
    private static final long serialVersionUID = 1L;

    MapResized(String call, @Nullable Path path, int code) {
      super(
          "another process made the file larger than this map (MDB_MAP_RESIZED); end all"
              + " transactions and call adoptMapSize()",
          call,
          path,
          code);
    }
  }

  /// The operation does not fit the database, or the flags given are not those that are stored.
  public static final class Incompatible extends LmdbException {
    private static final long serialVersionUID = 1L;

    Incompatible(String why, String call, @Nullable Path path) {
      super(why + " (MDB_INCOMPATIBLE)", call, path, ResultCode.INCOMPATIBLE);
    }
  }

  /// A reader slot is in a state that it should not be in.
  public static final class BadReaderSlot extends LmdbException {
    private static final long serialVersionUID = 1L;

    BadReaderSlot(String call, @Nullable Path path, int code) {
      super(
          "the reader slot is in use (MDB_BAD_RSLOT); close this transaction and begin another",
          call,
          path,
          code);
    }
  }

  /// The transaction failed before, so that it can only be aborted.
  public static final class BadTxn extends LmdbException {
    private static final long serialVersionUID = 1L;

    BadTxn(String call, @Nullable Path path, int code) {
      super(
          "an earlier error in this transaction leaves only aborting it (MDB_BAD_TXN)",
          call,
          path,
          code);
    }
  }

  /// A key, name or value of a size that the database does not take.
  public static final class BadValSize extends LmdbException {
    private static final long serialVersionUID = 1L;
    private final long sizeBytes;

    BadValSize(String what, long sizeBytes, String call, @Nullable Path path) {
      super(what + " (MDB_BAD_VALSIZE)", call, path, ResultCode.BAD_VALSIZE);
      this.sizeBytes = sizeBytes;
    }

    /// The size that was refused, or -1 where LMDB does not tell.
    public long sizeBytes() {
      return sizeBytes;
    }
  }

  /// The database was deleted or changed under this transaction.
  public static final class BadDbi extends LmdbException {
    private static final long serialVersionUID = 1L;

    BadDbi(String call, @Nullable Path path, int code) {
      super(
          "the database was changed or deleted meanwhile (MDB_BAD_DBI); end the transaction and"
              + " open the database again",
          call,
          path,
          code);
    }
  }

  /// The operating system's answer.
  public static final class Os extends LmdbException {
    private static final long serialVersionUID = 1L;
    private final String name;

    Os(String name, String what, String call, @Nullable Path path, int code) {
      super(what, call, path, code);
      this.name = name;
    }

    /// The error's name, such as `EACCES` or `ENOSPC`, or `error 1234` where it has none here.
    public String name() {
      return name;
    }
  }

  /// The path is open in this process already, which LMDB's locks do not allow.
  public static final class AlreadyOpen extends LmdbException {
    private static final long serialVersionUID = 1L;

    AlreadyOpen(Path path) {
      super(
          "this process has it open already, and LMDB's locks do not bear a second time; share"
              + " the first Env or close it",
          "mdb_env_open",
          path,
          0);
    }
  }

  /// The native library is not there for this machine, or could not be unpacked or loaded.
  public static final class LibraryUnavailable extends LmdbException {
    private static final long serialVersionUID = 1L;

    LibraryUnavailable(String what, @Nullable Throwable cause) {
      super(what, "loading LMDB", null, 0);
      if (cause != null) {
        initCause(cause);
      }
    }
  }
}
