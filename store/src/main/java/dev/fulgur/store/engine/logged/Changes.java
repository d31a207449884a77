package dev.fulgur.store.engine.logged;

import dev.fulgur.store.Counter;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.MutableRows;
import dev.fulgur.store.engine.RowCursor;
import dev.fulgur.store.engine.Tree;
import dev.fulgur.store.engine.TypedInteractive;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects what a transaction wants to write, in the order in which it is to be made.
final class Changes implements MutableRows {
  private final List<Change> changes = new ArrayList<>();
  private long memoryBytes;
  private boolean onlyDeletes = true;

  static Changes of(TypedInteractive.Work work) {
    Changes collected = new Changes();
    work.writes().applyTo(collected);
    for (Map.Entry<Counter, Long> delta : work.deltas().entrySet()) {
      byte[] name = delta.getKey().name().getBytes(StandardCharsets.UTF_8);
      collected.add(Change.add(Catalog.COUNTERS, name, delta.getValue()));
    }
    return collected;
  }

  List<Change> list() {
    return changes;
  }

  /// About what they take in memory once they are applied.
  long memoryBytes() {
    return memoryBytes;
  }

  /// Whether nothing is put.
  boolean onlyDeletes() {
    return onlyDeletes;
  }

  private void add(Change change) {
    changes.add(change);
    memoryBytes += change.memoryBytes();
    onlyDeletes &= change.kind() != Change.Kind.PUT;
  }

  @Override
  public void put(Tree tree, MemorySegment key, MemorySegment value) {
    add(Change.put(tree, array(key), array(value)));
  }

  @Override
  public boolean delete(Tree tree, MemorySegment key) {
    add(Change.delete(tree, array(key)));
    return true;
  }

  @Override
  public void clear(Tree tree) {
    add(Change.clear(tree));
  }

  /// What an overlay hands out is an array of its own, which nobody writes to any more.
  private static byte[] array(MemorySegment segment) {
    if (segment.heapBase().orElse(null) instanceof byte[] bytes
        && bytes.length == segment.byteSize()) {
      return bytes;
    }
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public @Nullable MemorySegment get(Tree tree, MemorySegment key) {
    throw new IllegalStateException("Changes are only collected here.");
  }

  @Override
  public RowCursor cursor(Tree tree) {
    throw new IllegalStateException("Changes are only collected here.");
  }

  @Override
  public long count(Tree tree) {
    throw new IllegalStateException("Changes are only collected here.");
  }

  @Override
  public boolean writtenByOthers() {
    return false;
  }

  @Override
  public long version() {
    return 0;
  }
}
