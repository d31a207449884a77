package dev.fulgur.bench;

import static org.lmdbjava.EnvFlags.MDB_NOTLS;

import dev.fulgur.lmdb.Dbi;
import dev.fulgur.lmdb.EnvOptions;
import dev.fulgur.lmdb.ReadTxn;
import dev.fulgur.lmdb.Value;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.StoreConfig;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Stores that hold the keys 0 to n as eight bytes, each with 100 bytes, and reads of random ones,
/// each as that store's own guide does it for the least cost. All that was opened is closed
/// together, the last one first.
final class Rivals implements AutoCloseable {
  private static final int VALUE_BYTES = RivalReads.VALUE_BYTES;
  private static final int SLICE = 10_000;
  private static final ValueLayout.OfLong BIG_ENDIAN =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Deque<Opened> open = new ArrayDeque<>();
  private final Path folder;
  private final int keys;
  private long random = 0x9E37_79B9_7F4A_7C15L;

  Rivals(Path folder, int keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /// A random key.
  long next() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return ((random >>> 32) * keys) >>> 32;
  }

  private interface Opened {
    void close() throws SQLException;
  }

  private static byte[] bytes(long key) {
    return ByteBuffer.allocate(Long.BYTES).putLong(key).array();
  }

  Turns.Work binding(Path place) {
    var env =
        dev.fulgur.lmdb.Env.open(
            place, EnvOptions.DEFAULT.withMapSize(Reads.MAP_BYTES).withMaxDbs(4));
    open.push(env::close);
    Dbi dbi = env.openDbi("reads");
    Arena arena = Arena.ofConfined();
    open.push(arena::close);
    MemorySegment key = arena.allocate(8, 8);
    Value value = new Value();
    ReadTxn txn = env.beginRead();
    open.push(txn::close);
    txn.reset();
    return ops -> {
      long sum = 0;
      for (int i = 0; i < ops; i++) {
        key.set(BIG_ENDIAN, 0, next());
        txn.renew();
        txn.get(dbi, key, value);
        sum += value.longAt(0);
        txn.reset();
      }
      return sum;
    };
  }

  Turns.Work lmdbjava(Path place) {
    var env =
        org.lmdbjava.Env.create()
            .setMapSize(Reads.MAP_BYTES)
            .setMaxDbs(4)
            .open(place.toFile(), MDB_NOTLS);
    open.push(env::close);
    var dbi = env.openDbi("reads");
    ByteBuffer key = ByteBuffer.allocateDirect(Long.BYTES);
    var txn = env.txnRead();
    open.push(txn::close);
    txn.reset();
    return ops -> {
      long sum = 0;
      for (int i = 0; i < ops; i++) {
        key.putLong(0, next());
        txn.renew();
        sum += Objects.requireNonNull(dbi.get(txn, key)).getLong(0);
        txn.reset();
      }
      return sum;
    };
  }

  Turns.Work rocks() throws Exception {
    Path place = folder.resolve("rocks");
    boolean fresh = !Files.exists(place);
    Files.createDirectories(place);
    RocksDB.loadLibrary();
    Options options = new Options().setCreateIfMissing(true);
    open.push(options::close);
    RocksDB db = RocksDB.open(options, place.toString());
    open.push(db::close);
    if (fresh) {
      try (WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
        for (long from = 0; from < keys; from += SLICE) {
          try (WriteBatch batch = new WriteBatch()) {
            for (long key = from; key < Math.min(keys, from + SLICE); key++) {
              batch.put(bytes(key), new byte[VALUE_BYTES]);
            }
            db.write(unlogged, batch);
          }
        }
      }
      db.compactRange();
    }
    byte[] value = new byte[VALUE_BYTES];
    return ops -> {
      long sum = 0;
      for (int i = 0; i < ops; i++) {
        sum += db.get(bytes(next()), value);
      }
      return sum;
    };
  }

  Turns.Work mvStore() throws IOException {
    MVStore store =
        new MVStore.Builder()
            .fileName(folder.resolve("rows.mv").toString())
            .autoCommitDisabled()
            .open();
    open.push(store::close);
    MVMap<Long, byte[]> map = store.openMap("rows");
    if (map.isEmpty()) {
      for (long key = 0; key < keys; key++) {
        map.append(key, new byte[VALUE_BYTES]);
        if (key % 1_000_000 == 999_999) {
          long _ = store.commit();
        }
      }
      long _ = store.commit();
    }
    return ops -> {
      long sum = 0;
      for (int i = 0; i < ops; i++) {
        sum += Objects.requireNonNull(map.get(next())).length;
      }
      return sum;
    };
  }

  Turns.Work sqlite() throws Exception {
    Path file = folder.resolve("rows.db");
    boolean fresh = !Files.exists(file);
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    open.push(connection::close);
    if (fresh) {
      try (Statement setup = connection.createStatement()) {
        boolean _ = setup.execute("PRAGMA journal_mode=WAL");
        boolean _ = setup.execute("CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB NOT NULL)");
      }
      connection.setAutoCommit(false);
      try (PreparedStatement put = connection.prepareStatement("INSERT INTO kv VALUES(?, ?)")) {
        for (long key = 0; key < keys; key++) {
          put.setLong(1, key);
          put.setBytes(2, new byte[VALUE_BYTES]);
          int _ = put.executeUpdate();
        }
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
    PreparedStatement get = connection.prepareStatement("SELECT v FROM kv WHERE k = ?");
    open.push(get::close);
    return ops -> {
      long sum = 0;
      for (int i = 0; i < ops; i++) {
        get.setLong(1, next());
        try (ResultSet found = get.executeQuery()) {
          sum += found.next() ? found.getBytes(1).length : 0;
        }
      }
      return sum;
    };
  }

  Turns.Work xodus() {
    Environment env = Environments.newInstance(folder.resolve("xodus").toFile());
    open.push(env::close);
    var store =
        env.computeInTransaction(txn -> env.openStore("rows", StoreConfig.WITHOUT_DUPLICATES, txn));
    boolean fresh = env.computeInReadonlyTransaction(txn -> store.count(txn) == 0);
    for (long from = 0; fresh && from < keys; from += SLICE) {
      long first = from;
      env.executeInTransaction(
          txn -> {
            for (long key = first; key < Math.min(keys, first + SLICE); key++) {
              store.putRight(
                  txn,
                  new ArrayByteIterable(bytes(key)),
                  new ArrayByteIterable(new byte[VALUE_BYTES]));
            }
          });
    }
    return ops -> {
      long sum = 0;
      for (int i = 0; i < ops; i++) {
        var txn = env.beginReadonlyTransaction();
        sum +=
            Objects.requireNonNull(store.get(txn, new ArrayByteIterable(bytes(next()))))
                .getLength();
        txn.abort();
      }
      return sum;
    };
  }

  /// What no store that keeps anything can reach.
  Turns.Work map() {
    ConcurrentMap<Long, byte[]> map = new ConcurrentHashMap<>(keys * 2);
    for (long key = 0; key < keys; key++) {
      map.put(key, new byte[VALUE_BYTES]);
    }
    return ops -> {
      long sum = 0;
      for (int i = 0; i < ops; i++) {
        sum += Objects.requireNonNull(map.get(next())).length;
      }
      return sum;
    };
  }

  @Override
  public void close() throws SQLException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
