package dev.fulgur.lmdb;

import static dev.fulgur.lmdb.ResultCode.check;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An LMDB environment: one data file, mapped into memory, with its lock file.
///
/// ```java
/// try (Env env = Env.open(folder, EnvOptions.DEFAULT)) {
///   Dbi dbi = env.openDbi("names", DbiFlag.CREATE);
///   try (WriteTxn txn = env.beginWrite()) {
///     txn.put(dbi, key, value);
///     txn.commit();                       // durable when it returns
///   }
///   try (ReadTxn txn = env.beginRead()) {
///     MemorySegment found = txn.get(dbi, key);
///   }
/// }
/// ```
///
/// **Threads.** An environment may be used by all threads. Transactions belong to one thread each.
///
/// **One per file and process.** A second open of the same file in this process is refused, and
/// nothing else in the process may open `lock.mdb`: closing it would drop LMDB's locks. An `Env`
/// does not survive a `fork`.
///
/// **Closing** is refused while transactions are open, reset ones included.
///
/// Source: `lmdb.h` of LMDB 0.9.33.
public final class Env implements AutoCloseable {
  private static final int COMPACT = 1;
  private static final int RDONLY = EnvFlag.RDONLY.bit;

  private final Path path;
  private final EnvOptions options;
  private final OpenPaths taken;
  private final long pointer;
  private final int maxKeySize;
  private final int pageSize;
  private final Usage usage;
  private final WritePermit writing;
  private final DbiTable dbis = new DbiTable(this);

  private Env(Path path, EnvOptions options, OpenPaths taken, long pointer) {
    this.path = path;
    this.options = options;
    this.taken = taken;
    this.pointer = pointer;
    this.maxKeySize = Native.envMaxKeySize(pointer);
    this.usage = new Usage(path, pointer, maxKeySize);
    this.writing = new WritePermit(path);
    this.pageSize = stat().pageSizeBytes();
  }

  /// The version of the native library, such as `LMDB 0.9.33: (May 21, 2024)`.
  public static String version() {
    return Native.version();
  }

