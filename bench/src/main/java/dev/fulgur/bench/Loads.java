package dev.fulgur.bench;

import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.Registry;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.store.StoreOptions;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Reads of a registry in a database. Before each iteration the peers have their turn, so that a
/// machine that slows down for a while slows all.
@State(Scope.Thread)
public class Loads {
  static final String FOLDER = "loads.folder";
  static final String TEMPLATES = "loads.templates";
  static final String PEERS = "loads.peers";
  static final String PEER_TIMES = "loads.peer.times";

  private static final int BATCH = 100;

  private final List<NativePeer> peers = new ArrayList<>();
  private Registry registry;
  private String[] ids;
  private long random = 0x9E37_79B9_7F4A_7C15L;
  private Writer peerTimes;

  /// Made by JMH.
  @SuppressWarnings("NullAway.Init")
  public Loads() {}

  /// Opens the registry and starts the peers.
  @Setup
  public void open() throws IOException {
    registry = LmdbRegistry.open(Path.of(System.getProperty(FOLDER, ".")), StoreOptions.defaults());
    ids = new String[Integer.getInteger(TEMPLATES, 0)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = SampleRegistry.id(i);
    }
    for (String command : System.getProperty(PEERS, "").split("\n", -1)) {
      if (!command.isEmpty()) {
        peers.add(new NativePeer(List.of(command.split("\\|", -1))));
      }
    }
    peerTimes = Files.newBufferedWriter(Path.of(System.getProperty(PEER_TIMES, "")));
  }

  /// Lets the peers work, and notes how long that took.
  @Setup(Level.Iteration)
  public void peers() throws IOException {
    StringBuilder line = new StringBuilder();
    for (NativePeer peer : peers) {
      line.append(line.isEmpty() ? "" : " ").append(peer.turn());
    }
    peerTimes.write(line + "\n");
  }

  /// Closes all.
  @TearDown
  public void close() throws Exception {
    for (NativePeer peer : peers) {
      peer.close();
    }
    peerTimes.close();
    registry.close();
  }

  private String nextId() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return ids[(int) (((random >>> 32) * ids.length) >>> 32)];
  }

  /// Random templates, each from a snapshot of its own.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public @Nullable TemplateSpec load() {
    TemplateSpec last = null;
    for (int i = 0; i < BATCH; i++) {
      last = registry.load(nextId());
    }
    return last;
  }

  /// All ids.
  @Benchmark
  public List<String> list() {
    return registry.ids();
  }
}
