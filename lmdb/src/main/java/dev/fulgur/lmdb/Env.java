package dev.fulgur.lmdb;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongToIntFunction;
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
@SuppressWarnings("ReferenceEquality") // threads and transactions are themselves and no other
public final class Env implements AutoCloseable {
  private static final int COMPACT = 1;
  private static final int RDONLY = EnvFlag.RDONLY.bit;

  private final Path path;
  private final EnvOptions options;
  private final OpenPaths taken;
  private final long pointer;
  private final int maxKeySize;
  private final int pageSize;
  private final Arena arena = Arena.ofShared();
  private final DbiTable dbis = new DbiTable(this);

  /// Guards all below. Held for short native calls only, never while waiting for a permit.
  private final ReentrantLock lock = new ReentrantLock();

  private final Set<Txn> open = new LinkedHashSet<>();
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Block scratch;
  private final TxnIdReader txnIds;
  private long serial;
  private int calls;
  private boolean closed;

  /// Why the environment can only be closed, or null while it is whole.
  private @Nullable String broken;

  /// While it is true no read transaction can become active. It stays so once the map is lost.
  private volatile boolean gate;

  /// One permit: LMDB's write lock belongs to the operating-system thread, so waiting for it within
  /// the process is done here, where virtual threads and interrupts are understood.
  private final Semaphore writePermit = new Semaphore(1, true);

  private volatile @Nullable Thread writer;

