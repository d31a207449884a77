package dev.fulgur.lmdb;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Random calls on handles that several threads share, in any order and on handles in any state.
///
/// What is thrown must be an exception of Java that the binding documents; whatever else comes out
/// of [#step()] is a fault, and the worst is that nothing comes out because the process has ended.
final class Abuse {
  private static final String[] NAMES = {"plain", "sorted", "fixed", "numbers"};
  private static final DbiFlag[][] FLAGS = {
    {DbiFlag.CREATE},
    {DbiFlag.CREATE, DbiFlag.DUPSORT},
    {DbiFlag.CREATE, DbiFlag.DUPSORT, DbiFlag.DUPFIXED, DbiFlag.INTEGERDUP},
    {DbiFlag.CREATE, DbiFlag.INTEGERKEY}
  };

  private final SharedHandles shared;
  private final Random random;
  private final List<Txn> ownTxns = new ArrayList<>();
  private final List<Cursor> ownCursors = new ArrayList<>();
  private final Value ownValue = new Value();

  Abuse(SharedHandles shared, long seed) {
    this.shared = shared;
    this.random = new Random(seed);
    keep(shared.values, ownValue);
  }

  /// One call. Returns false if there was no handle to call.
  boolean step() throws Exception {
    try {
      return call();
    } catch (IllegalStateException expected) {
      // Handles that are of no more use are kept for a while, and then give way to live ones.
      if (random.nextInt(3) == 0) {
        ownCursors.removeIf(own -> random.nextInt(4) == 0);
        ownTxns.removeIf(own -> own instanceof ReadTxn reader && !reader.open());
      }
      return true;
    } catch (LmdbException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | WrongThreadException expected) {
      return true;
    }
  }

  /// Ends the write transactions of this thread, so that others do not wait for them for ever.
  void finish() {
    for (Txn txn : ownTxns.reversed()) {
      if (txn instanceof WriteTxn write) {
        write.close();
      }
    }
  }

  private <T> @Nullable T any(AtomicReferenceArray<T> handles) {
    return handles.get(random.nextInt(handles.length()));
  }

  private <T> T keep(AtomicReferenceArray<T> handles, T handle) {
    handles.set(random.nextInt(handles.length()), handle);
    return handle;
  }

  private @Nullable Txn txn() {
    if (!ownTxns.isEmpty() && random.nextInt(10) < 8) {
      return ownTxns.get(
          random.nextInt(3) > 0 ? ownTxns.size() - 1 : random.nextInt(ownTxns.size()));
    }
    return any(shared.txns);
  }

  private @Nullable Cursor cursor() {
    if (!ownCursors.isEmpty() && random.nextInt(10) < 8) {
      return ownCursors.get(
          random.nextInt(3) > 0 ? ownCursors.size() - 1 : random.nextInt(ownCursors.size()));
    }
    return any(shared.cursors);
  }

  private MemorySegment bytes() {
    int kind = random.nextInt(20);
    if (kind == 0) {
      MemorySegment segment = any(shared.segments);
      return segment == null ? MemorySegment.ofArray(new byte[0]) : segment;
    }
    int size =
        switch (kind) {
          case 1 -> 0;
          case 2 -> 511;
          case 3 -> 512;
          case 4 -> 4;
          case 5, 6 -> random.nextInt(600);
          default -> 8;
        };
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    // few different keys, so that they meet
    for (int i = 0; i < size - 1; i++) {
      bytes[i] = (byte) (size & 3);
    }
    if (size > 1) {
      bytes[0] = (byte) random.nextInt(40);
    }
    return MemorySegment.ofArray(bytes);
  }

  private PutFlag[] flags() {
    PutFlag[] all = PutFlag.values();
    return random.nextInt(3) > 0 ? new PutFlag[0] : new PutFlag[] {all[random.nextInt(all.length)]};
  }

  private boolean writing() {
    for (Txn txn : ownTxns) {
      if (txn instanceof WriteTxn && txn.active()) {
        return true;
      }
    }
    return false;
  }

  private boolean call() throws Exception {
    int what = random.nextInt(100);
    if (what < 6) {
      return onEnv();
    } else if (what < 16) {
      return begin();
    } else if (what < 26) {
      return end();
    } else if (what < 55) {
      return onTxn();
    } else if (what < 92) {
      return onCursor();
    }
    return read();
  }

