package dev.fulgur.bench;

import dev.fulgur.lmdb.Dbi;
import dev.fulgur.lmdb.Env;
import dev.fulgur.lmdb.EnvOptions;
import dev.fulgur.lmdb.PutFlag;
import dev.fulgur.lmdb.ReadTxn;
import dev.fulgur.lmdb.Value;
import dev.fulgur.lmdb.WriteTxn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Random reads of the binding, each as `reads.c` does it: a fresh snapshot, one value found by an
/// 8-byte key, its first 8 bytes read, the snapshot given up.
///
/// Before each iteration the C program has its turn, so that a machine that slows down for a while
/// slows both.
@State(Scope.Thread)
public class Reads {
  static final String FOLDER = "reads.folder";
  static final String KEYS = "reads.keys";
  static final String PEER = "reads.peer";
  static final String PEER_TIMES = "reads.peer.times";
  static final int VALUE_BYTES = 100;

  /// Reads in one call of the harness, whose own loop the C program does not have.
  private static final int BATCH = 100;

  private static final ValueLayout.OfLong BIG_ENDIAN =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /// As much as `reads.c` maps.
  static final long MAP_BYTES = 4L << 30;

  private static final EnvOptions OPTIONS = EnvOptions.DEFAULT.withMapSize(MAP_BYTES).withMaxDbs(4);

  private final MemorySegment key = Arena.global().allocate(8, 8);
  private final Value value = new Value();
  private Env env;
  private Dbi dbi;
  private ReadTxn txn;
  private long keys;
  private long random = 0x9E3779B97F4A7C15L;
  private Process peer;
  private BufferedReader peerOut;
  private Writer peerTimes;

  /// Made by JMH.
  @SuppressWarnings("NullAway.Init")
  public Reads() {}

  /// Writes the environment that is read.
  static void prepare(Path folder, int keys) {
    try (Env env = Env.open(folder, OPTIONS);
        Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(8);
      MemorySegment value = arena.allocate(VALUE_BYTES);
      Dbi dbi = env.openDbi("reads", dev.fulgur.lmdb.DbiFlag.CREATE);
      try (WriteTxn txn = env.beginWrite()) {
        for (long i = 0; i < keys; i++) {
          key.set(BIG_ENDIAN, 0, i);
          value.set(BIG_ENDIAN, 0, i);
          txn.put(dbi, key, value, PutFlag.APPEND);
        }
        txn.commit();
      }
    }
  }

  /// Opens the environment.
  @Setup
  public void open() throws IOException {
    env = Env.open(Path.of(System.getProperty(FOLDER, ".")), OPTIONS);
    dbi = env.openDbi("reads");
    keys = Long.getLong(KEYS, 0);
    txn = env.beginRead();
    txn.reset();
    peer = new ProcessBuilder(System.getProperty(PEER, "").split("\\|", -1)).start();
    peerOut = peer.inputReader();
    peerTimes = Files.newBufferedWriter(Path.of(System.getProperty(PEER_TIMES, "")));
  }

  /// Lets the C program read, and notes how long it took.
  @Setup(Level.Iteration)
  public void peer() throws IOException {
    peer.getOutputStream().write('\n');
    peer.getOutputStream().flush();
    peerTimes.write(peerOut.readLine() + "\n");
  }

  /// Closes it.
  @TearDown
  public void close() throws IOException, InterruptedException {
    txn.close();
    env.close();
    peerTimes.close();
    peer.getOutputStream().close();
    peer.waitFor();
  }

  private void nextKey() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    key.set(BIG_ENDIAN, 0, ((random >>> 32) * keys) >>> 32);
  }

  /// With a view that is used again: nothing is allocated.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long view() {
    long sum = 0;
    for (int i = 0; i < BATCH; i++) {
      nextKey();
      txn.renew();
      txn.get(dbi, key, value);
      sum += value.longAt(0);
      txn.reset();
    }
    return sum;
  }

  /// With a segment that is bound to the snapshot.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long segment() {
    long sum = 0;
    for (int i = 0; i < BATCH; i++) {
      nextKey();
      txn.renew();
      sum += Objects.requireNonNull(txn.get(dbi, key)).get(BIG_ENDIAN, 0);
      txn.reset();
    }
    return sum;
  }
}
