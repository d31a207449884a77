package dev.fulgur.lmdb;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The open database handles of one environment.
///
/// LMDB wants that no two transactions of a process open handles at the same time, and numbers a
/// new handle by what its transaction saw when it began. So handles are opened only by whoever
/// holds the environment's write permit: a write transaction, or [Env#openDbi] for its moment.
final class DbiTable {
  private final Env env;
  private final Map<String, Dbi> named = new HashMap<>();
  private @Nullable Dbi unnamed;

  DbiTable(Env env) {
    this.env = env;
  }

  /// The open handle that `txn` may use, if its flags are those that are asked for.
  synchronized @Nullable Dbi find(@Nullable Txn txn, @Nullable String name, int flags) {
    Dbi dbi = name == null ? unnamed : named.get(name);
    if (dbi == null || (txn == null ? !dbi.shared() : !dbi.usable(txn))) {
      return null;
    }
    checkFlags(dbi.toString(), flags, dbi.flagBits());
    return dbi;
  }

  /// Opens a handle as [Env#openDbi] does.
  Dbi open(@Nullable String name, int flags) {
    Dbi known = find(null, name, flags);
    if (known != null) {
      return known;
    }
    return (flags & (DbiFlag.CREATE.bit | (name == null ? DbiFlag.STORED : 0))) != 0
        ? openWriting(name, flags)
        : openReading(name, flags);
  }

  private Dbi openWriting(@Nullable String name, int flags) {
    Dbi dbi = null;
    boolean kept = false;
    try (WriteTxn txn = env.beginWrite()) {
      dbi = open(txn, name, flags, true);
      txn.commit();
      kept = true;
      return dbi;
    } finally {
      if (!kept && name == null) {
        reopenUnnamed(dbi);
      }
    }
  }

  /// The order of the unnamed database was set for the whole environment by a transaction that
  /// failed; opening it anew sets it to what is stored.
  private void reopenUnnamed(@Nullable Dbi failed) {
    if (failed != null) {
      forget(failed);
    }
    openReading(null, 0);
  }

  private Dbi openReading(@Nullable String name, int flags) {
    env.writing().take();
    try (ReadTxn txn = env.beginRead()) {
      Dbi dbi = open(txn, name, flags, true);
      txn.commit();
      return dbi;
    } finally {
      env.writing().give();
    }
  }

  /// Opens a handle in `txn`, which holds the write permit. `alone` tells that the transaction is
  /// for nothing else and will be committed at once.
  Dbi open(Txn txn, @Nullable String name, int flags, boolean alone) {
    checkArguments(name, flags);
    Dbi known = find(txn, name, flags);
    if (known != null) {
      return known;
    }
    return name == null ? openUnnamed(txn, flags, alone) : openNamed(txn, name, flags);
  }

  private Dbi openNamed(Txn txn, String name, int flags) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int id;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(bytes.length + 1L);
      MemorySegment.copy(bytes, 0, text, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes.length);
      txn.check(
          Native.dbiOpen(txn.pointer, text.address(), flags, txn.block.out),
          "mdb_dbi_open of '" + name + "'");
      id = txn.block.outInt();
    }
    int stored = flagsOf(txn, id);
    WriteTxn pending = txn instanceof WriteTxn write ? write : null;
    Dbi dbi = new Dbi(env, name, id, stored, pending);
    synchronized (this) {
      named.put(name, dbi);
    }
    if (pending != null) {
      pending.opened(dbi);
    }
    checkFlags(dbi.toString(), flags, stored);
    return dbi;
  }

  /// The flags of the unnamed database can only be set while it is empty, and only in a transaction
  /// of its own: the order that they stand for is the whole environment's at once.
  private Dbi openUnnamed(Txn txn, int flags, boolean alone) {
    txn.check(Native.dbiOpen(txn.pointer, 0, 0, txn.block.out), "mdb_dbi_open");
    int id = txn.block.outInt();
    int stored = flagsOf(txn, id);
    int wanted = flags & DbiFlag.STORED;
    if (wanted != 0 && wanted != stored) {
      txn.check(Native.stat(txn.pointer, id, txn.block.out), "mdb_stat");
      boolean empty = txn.block.outStat().entries() == 0;
      if (!alone || !empty || stored != 0 || txn instanceof ReadTxn) {
        throw incompatible("the unnamed database", wanted, stored);
      }
      txn.check(Native.dbiOpen(txn.pointer, 0, wanted, txn.block.out), "mdb_dbi_open");
      stored = flagsOf(txn, id);
    }
    checkFlags("the unnamed database", flags, stored);
    Dbi dbi = new Dbi(env, null, id, stored, null);
    synchronized (this) {
      unnamed = dbi;
    }
    return dbi;
  }

  private static int flagsOf(Txn txn, int id) {
    txn.check(Native.dbiFlags(txn.pointer, id, txn.block.out), "mdb_dbi_flags");
    return txn.block.outInt() & DbiFlag.STORED;
  }

  private static void checkArguments(@Nullable String name, int flags) {
    if (name != null && (name.isEmpty() || name.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException(
          "a database name is not empty and has no NUL character: '" + name + "'");
    }
    int sortedOnly = DbiFlag.DUPFIXED.bit | DbiFlag.INTEGERDUP.bit | DbiFlag.REVERSEDUP.bit;
    if ((flags & sortedOnly) != 0 && (flags & DbiFlag.DUPSORT.bit) == 0) {
      throw new IllegalArgumentException(
          "DUPFIXED, INTEGERDUP and REVERSEDUP need DUPSORT, not only " + DbiFlag.of(flags));
    }
    if ((flags & DbiFlag.INTEGERDUP.bit) != 0 && (flags & DbiFlag.DUPFIXED.bit) == 0) {
      throw new IllegalArgumentException("INTEGERDUP needs DUPFIXED");
    }
  }

  /// Whoever names flags, or creates, must name those that are stored.
  private void checkFlags(String what, int asked, int stored) {
    int wanted = asked & DbiFlag.STORED;
    boolean creating = (asked & DbiFlag.CREATE.bit) != 0;
    if (wanted != stored && (creating || wanted != 0)) {
      throw incompatible(what, wanted, stored);
    }
  }

  private LmdbException incompatible(String what, int wanted, int stored) {
    return new LmdbException.Incompatible(
        what
            + " was asked for with "
            + DbiFlag.of(wanted)
            + " and is stored with "
            + DbiFlag.of(stored)
            + "; open it with the stored flags",
        "mdb_dbi_open",
        env.path());
  }

  /// Forgets a handle whose transaction was undone, or that was deleted.
  synchronized void forget(Dbi dbi) {
    dbi.markClosed();
    if (dbi.name() == null) {
      unnamed = null;
    } else {
      named.remove(dbi.name(), dbi);
    }
  }

  synchronized boolean anyNamed() {
    return !named.isEmpty();
  }

  void close(Dbi dbi) {
    env.usage()
        .whenQuiet(
            "closing " + dbi,
            null,
            pointer -> {
              if (!dbi.isClosed()) {
                forget(dbi);
                if (dbi.name() != null) {
                  Native.dbiClose(pointer, dbi.id);
                }
              }
              return 0;
            });
  }
}
