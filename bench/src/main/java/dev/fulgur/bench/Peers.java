package dev.fulgur.bench;

import dev.fulgur.store.Durability;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Table;
import dev.fulgur.store.ValueCodec;
import dev.fulgur.store.codec.Keys;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Objects;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteOptions;

/// The stores that are compared, each set to sync its commits.
final class Peers {
  private static final Table<Long, byte[]> ROWS = Table.raw("rows", Keys.U64, new Raw());
  private static final Schema SCHEMA = Schema.of("bench", ROWS);

  private Peers() {}

  private record Raw() implements ValueCodec<byte[]> {
    @Override
    public String name() {
      return "bytes";
    }

    @Override
    public byte[] write(byte[] value) {
      return value;
    }

    @Override
    public byte[] read(byte[] bytes) {
      return bytes;
    }
  }

  static Store store(Path folder, Durability durability) {
    return open(folder, StoreOptions.defaults().withDurability(durability));
  }

  static Store open(Path folder, StoreOptions options) {
    return Store.open(folder, SCHEMA, options);
  }

  /// The value of a row that is there.
  static byte[] get(Store store, long key) {
    return Objects.requireNonNull(store.<byte @Nullable []>read(view -> view.get(ROWS, key)));
  }

  /// One transaction that stores as many rows as that.
  static void put(Store store, long key, byte[] value, int rows) {
    store.write(
        tx -> {
          for (int i = 0; i < rows; i++) {
            tx.put(ROWS, key + i, value);
          }
        });
  }

  static Peer fulgur(Path folder, Durability durability) {
    Store store = store(folder, durability);
    return new Peer() {
      @Override
      public void put(long key, byte[] value) {
        Peers.put(store, key, value, 1);
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }

  static Peer rocks(Path folder) throws Exception {
    return rocks(folder, 0);
  }

  /// Each commit is synced.
  ///
  /// @param rows that are there at first
  static Peer rocks(Path folder, int rows) throws Exception {
    Files.createDirectories(folder);
    RocksDB.loadLibrary();
    Options options = new Options().setCreateIfMissing(true);
    RocksDB db = RocksDB.open(options, folder.toString());
    try (WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
      for (long key = 0; key < rows; key++) {
        db.put(unlogged, ByteBuffer.allocate(Long.BYTES).putLong(key).array(), new byte[100]);
      }
    }
    WriteOptions synced = new WriteOptions().setSync(true);
    return new Peer() {
      @Override
      public void put(long key, byte[] value) throws Exception {
        db.put(synced, ByteBuffer.allocate(Long.BYTES).putLong(key).array(), value);
      }

      @Override
      public void close() {
        synced.close();
        db.close();
        options.close();
      }
    };
  }

  /// A commit of MVStore is not synced by itself, so each is followed by a sync.
  static Peer mvStore(Path folder) throws Exception {
    Files.createDirectories(folder);
    MVStore store =
        new MVStore.Builder()
            .fileName(folder.resolve("rows.mv").toString())
            .autoCommitDisabled()
            .open();
    MVMap<Long, byte[]> map = store.openMap("rows");
    return new Peer() {
      @Override
      public void put(long key, byte[] value) {
        map.put(key, value);
        long _ = store.commit();
        store.sync();
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }

  static Peer sqlite(Path folder) throws Exception {
    return sqlite(folder, 0);
  }

  /// One connection, which is the quickest way to write to SQLite from many threads.
  ///
  /// @param rows that are there at first
  static Peer sqlite(Path folder, int rows) throws Exception {
    Files.createDirectories(folder);
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rows.db"));
    try (Statement setup = connection.createStatement()) {
      boolean _ = setup.execute("PRAGMA journal_mode=WAL");
      boolean _ = setup.execute("PRAGMA synchronous=FULL");
      boolean _ =
          setup.execute("CREATE TABLE IF NOT EXISTS kv(k INTEGER PRIMARY KEY, v BLOB NOT NULL)");
    }
    PreparedStatement put = connection.prepareStatement("INSERT OR REPLACE INTO kv VALUES(?, ?)");
    connection.setAutoCommit(false);
    for (long key = 0; key < rows; key++) {
      put.setLong(1, key);
      put.setBytes(2, new byte[100]);
      int _ = put.executeUpdate();
    }
    connection.commit();
    connection.setAutoCommit(true);
    return new Peer() {
      @Override
      public synchronized void put(long key, byte[] value) throws Exception {
        put.setLong(1, key);
        put.setBytes(2, value);
        int _ = put.executeUpdate();
      }

      @Override
      public void close() throws java.sql.SQLException {
        put.close();
        connection.close();
      }
    };
  }
}
