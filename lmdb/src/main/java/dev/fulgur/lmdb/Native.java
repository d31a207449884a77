package dev.fulgur.lmdb;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// LMDB's C functions, one static method each. Nothing is checked here: the callers hold the rules.
///
/// All calls have one shape, five words in and one out (two in, for those that take a snapshot),
/// since the linker takes milliseconds for each shape it meets. Every platform that the library
/// exists for has 64 bits and hands each of the first arguments over in a word of its own, of which
/// the function takes as many, and as much of each, as it declares; of the result the lower half
/// counts where it is an `int`.
///
/// The calls that take and give up a snapshot are made without a change of the thread's state: they
/// are short and touch no page of data. All others may wait for a page, a lock or a disk; see
/// `docs/decisions/010-calls-into-lmdb.md`.
@SuppressWarnings("restricted")
final class Native {
  /// All memory, for reading and writing at an address that the caller has checked.
  static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /// The same for reading only.
  static final MemorySegment READABLE = MEMORY.asReadOnly();

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = Library.load();
  private static final FunctionDescriptor FIVE =
      FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor TWO =
      FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final MethodHandle ENV_CREATE = bind("mdb_env_create");
  private static final MethodHandle ENV_OPEN = bind("mdb_env_open");
  private static final MethodHandle ENV_CLOSE = bind("mdb_env_close");
  private static final MethodHandle ENV_SET_MAPSIZE = bind("mdb_env_set_mapsize");
  private static final MethodHandle ENV_SET_MAXREADERS = bind("mdb_env_set_maxreaders");
  private static final MethodHandle ENV_SET_MAXDBS = bind("mdb_env_set_maxdbs");
  private static final MethodHandle ENV_GET_MAXKEYSIZE = bind("mdb_env_get_maxkeysize");
  private static final MethodHandle TXN_BEGIN = bind("mdb_txn_begin");
  private static final MethodHandle TXN_COMMIT = bind("mdb_txn_commit");
  private static final MethodHandle TXN_ABORT = bind("mdb_txn_abort");
  private static final MethodHandle DBI_OPEN = bind("mdb_dbi_open");
  private static final MethodHandle DBI_FLAGS = bind("mdb_dbi_flags");
  private static final MethodHandle CURSOR_OPEN = bind("mdb_cursor_open");
  private static final MethodHandle CURSOR_CLOSE = bind("mdb_cursor_close");

  private static final MethodHandle TXN_RESET = bindShort("mdb_txn_reset");
  private static final MethodHandle TXN_RENEW = bindShort("mdb_txn_renew");
  private static final MethodHandle TXN_ID = bindShort("mdb_txn_id");
  private static final MethodHandle GET = bind("mdb_get");
  private static final MethodHandle CURSOR_RENEW = bindShort("mdb_cursor_renew");
  private static final MethodHandle CURSOR_GET = bind("mdb_cursor_get");

  /// Bound when the first write comes.
  private static final class Write {
    static final MethodHandle PUT = bind("mdb_put");
    static final MethodHandle DEL = bind("mdb_del");
    static final MethodHandle DROP = bind("mdb_drop");
    static final MethodHandle CURSOR_PUT = bind("mdb_cursor_put");
    static final MethodHandle CURSOR_DEL = bind("mdb_cursor_del");
  }

  /// Bound when the first of them is needed.
  private static final class Rare {
    static final MethodHandle VERSION = bind("mdb_version");
    static final MethodHandle STRERROR = bind("mdb_strerror");
    static final MethodHandle ENV_COPY2 = bind("mdb_env_copy2");
    static final MethodHandle ENV_STAT = bind("mdb_env_stat");
    static final MethodHandle ENV_INFO = bind("mdb_env_info");
    static final MethodHandle ENV_SYNC = bind("mdb_env_sync");
    static final MethodHandle READER_LIST = bind("mdb_reader_list");
    static final MethodHandle READER_CHECK = bind("mdb_reader_check");
    static final MethodHandle DBI_CLOSE = bind("mdb_dbi_close");
    static final MethodHandle STAT = bind("mdb_stat");
    static final MethodHandle CMP = bind("mdb_cmp");
    static final MethodHandle DCMP = bind("mdb_dcmp");
    static final MethodHandle CURSOR_COUNT = bind("mdb_cursor_count");
  }