  private boolean onEnv() throws Exception {
    int slot = random.nextInt(2);
    Env env = shared.envs.get(slot);
    if (env == null || random.nextInt(40) == 0) {
      Path path = shared.folder.resolve("env" + slot);
      shared.envs.set(
          slot, Env.open(path, EnvOptions.DEFAULT.withMapSize(1 << 22).withMaxReaders(40)));
      return true;
    }
    switch (random.nextInt(10)) {
      case 0 -> env.close();
      case 1 -> env.setMapSize((1 + random.nextInt(4)) * (1L << 21));
      case 2 -> env.stat();
      case 3 -> env.info();
      case 4 -> env.readers();
      case 5 -> env.readerCheck();
      case 6 -> env.sync();
      case 7 -> env.adoptMapSize();
      case 8 -> {
        if (!writing() && random.nextInt(5) == 0) {
          Path target = Files.createTempDirectory(shared.folder, "copy");
          if (random.nextBoolean()) {
            env.copy(target);
          } else {
            env.copyCompact(target);
          }
        }
      }
      default -> {
        Dbi dbi = any(shared.dbis);
        if (dbi != null && random.nextInt(4) == 0) {
          dbi.close();
        }
      }
    }
    return true;
  }

  private boolean begin() {
    Env env = any(shared.envs);
    Txn txn = txn();
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        if (env != null) {
          begun(env.beginRead());
        }
      }
      case 2, 3 -> {
        if (env != null && (!writing() || (random.nextInt(10) == 0 && ownWriterIs(env)))) {
          begun(env.beginWrite());
        }
      }
      case 4 -> {
        if (txn instanceof WriteTxn write) {
          begun(write.child());
        }
      }
      case 5 -> {
        if (txn instanceof ReadTxn reader) {
          reader.renew();
        }
      }
      default -> {
        int kind = random.nextInt(NAMES.length);
        if (txn instanceof WriteTxn write && random.nextInt(4) > 0) {
          keep(shared.dbis, write.openDbi(NAMES[kind], FLAGS[kind]));
        } else if (env != null && (!writing() || ownWriterIs(env))) {
          keep(
              shared.dbis,
              random.nextInt(6) == 0
                  ? env.openDbi(null)
                  : env.openDbi(NAMES[kind], random.nextBoolean() ? FLAGS[kind] : new DbiFlag[0]));
        }
      }
    }
    return env != null;
  }

  private void begun(Txn txn) {
    shared.begun.add(txn);
    ownTxns.add(keep(shared.txns, txn));
  }

  /// True if this thread's write transaction is on this environment, so that asking for another is
  /// refused; on the other one it would wait for a thread that may wait for this one.
  private boolean ownWriterIs(Env env) {
    for (Txn txn : ownTxns) {
      if (txn instanceof WriteTxn && txn.active() && txn.env() != env) {
        return false;
      }
    }
    return true;
  }

  private boolean end() {
    Txn txn = txn();
    if (txn == null) {
      return false;
    }
    switch (random.nextInt(4)) {
      case 0 -> txn.close();
      case 1, 2 -> {
        if (txn instanceof WriteTxn write) {
          write.commit();
        } else if (txn instanceof ReadTxn reader) {
          reader.reset();
        }
      }
      default -> txn.id();
    }
    ownTxns.removeIf(own -> own instanceof WriteTxn && !own.active() && random.nextInt(8) > 0);
    return true;
  }

  private boolean onTxn() {
    Txn txn = txn();
    Dbi dbi = any(shared.dbis);
    for (int i = 0; i < 6 && txn != null && (dbi == null || dbi.env != txn.env); i++) {
      dbi = any(shared.dbis);
    }
    if (txn == null || dbi == null) {
      return false;
    }
    int what = random.nextInt(20);
    switch (what) {
      case 0, 1 -> {
        MemorySegment found = txn.get(dbi, bytes());
        if (found != null) {
          keep(shared.segments, found);
        }
      }
      case 2 -> txn.get(dbi, bytes(), random.nextInt(4) > 0 ? ownValue : new Value());
      case 3 -> txn.get(dbi, new byte[random.nextInt(12)]);
      case 4 -> txn.stat(dbi);
      case 5 -> txn.compareKeys(dbi, bytes(), bytes());
      case 6 -> txn.compareValues(dbi, bytes(), bytes());
      case 7, 8 -> ownCursors.add(keep(shared.cursors, txn.cursor(dbi)));
      default -> {
        if (txn instanceof WriteTxn write) {
          onWrite(write, dbi);
        }
      }
    }
    if (ownCursors.size() > 12) {
      ownCursors.removeFirst().close();
    }
    return true;
  }

  private void onWrite(WriteTxn txn, Dbi dbi) {
    switch (random.nextInt(16)) {
      case 0 -> txn.putIfAbsent(dbi, bytes(), bytes());
      case 1 -> {
        MemorySegment room = txn.reserve(dbi, bytes(), random.nextInt(9000), flags());
        room.fill((byte) 7);
        keep(shared.segments, room);
      }
      case 2, 3 -> txn.delete(dbi, bytes());
      case 4 -> txn.delete(dbi, bytes(), bytes());
      case 5 -> {
        if (random.nextInt(6) == 0) {
          txn.empty(dbi);
        }
      }
      case 6 -> {
        if (random.nextInt(6) == 0) {
          txn.drop(dbi);
        }
      }
      case 7 -> txn.put(dbi, bytes(), MemorySegment.ofArray(new byte[random.nextInt(300_000)]));
      default -> txn.put(dbi, bytes(), bytes(), flags());
    }
  }

  private boolean onCursor() {
    Cursor cursor = cursor();
    if (cursor == null) {
      return false;
    }
    switch (random.nextInt(34)) {
      case 0 -> cursor.first();
      case 1 -> cursor.last();
      case 2, 3 -> cursor.next();
      case 4, 5 -> cursor.previous();
      case 6 -> cursor.nextKey();
      case 7 -> cursor.previousKey();
      case 8 -> cursor.firstValue();
      case 9 -> cursor.lastValue();
      case 10 -> cursor.nextValue();
      case 11 -> cursor.previousValue();
      case 12 -> cursor.current();
      case 13 -> cursor.multiple();
      case 14 -> cursor.nextMultiple();
      case 15 -> cursor.previousMultiple();
      case 16 -> cursor.seek(bytes());
      case 17, 18 -> cursor.seekRange(bytes());
      case 19 -> cursor.seekPair(bytes(), bytes());
      case 20 -> cursor.seekPairRange(bytes(), bytes());
      case 21 -> cursor.count();
      case 22, 23 -> cursor.put(bytes(), bytes(), flags());
      case 24 -> cursor.replace(bytes());
      case 25, 26 -> cursor.delete();
      case 27 -> cursor.deleteKey();
      case 28 ->
          cursor.putMultiple(bytes(), MemorySegment.ofArray(new byte[8 * random.nextInt(300)]), 8);
      case 29 -> {
        if (txn() instanceof ReadTxn reader) {
          cursor.renew(reader);
        }
      }
      case 30 -> {
        cursor.close();
        ownCursors.remove(cursor);
      }
      case 31 -> keep(shared.segments, cursor.value().segment());
      case 32 -> cursor.reserve(bytes(), random.nextInt(5000), flags()).fill((byte) 1);
      default -> look(random.nextBoolean() ? cursor.key() : cursor.value());
    }
    return true;
  }

  private boolean read() {
    MemorySegment segment = any(shared.segments);
    if (segment != null) {
      long sum = 0;
      for (long i = 0; i < segment.byteSize(); i += 97) {
        sum += segment.get(ValueLayout.JAVA_BYTE, i);
      }
      if (sum == Long.MIN_VALUE) {
        throw new AssertionError("cannot be");
      }
    }
    Value value = random.nextInt(3) == 0 ? any(shared.values) : ownValue;
    if (value != null) {
      look(value);
    }
    return segment != null || value != null;
  }

  private void look(Value value) {
    switch (random.nextInt(6)) {
      case 0 -> value.toBytes();
      case 1 -> value.byteAt(random.nextInt(20) - 2);
      case 2 -> value.longAt(random.nextInt(20) - 2);
      case 3 -> value.contentEquals(bytes());
      case 4 -> keep(shared.segments, value.segment());
      default -> value.size();
    }
  }
}
