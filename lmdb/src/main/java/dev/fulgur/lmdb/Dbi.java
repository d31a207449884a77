package dev.fulgur.lmdb;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A handle of one database in an environment: the unnamed one, or a named one.
///
/// Handles are few and live as long as the environment; open each once and share it between
/// threads. Each open one costs every transaction a little, so open them when they are first
/// needed. A handle that was opened in a write transaction is that transaction's own until it
/// commits, and is gone if it does not.
public final class Dbi {
  final Env env;
  final int id;
  final boolean sorted;
  final boolean fixed;
  final boolean integerKeys;
  final boolean integerValues;

  /// Whether its rows are found in pages by the bytes of their keys.
  final boolean plain;

  private final @Nullable String name;
  private final int flags;

  /// The write transaction that opened it and has not committed yet.
  private volatile @Nullable WriteTxn pending;

  private volatile boolean closed;

  Dbi(Env env, @Nullable String name, int id, int flags, @Nullable WriteTxn pending) {
    this.env = env;
    this.name = name;
    this.id = id;
    this.flags = flags;
    this.pending = pending;
    this.sorted = (flags & DbiFlag.DUPSORT.bit) != 0;
    this.fixed = (flags & DbiFlag.DUPFIXED.bit) != 0;
    this.integerKeys = (flags & DbiFlag.INTEGERKEY.bit) != 0;
    this.plain = flags == 0 && name != null;
    this.integerValues = (flags & DbiFlag.INTEGERDUP.bit) != 0;
  }

  /// The name, or null for the unnamed database.
  public @Nullable String name() {
    return name;
  }

  /// The flags that are stored with the database.
  public Set<DbiFlag> flags() {
    return DbiFlag.of(flags);
  }

  int flagBits() {
    return flags;
  }

  /// Closes the handle, so that its number can be used for another database. Seldom needed. Does
  /// nothing the second time.
  ///
  /// @throws IllegalStateException while any transaction of this environment is active
  public void close() {
    env.dbis().close(this);
  }

  /// True if `txn` may use the handle now.
  boolean usable(Txn txn) {
    if (closed) {
      return false;
    }
    WriteTxn opener = pending;
    return opener == null || (txn instanceof WriteTxn write && write.within(opener));
  }

  void check(Txn txn) {
    if (closed || pending != null) {
      checkSlowly(txn);
    }
  }

  private void checkSlowly(Txn txn) {
    if (closed) {
      throw new IllegalStateException(this + " is closed; open it again");
    }
    if (!usable(txn)) {
      throw new IllegalStateException(
          this + " belongs to the write transaction that opened it until that commits");
    }
  }

  /// True once it is open for every transaction.
  boolean shared() {
    return !closed && pending == null;
  }

  boolean isClosed() {
    return closed;
  }

  void markClosed() {
    closed = true;
    pending = null;
  }

  void handTo(@Nullable WriteTxn parent) {
    pending = parent;
  }

  void requireSorted(String call) {
    if (!sorted) {
      throw new LmdbException.Incompatible(
          this + " has one value for each key; only one opened with DUPSORT has more",
          call,
          env.path());
    }
  }

  void requireFixed(String call) {
    if (!fixed) {
      throw new LmdbException.Incompatible(
          this + " has values of any size; only one opened with DUPFIXED can do this",
          call,
          env.path());
    }
  }

  /// Values of a sorted database are keys of a tree of their own, with a key's limits.
  void checkSortedValue(long size) {
    if (size < 1 || size > env.maxKeySize() || (integerValues && size != 4 && size != 8)) {
      throw new LmdbException.BadValSize(
          "a value of "
              + size
              + " bytes does not fit "
              + this
              + (integerValues
                  ? "; give a native integer of 4 or 8 bytes"
                  : "; with DUPSORT give 1 to " + env.maxKeySize() + " bytes"),
          size,
          "checking a value",
          env.path());
    }
  }

  @Override
  public String toString() {
    return name == null ? "the unnamed database" : "the database '" + name + "'";
  }
}