  private Native() {}

  private static MethodHandle bind(String name) {
    return LINKER.downcallHandle(LIBRARY.findOrThrow(name), FIVE);
  }

  private static MethodHandle bindShort(String name) {
    return LINKER.downcallHandle(LIBRARY.findOrThrow(name), TWO, Linker.Option.critical(false));
  }

  private static long call(MethodHandle function, long a, long b, long c, long d, long e) {
    try {
      return (long) function.invokeExact(a, b, c, d, e);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  /// None of the functions throws: what comes out is a fault of the JVM, such as a full stack.
  private static RuntimeException failed(Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      return e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    return new IllegalStateException("a downcall ended with an exception", thrown);
  }

  /// The memory at an address, with the bounds and life that the caller knows it has.
  static MemorySegment segment(long address, long size, Arena arena) {
    return MemorySegment.ofAddress(address).reinterpret(size, arena, null);
  }

  /// The text at a C string's address, at most `limit` bytes of it.
  static String text(long address, int limit) {
    int length = 0;
    while (length < limit && MEMORY.get(JAVA_BYTE, address + length) != 0) {
      length++;
    }
    byte[] bytes = MEMORY.asSlice(address, length).toArray(JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// A path as the C library takes it.
  static MemorySegment path(Arena arena, String path) {
    Charset charset =
        Platform.OS.equals("windows")
            ? StandardCharsets.UTF_8
            : Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    byte[] bytes = path.getBytes(charset);
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  static String version() {
    return text(call(Rare.VERSION, 0L, 0L, 0L, 0L, 0L), 200);
  }

  static String errorText(int code) {
    return text(call(Rare.STRERROR, code, 0L, 0L, 0L, 0L), 200);
  }

  static int envCreate(long out) {
    return (int) call(ENV_CREATE, out, 0L, 0L, 0L, 0L);
  }

  static int envOpen(long env, long path, int flags, int mode) {
    return (int) call(ENV_OPEN, env, path, flags, mode, 0L);
  }

  static void envClose(long env) {
    call(ENV_CLOSE, env, 0L, 0L, 0L, 0L);
  }

  static int envCopy(long env, long path, int flags) {
    return (int) call(Rare.ENV_COPY2, env, path, flags, 0L, 0L);
  }

  static int envStat(long env, long out) {
    return (int) call(Rare.ENV_STAT, env, out, 0L, 0L, 0L);
  }

  static int envInfo(long env, long out) {
    return (int) call(Rare.ENV_INFO, env, out, 0L, 0L, 0L);
  }

  static int envSync(long env, int force) {
    return (int) call(Rare.ENV_SYNC, env, force, 0L, 0L, 0L);
  }

  static int envSetMapSize(long env, long bytes) {
    return (int) call(ENV_SET_MAPSIZE, env, bytes, 0L, 0L, 0L);
  }

  static int envSetMaxReaders(long env, int readers) {
    return (int) call(ENV_SET_MAXREADERS, env, readers, 0L, 0L, 0L);
  }

  static int envSetMaxDbs(long env, int dbs) {
    return (int) call(ENV_SET_MAXDBS, env, dbs, 0L, 0L, 0L);
  }

  static int envMaxKeySize(long env) {
    return (int) call(ENV_GET_MAXKEYSIZE, env, 0L, 0L, 0L, 0L);
  }

  /// The lines that LMDB prints about its reader table.
  static int readerList(long env, StringBuilder out) {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle print =
          MethodHandles.lookup()
              .findStatic(
                  Native.class,
                  "print",
                  MethodType.methodType(int.class, StringBuilder.class, long.class, long.class))
              .bindTo(out);
      MemorySegment callback =
          LINKER.upcallStub(print, FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG), arena);
      return (int) call(Rare.READER_LIST, env, callback.address(), 0L, 0L, 0L);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  /// Called from C: anything thrown out of here would end the process.
  static int print(StringBuilder out, long message, long context) {
    try {
      out.append(text(message, 1 << 16));
      return 0;
    } catch (Throwable t) {
      return -1;
    }
  }

  static int readerCheck(long env, long out) {
    return (int) call(Rare.READER_CHECK, env, out, 0L, 0L, 0L);
  }

  static int txnBegin(long env, long parent, int flags, long out) {
    return (int) call(TXN_BEGIN, env, parent, flags, out, 0L);
  }

  static int txnCommit(long txn) {
    return (int) call(TXN_COMMIT, txn, 0L, 0L, 0L, 0L);
  }

  static void txnAbort(long txn) {
    call(TXN_ABORT, txn, 0L, 0L, 0L, 0L);
  }

  static long txnReset(long txn) {
    try {
      return (long) TXN_RESET.invokeExact(txn, 0L);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int txnRenew(long txn) {
    try {
      return (int) (long) TXN_RENEW.invokeExact(txn, 0L);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static long txnId(long txn) {
    try {
      return (long) TXN_ID.invokeExact(txn, 0L);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int dbiOpen(long txn, long name, int flags, long out) {
    return (int) call(DBI_OPEN, txn, name, flags, out, 0L);
  }

  static int dbiFlags(long txn, int dbi, long out) {
    return (int) call(DBI_FLAGS, txn, dbi, out, 0L, 0L);
  }

  static void dbiClose(long env, int dbi) {
    call(Rare.DBI_CLOSE, env, dbi, 0L, 0L, 0L);
  }

  static int stat(long txn, int dbi, long out) {
    return (int) call(Rare.STAT, txn, dbi, out, 0L, 0L);
  }

  static int drop(long txn, int dbi, int delete) {
    return (int) call(Write.DROP, txn, dbi, delete, 0L, 0L);
  }

  static int compareKeys(long txn, int dbi, long a, long b) {
    return (int) call(Rare.CMP, txn, dbi, a, b, 0L);
  }

  static int compareValues(long txn, int dbi, long a, long b) {
    return (int) call(Rare.DCMP, txn, dbi, a, b, 0L);
  }

  static int get(long txn, int dbi, long key, long data) {
    try {
      return (int) (long) GET.invokeExact(txn, (long) dbi, key, data, 0L);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int put(long txn, int dbi, long key, long data, int flags) {
    return (int) call(Write.PUT, txn, dbi, key, data, flags);
  }

  static int del(long txn, int dbi, long key, long data) {
    return (int) call(Write.DEL, txn, dbi, key, data, 0L);
  }

  static int cursorOpen(long txn, int dbi, long out) {
    return (int) call(CURSOR_OPEN, txn, dbi, out, 0L, 0L);
  }

  static void cursorClose(long cursor) {
    call(CURSOR_CLOSE, cursor, 0L, 0L, 0L, 0L);
  }

  static int cursorRenew(long txn, long cursor) {
    try {
      return (int) (long) CURSOR_RENEW.invokeExact(txn, cursor);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int cursorGet(long cursor, long key, long data, int op) {
    try {
      return (int) (long) CURSOR_GET.invokeExact(cursor, key, data, (long) op, 0L);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int cursorPut(long cursor, long key, long data, int flags) {
    return (int) call(Write.CURSOR_PUT, cursor, key, data, flags, 0L);
  }

  static int cursorDel(long cursor, int flags) {
    return (int) call(Write.CURSOR_DEL, cursor, flags, 0L, 0L, 0L);
  }

  static int cursorCount(long cursor, long out) {
    return (int) call(Rare.CURSOR_COUNT, cursor, out, 0L, 0L, 0L);
  }
}
