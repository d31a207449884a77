package dev.fulgur.store.engine.logged;

import dev.fulgur.store.engine.Tree;
import org.jspecify.annotations.Nullable;

/// One change of one row. Its arrays are never written to.
///
/// @param key empty for [Kind#CLEAR]
/// @param value the row's value for [Kind#PUT]
/// @param delta what is added for [Kind#ADD]
@SuppressWarnings("ArrayRecordComponent") // never compared
record Change(Kind kind, Tree tree, byte[] key, byte @Nullable [] value, long delta) {

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

  /// About what it takes in memory once it is applied.
  long memoryBytes() {
    return 160L + key.length + (value == null ? 0 : value.length);
  }
}