  private Env(Path path, EnvOptions options, OpenPaths taken, long pointer) {
    this.path = path;
    this.options = options;
    this.taken = taken;
    this.pointer = pointer;
    this.maxKeySize = Native.envMaxKeySize(pointer);
    this.scratch = new Block(arena, maxKeySize);
    check(Native.envStat(pointer, scratch.out), "mdb_env_stat", path);
    this.pageSize = scratch.outStat().pageSizeBytes();
    this.txnIds = new TxnIdReader(arena);
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
    OpenPaths taken = OpenPaths.take(path, !options.flags().contains(EnvFlag.NOSUBDIR));
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

  private static void check(int rc, String call, Path path) {
    if (rc != 0) {
      throw LmdbException.of(rc, call, path);
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

  boolean gateClosed() {
    return gate;
  }

  /// Waits for what closed the gate, which holds the lock.
  ///
  /// @throws IllegalStateException if it is not to open again
  void awaitGate() {
    lock.lock();
    try {
      checkUsable();
    } finally {
      lock.unlock();
    }
  }

  private void checkUsable() {
    if (closed) {
      throw new IllegalStateException("the environment " + path + " is closed; open it again");
    }
    if (broken != null) {
      throw new IllegalStateException(
          "the environment " + path + " lost its map (" + broken + "); close it and open it again");
    }
  }

  long nextSerial() {
    lock.lock();
    try {
      return ++serial;
    } finally {
      lock.unlock();
    }
  }

  Block lend() {
    lock.lock();
    try {
      Block block = blocks.poll();
      return block == null ? new Block(arena, maxKeySize) : block;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(Block block) {
    lock.lock();
    try {
      blocks.push(block);
    } finally {
      lock.unlock();
    }
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
    lock.lock();
    try {
      checkUsable();
      Block block = lend();
      ReadTxn txn = null;
      try {
        check(Native.txnBegin(pointer, 0, RDONLY, block.out), "mdb_txn_begin", path);
        txn = new ReadTxn(this, block, ++serial, block.outLong());
        open.add(txn);
        return txn;
      } finally {
        if (txn == null) {
          blocks.push(block);
        }
      }
    } finally {
      lock.unlock();
    }
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
    takePermit();
    WriteTxn txn = null;
    boolean begun = false;
    try {
      lock.lock();
      try {
        checkUsable();
        txn = new WriteTxn(this, lend(), ++serial, null);
        open.add(txn);
      } finally {
        lock.unlock();
      }
      txn.begin();
      begun = true;
      return txn;
    } finally {
      if (!begun) {
        if (txn == null) {
          givePermit();
        } else {
          ended(txn, txn.block);
        }
      }
    }
  }

  private void takePermit() {
    if (writer == Thread.currentThread()) {
      throw new IllegalStateException(
          "this thread has a write transaction on "
              + path
              + " already; end it, or begin a child of it");
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (writePermit.tryAcquire(1, TimeUnit.SECONDS)) {
            writer = Thread.currentThread();
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
        Thread holder = writer;
        if (holder != null && !holder.isAlive()) {
          throw new IllegalStateException(
              "the thread "
                  + holder.getName()
                  + " ended with a write transaction on "
                  + path
                  + " open; close that transaction");
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void givePermit() {
    writer = null;
    writePermit.release();
  }

  /// Takes the right to end a write transaction whose thread has ended; one caller gets it.
  boolean claimForsaken(WriteTxn txn) {
    lock.lock();
    try {
      return open.contains(txn) && txn.claim();
    } finally {
      lock.unlock();
    }
  }

  /// Called by each transaction without a parent when its native one is gone.
  void ended(Txn txn, Block block) {
    lock.lock();
    try {
      open.remove(txn);
      blocks.push(block);
    } finally {
      lock.unlock();
    }
    if (txn instanceof WriteTxn) {
      givePermit();
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
    int bits = DbiFlag.bits(flags);
    lock.lock();
    try {
      checkUsable();
    } finally {
      lock.unlock();
    }
    Dbi known = dbis.find(null, name, bits);
    if (known != null) {
      return known;
    }
    return (bits & (DbiFlag.CREATE.bit | (name == null ? DbiFlag.STORED : 0))) != 0
        ? openWriting(name, bits)
        : openReading(name, bits);
  }

  private Dbi openWriting(@Nullable String name, int bits) {
    Dbi dbi = null;
    boolean kept = false;
    try (WriteTxn txn = beginWrite()) {
      dbi = dbis.open(txn, name, bits, true);
      txn.commit();
      kept = true;
      return dbi;
    } finally {
      if (!kept && name == null) {
        forgetUnnamed(dbi);
      }
    }
  }

  /// The order of the unnamed database was set for the whole environment by a transaction that
  /// failed; opening it anew sets it to what is stored.
  private void forgetUnnamed(@Nullable Dbi dbi) {
    if (dbi != null) {
      dbis.forget(dbi);
    }
    openReading(null, 0);
  }

  private Dbi openReading(@Nullable String name, int bits) {
    takePermit();
    try (ReadTxn txn = beginRead()) {
      Dbi dbi = dbis.open(txn, name, bits, true);
      txn.commit();
      return dbi;
    } finally {
      givePermit();
    }
  }

  /// Does something that LMDB allows only while no transaction of this process is active.
  ///
  /// @param except a transaction that may be active, or null
  int whenQuiet(String what, @Nullable Txn except, LongToIntFunction action) {
    lock.lock();
    try {
      checkUsable();
      gate = true;
      for (Txn txn : open) {
        if (txn != except && txn.active()) {
          throw new IllegalStateException(
              what + " needs that no transaction is active, and " + txn + " is; end or reset it");
        }
      }
      if (calls > 0) {
        throw new IllegalStateException(
            what + " needs that nothing else runs, and a copy or sync does; wait for it");
      }
      txnIds.hold();
      try {
        return action.applyAsInt(pointer);
      } finally {
        if (broken == null) {
          txnIds.release();
        }
      }
    } finally {
      gate = broken != null;
      lock.unlock();
    }
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
    int code =
        whenQuiet(
            what,
            null,
            env -> {
              int rc = Native.envSetMapSize(env, bytes);
              if (rc != 0 && rc != Errno.EINVAL) {
                broken = what + " failed with " + Native.errorText(rc);
              }
              return rc;
            });
    check(code, "mdb_env_set_mapsize", path);
  }

  /// Size and shape of the unnamed database.
  public Stat stat() {
    lock.lock();
    try {
      checkUsable();
      check(Native.envStat(pointer, scratch.out), "mdb_env_stat", path);
      return scratch.outStat();
    } finally {
      lock.unlock();
    }
  }

  /// The environment's state.
  public EnvInfo info() {
    lock.lock();
    try {
      checkUsable();
      check(Native.envInfo(pointer, scratch.out), "mdb_env_info", path);
      return scratch.outInfo();
    } finally {
      lock.unlock();
    }
  }

  /// The id of the last committed transaction, of any process: [EnvInfo#lastTxnId] without a lock
  /// and without an object.
  ///
  /// @throws IllegalStateException if the environment is closed
  public long lastTxnId() {
    long id = txnIds.read(pointer);
    return id >= 0 ? id : info().lastTxnId();
  }

  /// Runs a call that may take long, beside which the environment is not closed or resized.
  private int call(LongToIntFunction action) {
    lock.lock();
    try {
      checkUsable();
      calls++;
    } finally {
      lock.unlock();
    }
    try {
      return action.applyAsInt(pointer);
    } finally {
      lock.lock();
      try {
        calls--;
      } finally {
        lock.unlock();
      }
    }
  }

  /// Writes the file's buffers to disk. Every commit does so itself; this is for checking a device.
  ///
  /// @throws LmdbException.Os `EACCES` if the environment is read-only, `EIO` if the disk failed
  public void sync() {
    check(call(env -> Native.envSync(env, 1)), "mdb_env_sync", path);
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
    if (writer == Thread.currentThread()) {
      throw new IllegalStateException(
          "a copy waits for the write transaction on " + path + ", which this thread has; end it");
    }
    try (Arena local = Arena.ofConfined()) {
      long to = Native.path(local, target.toString()).address();
      check(call(env -> Native.envCopy(env, to, flags)), "mdb_env_copy2 to " + target, path);
    }
    boolean subFolder = !options.flags().contains(EnvFlag.NOSUBDIR);
    Path copied = subFolder ? target.resolve("data.mdb") : target;
    Path original = subFolder ? path.resolve("data.mdb") : path;
    try {
      if (Files.getFileStore(copied).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(copied, Files.getPosixFilePermissions(original));
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
      check(call(env -> Native.readerCheck(env, dead.address())), "mdb_reader_check", path);
      return dead.get(java.lang.foreign.ValueLayout.JAVA_INT, 0);
    }
  }

  /// The taken slots of the reader table, of all processes.
  public List<ReaderSlot> readers() {
    StringBuilder text = new StringBuilder();
    int rc = call(env -> Native.readerList(env, text));
    if (rc < 0) {
      throw LmdbException.of(rc, "mdb_reader_list", path);
    }
    List<ReaderSlot> slots = new ArrayList<>();
    for (String line : text.toString().split("\n", -1)) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length == 3 && Character.isDigit(words[0].charAt(0))) {
        slots.add(
            new ReaderSlot(
                Long.parseLong(words[0]),
                Long.parseUnsignedLong(words[1], 16),
                words[2].equals("-") ? -1 : Long.parseUnsignedLong(words[2])));
      }
    }
    return List.copyOf(slots);
  }

  /// Closes the environment. Does nothing the second time.
  ///
  /// @throws IllegalStateException while a transaction is open, reset ones included, or a copy runs
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      gate = true;
      if (!open.isEmpty()) {
        throw new IllegalStateException(
            open.size()
                + " transactions on "
                + path
                + " are open, the first being "
                + open.iterator().next()
                + "; close them first");
      }
      if (calls > 0) {
        throw new IllegalStateException("a copy or sync of " + path + " is running; wait for it");
      }
      closed = true;
      if (broken == null) {
        txnIds.hold();
      }
      Native.envClose(pointer);
      taken.release();
      arena.close();
    } finally {
      gate = broken != null;
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "the environment " + path;
  }
}
