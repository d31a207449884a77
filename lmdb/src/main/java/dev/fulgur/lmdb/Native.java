package dev.fulgur.lmdb;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// LMDB's C functions, one static method each. Pointers and `size_t` are `long`: every platform
/// that the library exists for has 64 bits. Nothing is checked here: the callers hold the rules.
///
/// The calls of a read (`short` below) are made without a change of the thread's state, as
/// `docs/decisions/010-critical-calls.md` explains. All others may take long or block.
@SuppressWarnings("restricted")
final class Native {
  /// All memory, for reading and writing at an address that the caller has checked.
  static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = Library.load();

  private static final MethodHandle VERSION = call("mdb_version", JAVA_LONG, 3);
  private static final MethodHandle STRERROR =
      bind("mdb_strerror", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
  private static final MethodHandle ENV_CREATE = call("mdb_env_create", JAVA_INT, 1);
  private static final MethodHandle ENV_OPEN =
      bind(
          "mdb_env_open",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));
  private static final MethodHandle ENV_CLOSE =
      bind("mdb_env_close", FunctionDescriptor.ofVoid(JAVA_LONG));
  private static final MethodHandle ENV_COPY2 =
      bind("mdb_env_copy2", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle ENV_STAT = call("mdb_env_stat", JAVA_INT, 2);
  private static final MethodHandle ENV_INFO = call("mdb_env_info", JAVA_INT, 2);
  private static final MethodHandle ENV_SYNC =
      bind("mdb_env_sync", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle ENV_SET_MAPSIZE = call("mdb_env_set_mapsize", JAVA_INT, 2);
  private static final MethodHandle ENV_SET_MAXREADERS =
      bind("mdb_env_set_maxreaders", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle ENV_SET_MAXDBS =
      bind("mdb_env_set_maxdbs", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle ENV_GET_MAXKEYSIZE =
      call("mdb_env_get_maxkeysize", JAVA_INT, 1);
  private static final MethodHandle READER_LIST = call("mdb_reader_list", JAVA_INT, 3);
  private static final MethodHandle READER_CHECK = call("mdb_reader_check", JAVA_INT, 2);

  private static final MethodHandle TXN_BEGIN =
      bind(
          "mdb_txn_begin",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG));
  private static final MethodHandle TXN_COMMIT = call("mdb_txn_commit", JAVA_INT, 1);
  private static final MethodHandle TXN_ABORT =
      bind("mdb_txn_abort", FunctionDescriptor.ofVoid(JAVA_LONG));
  private static final MethodHandle TXN_RESET =
      shortBind("mdb_txn_reset", FunctionDescriptor.ofVoid(JAVA_LONG));
  private static final MethodHandle TXN_RENEW =
      shortBind("mdb_txn_renew", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
  private static final MethodHandle TXN_ID =
      shortBind("mdb_txn_id", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));

  private static final MethodHandle DBI_OPEN =
      bind(
          "mdb_dbi_open",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG));
  private static final MethodHandle DBI_FLAGS =
      bind("mdb_dbi_flags", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG));
  private static final MethodHandle DBI_CLOSE =
      bind("mdb_dbi_close", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT));
  private static final MethodHandle STAT =
      bind("mdb_stat", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG));
  private static final MethodHandle DROP =
      bind("mdb_drop", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
  private static final MethodHandle CMP =
      bind("mdb_cmp", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle DCMP =
      bind("mdb_dcmp", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));

  private static final MethodHandle GET =
      shortBind(
          "mdb_get", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle PUT =
      bind(
          "mdb_put",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle DEL =
      bind("mdb_del", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));

  private static final MethodHandle CURSOR_OPEN =
      bind("mdb_cursor_open", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG));
  private static final MethodHandle CURSOR_CLOSE =
      bind("mdb_cursor_close", FunctionDescriptor.ofVoid(JAVA_LONG));
  private static final MethodHandle CURSOR_RENEW =
      shortBind("mdb_cursor_renew", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle CURSOR_GET =
      shortBind(
          "mdb_cursor_get",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CURSOR_PUT =
      bind(
          "mdb_cursor_put",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CURSOR_DEL =
      bind("mdb_cursor_del", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CURSOR_COUNT = call("mdb_cursor_count", JAVA_INT, 2);

  private Native() {}

  private static MethodHandle call(String name, MemoryLayout result, int longs) {
    MemoryLayout[] arguments = new MemoryLayout[longs];
    java.util.Arrays.fill(arguments, JAVA_LONG);
    return bind(name, FunctionDescriptor.of(result, arguments));
  }

  private static MethodHandle bind(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LIBRARY.findOrThrow(name), type);
  }

  private static MethodHandle shortBind(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LIBRARY.findOrThrow(name), type, Linker.Option.critical(false));
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
    try {
      return text((long) VERSION.invokeExact(0L, 0L, 0L), 200);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static String errorText(int code) {
    try {
      return text((long) STRERROR.invokeExact(code), 200);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int envCreate(long out) {
    try {
      return (int) ENV_CREATE.invokeExact(out);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int envOpen(long env, long path, int flags, int mode) {
    try {
      return (int) ENV_OPEN.invokeExact(env, path, flags, mode);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static void envClose(long env) {
    try {
      ENV_CLOSE.invokeExact(env);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int envCopy(long env, long path, int flags) {
    try {
      return (int) ENV_COPY2.invokeExact(env, path, flags);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int envStat(long env, long out) {
    try {
      return (int) ENV_STAT.invokeExact(env, out);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int envInfo(long env, long out) {
    try {
      return (int) ENV_INFO.invokeExact(env, out);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int envSync(long env, int force) {
    try {
      return (int) ENV_SYNC.invokeExact(env, force);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int envSetMapSize(long env, long bytes) {
    try {
      return (int) ENV_SET_MAPSIZE.invokeExact(env, bytes);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int envSetMaxReaders(long env, int readers) {
    try {
      return (int) ENV_SET_MAXREADERS.invokeExact(env, readers);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int envSetMaxDbs(long env, int dbs) {
    try {
      return (int) ENV_SET_MAXDBS.invokeExact(env, dbs);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int envMaxKeySize(long env) {
    try {
      return (int) ENV_GET_MAXKEYSIZE.invokeExact(env);
    } catch (Throwable t) {
      throw failed(t);
    }
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
      return (int) READER_LIST.invokeExact(env, callback.address(), 0L);
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
    try {
      return (int) READER_CHECK.invokeExact(env, out);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int txnBegin(long env, long parent, int flags, long out) {
    try {
      return (int) TXN_BEGIN.invokeExact(env, parent, flags, out);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int txnCommit(long txn) {
    try {
      return (int) TXN_COMMIT.invokeExact(txn);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static void txnAbort(long txn) {
    try {
      TXN_ABORT.invokeExact(txn);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static void txnReset(long txn) {
    try {
      TXN_RESET.invokeExact(txn);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int txnRenew(long txn) {
    try {
      return (int) TXN_RENEW.invokeExact(txn);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static long txnId(long txn) {
    try {
      return (long) TXN_ID.invokeExact(txn);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int dbiOpen(long txn, long name, int flags, long out) {
    try {
      return (int) DBI_OPEN.invokeExact(txn, name, flags, out);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int dbiFlags(long txn, int dbi, long out) {
    try {
      return (int) DBI_FLAGS.invokeExact(txn, dbi, out);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static void dbiClose(long env, int dbi) {
    try {
      DBI_CLOSE.invokeExact(env, dbi);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int stat(long txn, int dbi, long out) {
    try {
      return (int) STAT.invokeExact(txn, dbi, out);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int drop(long txn, int dbi, int delete) {
    try {
      return (int) DROP.invokeExact(txn, dbi, delete);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int compareKeys(long txn, int dbi, long a, long b) {
    try {
      return (int) CMP.invokeExact(txn, dbi, a, b);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int compareValues(long txn, int dbi, long a, long b) {
    try {
      return (int) DCMP.invokeExact(txn, dbi, a, b);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int get(long txn, int dbi, long key, long data) {
    try {
      return (int) GET.invokeExact(txn, dbi, key, data);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int put(long txn, int dbi, long key, long data, int flags) {
    try {
      return (int) PUT.invokeExact(txn, dbi, key, data, flags);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int del(long txn, int dbi, long key, long data) {
    try {
      return (int) DEL.invokeExact(txn, dbi, key, data);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int cursorOpen(long txn, int dbi, long out) {
    try {
      return (int) CURSOR_OPEN.invokeExact(txn, dbi, out);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static void cursorClose(long cursor) {
    try {
      CURSOR_CLOSE.invokeExact(cursor);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int cursorRenew(long txn, long cursor) {
    try {
      return (int) CURSOR_RENEW.invokeExact(txn, cursor);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int cursorGet(long cursor, long key, long data, int op) {
    try {
      return (int) CURSOR_GET.invokeExact(cursor, key, data, op);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int cursorPut(long cursor, long key, long data, int flags) {
    try {
      return (int) CURSOR_PUT.invokeExact(cursor, key, data, flags);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int cursorDel(long cursor, int flags) {
    try {
      return (int) CURSOR_DEL.invokeExact(cursor, flags);
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  static int cursorCount(long cursor, long out) {
    try {
      return (int) CURSOR_COUNT.invokeExact(cursor, out);
    } catch (Throwable t) {
      throw failed(t);
    }
  }
}
