package dev.fulgur.tracker;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The memories of a [Tracker]; their order is that of their creation, newest first.
public interface Memories {

  /// Writes a memory. Of one that is there, the time of creation and the vector stay and the time
  /// of the update is set.
  ///
  /// @throws TrackerException.KeyHashTaken if another memory has the key hash
  MemoryRecord upsert(MemoryEntry entry);

  /// Stores a record as it is, in place of one that may be there.
  ///
  /// @throws TrackerException.KeyHashTaken if another memory has the key hash
  void put(MemoryRecord record);

  /// The memory, or null.
  @Nullable MemoryRecord get(String id);

  /// The memory whose key has this hash, or null.
  @Nullable MemoryRecord byKey(long keyHash);

  /// The next `limit` memories that are asked for.
  List<MemoryRecord> query(MemoryQuery query, @Nullable MemoryRecord after, int limit);

  /// Hands over every memory of one snapshot.
  void forEach(Consumer<? super MemoryRecord> action);

  /// The `limit` memories that were created last.
  default List<MemoryRecord> recent(int limit) {
    return query(MemoryQuery.ALL, null, limit);
  }

  /// Deletes the memory; false if there was none.
  boolean delete(String id);

  /// The number of memories.
  long count();
}
