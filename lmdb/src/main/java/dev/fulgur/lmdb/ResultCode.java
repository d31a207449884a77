package dev.fulgur.lmdb;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What LMDB's calls answer: 0, a negative number of its own, or a positive one of the operating
/// system's.
final class ResultCode {
  static final int KEYEXIST = -30799;
  static final int NOTFOUND = -30798;
  static final int INCOMPATIBLE = -30784;
  static final int BAD_VALSIZE = -30781;
  static final int PANIC = -30795;

  private ResultCode() {}

  static void check(int code, String call, @Nullable Path path) {
    if (code != 0) {
      throw failure(code, call, path);
    }
  }

  /// The exception that a call ends with whose answer is neither 0 nor expected.
  static LmdbException failure(int code, String call, @Nullable Path path) {
    return switch (code) {
      case KEYEXIST -> new LmdbException.KeyExists(call, path, code);
      case NOTFOUND -> new LmdbException.NotFound(call, path, code);
      case -30797 -> new LmdbException.Corrupted("MDB_PAGE_NOTFOUND", call, path, code);
      case -30796 -> new LmdbException.Corrupted("MDB_CORRUPTED", call, path, code);
      case PANIC -> new LmdbException.Panic(call, path, code);
      case -30794 -> new LmdbException.VersionMismatch(call, path, code);
      case -30793 -> new LmdbException.Invalid(call, path, code);
      case -30792 -> new LmdbException.MapFull(call, path, code);
      case -30791 -> new LmdbException.DbsFull(call, path, code);
      case -30790 -> new LmdbException.ReadersFull(call, path, code);
      case -30789 -> new LmdbException.TlsFull(call, path, code);
      case -30788 -> new LmdbException.TxnFull(call, path, code);
      case -30787 -> new LmdbException.Internal("MDB_CURSOR_FULL", call, path, code);
      case -30786 -> new LmdbException.Internal("MDB_PAGE_FULL", call, path, code);
      case -30785 -> new LmdbException.MapResized(call, path, code);
      case INCOMPATIBLE ->
          new LmdbException.Incompatible(
              "the operation does not fit the kind of this database; use one with the flags that"
                  + " it needs",
              call,
              path);
      case -30783 -> new LmdbException.BadReaderSlot(call, path, code);
      case -30782 -> new LmdbException.BadTxn(call, path, code);
      case BAD_VALSIZE ->
          new LmdbException.BadValSize(
              "a key, name or value has a size that the database does not take; see"
                  + " Env.maxKeySize()",
              -1,
              call,
              path);
      case -30780 -> new LmdbException.BadDbi(call, path, code);
      default -> os(code, call, path);
    };
  }

  private static LmdbException os(int code, String call, @Nullable Path path) {
    String known = Errno.name(code);
    String name = known == null ? "error " + code : known;
    return new LmdbException.Os(
        name, Native.errorText(code) + " (" + name + "); " + advice(code, call), call, path, code);
  }

  private static String advice(int code, String call) {
    if (code == Errno.EAGAIN && call.equals("mdb_txn_begin")) {
      return "another process with the same process id holds the file, as two containers with"
          + " process ids of their own do that share a volume: share the process ids or give each"
          + " its own file";
    } else if (code == Errno.EAGAIN) {
      return "another process is opening or closing it at this moment: try again";
    } else if (code == Errno.ENOENT) {
      return "create the folder first, or check the path";
    } else if (code == Errno.EACCES && !call.equals("mdb_env_open")) {
      return "the environment is open for reading only, or its files are not writable";
    } else if (code == Errno.EACCES || code == Errno.EPERM || code == Errno.EROFS) {
      return "give this user the right to read and write the folder and both files";
    } else if (code == Errno.ENOSPC || code == Errno.EDQUOT) {
      return "free some space and repeat the transaction";
    } else if (code == Errno.EIO) {
      return "look at the free space first, since LMDB answers so on a full disk too, then at the"
          + " device";
    } else if (code == Errno.ENOMEM) {
      return "ask for a smaller map or allow the process more address space";
    } else if (code == Errno.EEXIST) {
      return "give a folder that is empty";
    } else if (code == Errno.EINVAL && (call.equals("mdb_get") || call.equals("mdb_cursor_open"))) {
      return "the database was opened after this transaction began: end it and begin again";
    } else if (code == Errno.EINVAL) {
      return "an argument, or the state of the cursor, does not fit the call";
    }
    return "see the operating system's manual";
  }
}
