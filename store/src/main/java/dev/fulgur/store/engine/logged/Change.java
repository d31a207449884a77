package dev.fulgur.store.engine.logged;

import dev.fulgur.store.engine.Tree;
import org.jspecify.annotations.Nullable;

/// One change of one row. Its arrays are never written to.
final class Change {
  private final Kind kind;
  private final Tree tree;
  private final byte[] key;
  private final byte @Nullable [] value;
  private final long delta;

  /// Where the committing thread found the row in memory, if it did. Only a hint: it may belong to
  /// a generation that has ended.
  Rowset.@Nullable Entry place;

  private Change(Kind kind, Tree tree, byte[] key, byte @Nullable [] value, long delta) {
    this.kind = kind;
    this.tree = tree;
    this.key = key;
    this.value = value;
    this.delta = delta;
  }

  /// What a change does.
  enum Kind {
    /// Stores a row.
    PUT,
    /// Deletes a row.
    DELETE,
    /// Deletes all rows of the tree.
    CLEAR,
    /// Adds to the counter of that name.
    ADD
  }

  private static final byte[] NO_KEY = {};

  static Change put(Tree tree, byte[] key, byte[] value) {
    return new Change(Kind.PUT, tree, key, value, 0);
  }

  static Change delete(Tree tree, byte[] key) {
    return new Change(Kind.DELETE, tree, key, null, 0);
  }

  static Change clear(Tree tree) {
    return new Change(Kind.CLEAR, tree, NO_KEY, null, 0);
  }

  static Change add(Tree tree, byte[] key, long delta) {
    return new Change(Kind.ADD, tree, key, null, delta);
  }

  Kind kind() {
    return kind;
  }

  Tree tree() {
    return tree;
  }

  /// Empty for [Kind#CLEAR].
  byte[] key() {
    return key;
  }

  /// The row's value for [Kind#PUT].
  byte @Nullable [] value() {
    return value;
  }

  /// What is added for [Kind#ADD].
  long delta() {
    return delta;
  }

  /// About what it takes in memory once it is applied.
  long memoryBytes() {
    return 160L + key.length + (value == null ? 0 : value.length);
  }
}