  /// Opens an environment. The folder must be there; its files are created if they are not.
  ///
  /// @param path the folder, or with [EnvFlag#NOSUBDIR] the data file
  /// @throws LmdbException.AlreadyOpen if this process has the file open
  /// @throws LmdbException.VersionMismatch if another version of LMDB's format wrote the file
  /// @throws LmdbException.Invalid if it is not LMDB's
  /// @throws LmdbException.Os if the operating system refuses
  /// @throws LmdbException.LibraryUnavailable if the native library cannot be loaded
  public static Env open(Path path, EnvOptions options) {
    String text = path.toString();
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a path has no NUL character: '" + text + "'");
    }
    OpenPaths taken = OpenPaths.take(path, options.dataFile(path));
    long pointer = 0;
    Env env = null;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(8, 8);
      check(Native.envCreate(out.address()), "mdb_env_create", path);
      pointer = out.get(java.lang.foreign.ValueLayout.JAVA_LONG, 0);
      check(Native.envSetMapSize(pointer, options.mapSizeBytes()), "mdb_env_set_mapsize", path);
      check(Native.envSetMaxReaders(pointer, options.maxReaders()), "mdb_env_set_maxreaders", path);
      check(Native.envSetMaxDbs(pointer, options.maxDbs()), "mdb_env_set_maxdbs", path);
      check(
          Native.envOpen(
              pointer,
              Native.path(arena, text).address(),
              EnvFlag.bits(options.flags()),
              options.mode()),
          "mdb_env_open",
          path);
      taken.opened();
      env = new Env(path, options, taken, pointer);
      return env;
    } finally {
      if (env == null) {
        if (pointer != 0) {
          Native.envClose(pointer);
        }
        taken.release();
      }
    }
  }

  /// The path as it was given.
  public Path path() {
    return path;
  }

  /// The options as they were given.
  public EnvOptions options() {
    return options;
  }

  /// The longest key in bytes, and with [DbiFlag#DUPSORT] the longest value: 511.
  public int maxKeySize() {
    return maxKeySize;
  }

  int pageSize() {
    return pageSize;
  }

  long pointer() {
    return pointer;
  }

  DbiTable dbis() {
    return dbis;
  }

  Usage usage() {
    return usage;
  }

  WritePermit writing() {
    return writing;
  }

  /// Begins a read transaction with a snapshot of now. Takes a slot of the reader table until it is
  /// closed.
  ///
  /// @throws LmdbException.ReadersFull if all slots are taken
  /// @throws LmdbException.MapResized if another process made the file larger than the map
  /// @throws LmdbException.Os `EAGAIN` if a process with this one's id, from another PID namespace,
  ///   has the file open
  /// @throws IllegalStateException if the environment is closed
  public ReadTxn beginRead() {
    return usage.begin(
        (block, serial) -> {
          check(Native.txnBegin(pointer, 0, RDONLY, block.out), "mdb_txn_begin", path);
          return new ReadTxn(this, block, serial, block.outLong());
        });
  }

  /// Begins the write transaction, after waiting for the one that is running, in whatever thread or
  /// process.
  ///
  /// @throws IllegalStateException if this thread has one already (take a [WriteTxn#child()]), is a
  ///   virtual thread, or the environment is closed
  /// @throws LmdbException.Os `EACCES` if the environment is read-only
  /// @throws LmdbException.MapResized if another process made the file larger than the map
  public WriteTxn beginWrite() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          "a virtual thread cannot hold LMDB's write lock on "
              + path
              + ", which belongs to an operating-system thread; write from a platform thread");
    }
    writing.take();
    WriteTxn txn = null;
    boolean begun = false;
    try {
      txn = usage.begin((block, serial) -> new WriteTxn(this, block, serial, null));
      txn.begin();
      begun = true;
      return txn;
    } finally {
      if (!begun) {
        if (txn != null) {
          usage.ended(txn);
        }
        writing.give();
      }
    }
  }

  /// Called by each transaction without a parent when its native one is gone.
  void ended(Txn txn) {
    usage.ended(txn);
    if (txn instanceof WriteTxn) {
      writing.give();
    }
  }

  /// Opens a database, and with [DbiFlag#CREATE] creates it in a write transaction of its own.
  /// Waits for a write transaction of this process that is running.
  ///
  /// Whoever names flags must name those that the database is stored with; without any flag it is
  /// opened as it is.
  ///
  /// @param name the name, or null for the unnamed database
  /// @throws LmdbException.NotFound if there is none and `CREATE` is not given
  /// @throws LmdbException.Incompatible if the flags are others than the stored ones, or the name
  ///   is the key of a plain value
  /// @throws LmdbException.DbsFull if too many are open
  /// @throws IllegalStateException if this thread has a write transaction, which must open it then,
  ///   or the environment is closed
  public Dbi openDbi(@Nullable String name, DbiFlag... flags) {
    usage.checkUsable();
    return dbis.open(name, DbiFlag.bits(flags));
  }

  /// Sets the size of the memory map, and so the limit of the file's size. A size below what is in
  /// use is raised to that. Read transactions may be open if they are reset.
  ///
  /// @throws IllegalStateException while any transaction of this environment is active, a write
  ///   transaction of this thread included
  /// @throws LmdbException.Os if the operating system has no address space for it; then the
  ///   environment can only be closed
  public void setMapSize(long bytes) {
    EnvOptions.checkMapSize(bytes);
    resize("setting the map size", bytes);
  }

  /// Takes over the map size that another process gave the file, after [LmdbException.MapResized].
  ///
  /// @throws IllegalStateException while any transaction of this environment is active
  public void adoptMapSize() {
    resize("adopting the map size", 0);
  }

  private void resize(String what, long bytes) {
    check(usage.resize(what, bytes), "mdb_env_set_mapsize", path);
  }

  /// Size and shape of the unnamed database.
  public Stat stat() {
    return usage.shortCall(
        block -> {
          check(Native.envStat(pointer, block.out), "mdb_env_stat", path);
          return block.outStat();
        });
  }

  /// The environment's state.
  public EnvInfo info() {
    return usage.shortCall(
        block -> {
          check(Native.envInfo(pointer, block.out), "mdb_env_info", path);
          return block.outInfo();
        });
  }

  /// The id of the last committed transaction, of any process: [EnvInfo#lastTxnId] without a lock
  /// and without an object.
  ///
  /// @throws IllegalStateException if the environment is closed
  public long lastTxnId() {
    long id = usage.lastTxnId();
    return id >= 0 ? id : info().lastTxnId();
  }

  /// Writes the file's buffers to disk. Every commit does so itself; this is for checking a device.
  ///
  /// @throws LmdbException.Os `EACCES` if the environment is read-only, `EIO` if the disk failed
  public void sync() {
    check(usage.longCall(env -> Native.envSync(env, 1)), "mdb_env_sync", path);
  }

  /// Copies the environment as it is at one moment, while others read and write. The copy has the
  /// permissions of the original's data file and is on disk when this returns.
  ///
  /// @param target an empty folder, or with [EnvFlag#NOSUBDIR] a file that does not exist
  /// @throws IllegalStateException if this thread has the write transaction
  /// @throws LmdbException.Os `EEXIST` if the target holds an environment
  public void copy(Path target) {
    copy(target, 0);
  }

  /// Like [#copy], and leaves free pages out and writes the rest in order. Slower, and the smallest
  /// file.
  public void copyCompact(Path target) {
    copy(target, COMPACT);
  }

  private void copy(Path target, int flags) {
    if (writing.isMine()) {
      throw new IllegalStateException(
          "a copy waits for the write transaction on " + path + ", which this thread has; end it");
    }
    try (Arena local = Arena.ofConfined()) {
      long to = Native.path(local, target.toString()).address();
      check(
          usage.longCall(env -> Native.envCopy(env, to, flags)),
          "mdb_env_copy2 to " + target,
          path);
    }
    settle(options.dataFile(target));
  }

  /// Gives a copy the permissions of the original and brings it to disk.
  private void settle(Path copied) {
    try {
      if (Files.getFileStore(copied).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(
            copied, Files.getPosixFilePermissions(options.dataFile(path)));
      }
      try (FileChannel channel = FileChannel.open(copied, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(
          "the copy of " + path + " at " + copied + " could not be made durable; copy again", e);
    }
  }

  /// Frees the reader slots of processes that are gone; returns how many there were.
  public int readerCheck() {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment dead = local.allocate(4, 4);
      check(
          usage.longCall(env -> Native.readerCheck(env, dead.address())), "mdb_reader_check", path);
      return dead.get(java.lang.foreign.ValueLayout.JAVA_INT, 0);
    }
  }

  /// The taken slots of the reader table, of all processes.
  public List<ReaderSlot> readers() {
    StringBuilder text = new StringBuilder();
    int rc = usage.longCall(env -> Native.readerList(env, text));
    if (rc < 0) {
      throw ResultCode.failure(rc, "mdb_reader_list", path);
    }
    return ReaderSlot.parse(text.toString());
  }

  /// Closes the environment. Does nothing the second time.
  ///
  /// @throws IllegalStateException while a transaction is open, reset ones included, or a copy runs
  @Override
  public void close() {
    usage.close(taken::release);
  }

  @Override
  public String toString() {
    return "the environment " + path;
  }
}
