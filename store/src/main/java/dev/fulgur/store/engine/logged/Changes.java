package dev.fulgur.store.engine.logged;

import dev.fulgur.store.Counter;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.OverlayRows;
import dev.fulgur.store.engine.Tree;
import dev.fulgur.store.engine.TypedInteractive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Collects what a transaction wants to write, in the order in which it is to be made.
final class Changes implements OverlayRows.Sink {
  private final List<Change> changes;
  private long memoryBytes;
  private boolean onlyDeletes = true;

  private Changes(int count) {
    changes = new ArrayList<>(count);
  }

  static Changes of(TypedInteractive.Work work) {
    Changes collected = new Changes(work.writes().changes() + work.deltas().size());
    work.writes().giveTo(collected);
    if (!work.deltas().isEmpty()) {
      for (Map.Entry<Counter, Long> delta : work.deltas().entrySet()) {
        byte[] name = delta.getKey().name().getBytes(StandardCharsets.UTF_8);
        collected.add(Change.add(Catalog.COUNTERS, name, delta.getValue()));
      }
    }
    return collected;
  }

  /// Looks for the rows in memory on the committing thread, of which there are many, so that the
  /// log's thread need not.
  void find(Generation generation) {
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      Rowset rows = generation.of(change.tree().number());
      if (rows != null) {
        change.place = rows.find(change.key());
      }
    }
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
  public void put(Tree tree, byte[] key, byte[] value) {
    add(Change.put(tree, key, value));
  }

  @Override
  public void delete(Tree tree, byte[] key) {
    add(Change.delete(tree, key));
  }

  @Override
  public void clear(Tree tree) {
    add(Change.clear(tree));
  }
}
