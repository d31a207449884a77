package dev.fulgur.tracker.migrate;

import dev.fulgur.tracker.Entity;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A database to migrate from. It is only read.
///
/// Used by one thread.
public interface Source extends AutoCloseable {

  /// How many records of each kind there are.
  Map<Entity.Kind, Long> counts();

  /// Hands over the records of a kind, in an order that is the same each time, until `action`
  /// answers false.
  ///
  /// @param action called with each record
  /// @param bad called with one sentence for each row that is no record; it counts as a row
  void forEach(Entity.Kind kind, Predicate<? super Entity> action, Consumer<? super String> bad);

  /// The last id that was given to a record of each kind that has ids.
  Map<Entity.Kind, Long> lastIds();

  /// What points to something that is not there, one sentence each; at most some dozens of each
  /// kind.
  List<String> orphans();

  @Override
  void close();
}
