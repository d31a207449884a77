package dev.fulgur.store.engine;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the keeper of a schema needs of an engine while a store is opened.
public interface Backend {

  /// Reads in a snapshot.
  <T extends @Nullable Object> T read(Function<? super Rows, T> reading);

  /// Writes in a transaction of its own, in which every tree of the catalog has been made.
  ///
  /// @param writing given the rows and the id that the commit will have
  void write(BiConsumer<? super MutableRows, Long> writing);

  /// Whether every tree of the catalog is there.
  boolean hasAllTrees();
}
