package dev.fulgur.store.engine;

import dev.fulgur.store.StoreException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The rows of an interactive transaction's snapshot, with a note of everything that is read of
/// them, so that it can be asked later whether the same reads would still answer the same.
///
/// A key is kept with a hash of what was under it; a walk is kept as its movements with a hash of
/// everything that they passed, so that a row which came, went or changed in between is noticed.
/// Hashes have 64 bits.
public final class ReadSet implements Rows {

  private static final long ABSENT = 0x9D39_247E_3377_6D41L;

  private final Rows rows;

  // Made when first needed: most transactions that only write read nothing.
  private Map<Key, Long> keys = Map.of();
  private Map<Tree, Long> counts = Map.of();
  private List<Walk> walks = List.of();
  private long sizeBytes;

  private record Key(Tree tree, java.nio.ByteBuffer bytes) {}

  ReadSet(Rows rows) {
    this.rows = rows;
  }

  /// How many bytes it takes, about.
  long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public @Nullable MemorySegment get(Tree tree, MemorySegment key) {
    MemorySegment value = rows.get(tree, key);
    byte[] bytes = Bytes.copy(key);
    if (keys.isEmpty()) {
      keys = new HashMap<>();
    }
    if (keys.putIfAbsent(new Key(tree, java.nio.ByteBuffer.wrap(bytes)), hash(value)) == null) {
      sizeBytes += bytes.length + Long.BYTES;
    }
    return value;
  }

  @Override
  public RowCursor cursor(Tree tree) {
    Walk walk = new Walk(tree);
    if (walks.isEmpty()) {
      walks = new ArrayList<>();
    }
    walks.add(walk);
    return new NotingCursor(rows.cursor(tree), walk);
  }

  @Override
  public long count(Tree tree) {
    long count = rows.count(tree);
    if (counts.isEmpty()) {
      counts = new HashMap<>();
    }
    counts.put(tree, count);
    return count;
  }

  @Override
  public boolean writtenByOthers() {
    return rows.writtenByOthers();
  }

  @Override
  public long version() {
    return rows.version();
  }

  /// Whether nothing was read.
  public boolean isEmpty() {
    return keys.isEmpty() && counts.isEmpty() && walks.isEmpty();
  }

  /// Whether something was read of a tree of which this holds.
  public boolean readAny(Predicate<Tree> trees) {
    for (Key key : keys.keySet()) {
      if (trees.test(key.tree())) {
        return true;
      }
    }
    for (Tree tree : counts.keySet()) {
      if (trees.test(tree)) {
        return true;
      }
    }
    for (Walk walk : walks) {
      if (trees.test(walk.tree)) {
        return true;
      }
    }
    return false;
  }

  /// Checks that the same reads answer the same.
  ///
  /// @throws StoreException.Conflict if one does not
  public void validate(Rows now) {
    for (Map.Entry<Key, Long> read : keys.entrySet()) {
      Key key = read.getKey();
      MemorySegment bytes = MemorySegment.ofArray(key.bytes().array());
      if (hash(now.get(key.tree(), bytes)) != read.getValue()) {
        throw new StoreException.Conflict(key.tree().name(), Bytes.show(bytes));
      }
    }
    for (Map.Entry<Tree, Long> read : counts.entrySet()) {
      if (now.count(read.getKey()) != read.getValue()) {
        throw new StoreException.Conflict(read.getKey().name(), "The number of rows");
      }
    }
    for (Walk walk : walks) {
      walk.validate(now);
    }
  }

  private static long hash(@Nullable MemorySegment value) {
    return value == null ? ABSENT : mix(value.byteSize(), value);
  }

  /// A step of a walk: to a place, or on from where it stands.
  private enum Move {
    FIRST,
    LAST,
    SEEK,
    NEXT,
    PREVIOUS
  }

  /// Movements of one cursor, those that follow each other in one direction taken together.
  private static final class Walk {
    private final Tree tree;
    private final List<Move> moves = new ArrayList<>(2);
    private final List<byte[]> places = new ArrayList<>(2);
    private final List<Integer> counts = new ArrayList<>(2);
    private long hash;

    Walk(Tree tree) {
      this.tree = tree;
    }

    void add(Move move, byte[] place) {
      int last = moves.size() - 1;
      boolean on = move == Move.NEXT || move == Move.PREVIOUS;
      if (on && last >= 0 && moves.get(last) == move) {
        counts.set(last, counts.get(last) + 1);
      } else {
        moves.add(move);
        places.add(place);
        counts.add(1);
      }
    }

    void passed(boolean found, RowCursor cursor) {
      hash = found ? mix(mix(hash, cursor.key()), cursor.value()) : hash * 31 + ABSENT;
    }

    void validate(Rows now) {
      Walk again = new Walk(tree);
      try (RowCursor cursor = now.cursor(tree)) {
        for (int i = 0; i < moves.size(); i++) {
          for (int n = counts.get(i); n > 0; n--) {
            again.passed(go(cursor, moves.get(i), places.get(i)), cursor);
          }
        }
      }
      if (again.hash != hash) {
        String from =
            places.isEmpty() || places.get(0).length == 0
                ? ""
                : " from " + Bytes.show(places.get(0));
        throw new StoreException.Conflict(tree.name(), "A range" + from);
      }
    }

    static boolean go(RowCursor cursor, Move move, byte[] place) {
      return switch (move) {
        case FIRST -> cursor.first();
        case LAST -> cursor.last();
        case SEEK -> cursor.seek(MemorySegment.ofArray(place));
        case NEXT -> cursor.next();
        case PREVIOUS -> cursor.previous();
      };
    }
  }

  private static final class NotingCursor implements RowCursor {
    private final RowCursor cursor;
    private final Walk walk;

    NotingCursor(RowCursor cursor, Walk walk) {
      this.cursor = cursor;
      this.walk = walk;
    }

    private boolean go(Move move, byte[] place) {
      boolean found = Walk.go(cursor, move, place);
      walk.add(move, place);
      walk.passed(found, cursor);
      return found;
    }

    @Override
    public boolean first() {
      return go(Move.FIRST, IndexEntry.EMPTY);
    }

    @Override
    public boolean last() {
      return go(Move.LAST, IndexEntry.EMPTY);
    }

    @Override
    public boolean seek(MemorySegment key) {
      return go(Move.SEEK, Bytes.copy(key));
    }

    @Override
    public boolean next() {
      return go(Move.NEXT, IndexEntry.EMPTY);
    }

    @Override
    public boolean previous() {
      return go(Move.PREVIOUS, IndexEntry.EMPTY);
    }

    @Override
    public MemorySegment key() {
      return cursor.key();
    }

    @Override
    public MemorySegment value() {
      return cursor.value();
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  /// Folds bytes, and their number, into a hash, eight at a time.
  private static long mix(long seed, MemorySegment bytes) {
    long size = bytes.byteSize();
    long hash = scramble(seed ^ size * 0x9E37_79B9_7F4A_7C15L);
    long at = 0;
    for (; at + Long.BYTES <= size; at += Long.BYTES) {
      hash = scramble(hash ^ bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
    }
    long rest = 0;
    for (; at < size; at++) {
      rest = rest << 8 | (bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFF);
    }
    return scramble(hash ^ rest);
  }

  /// A bijection that spreads every bit over all (the finalizer of SplitMix64).
  private static long scramble(long x) {
    long y = (x ^ (x >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    long z = (y ^ (y >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }
}
