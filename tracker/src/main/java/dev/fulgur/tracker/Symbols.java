package dev.fulgur.tracker;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The symbols of a [Tracker].
public interface Symbols {

  /// Writes the symbol that has this file, name, kind and first line, and answers its id. The id
  /// and the vector of one that is there stay.
  long upsert(SymbolEntry entry);

  /// Makes `entries` the symbols of a file. Those that are there already keep their ids, those that
  /// are not among the entries leave. None keeps its vector, which belongs to what the file was; of
  /// entries with one name, kind and first line the last counts.
  ///
  /// @return how many symbols the file has now
  int replace(String path, List<SymbolEntry> entries);

  /// Stores a record as it is, in place of one that may be there under its id.
  void put(SymbolRecord record);

  /// The symbols of a file, in the order of their ids.
  List<SymbolRecord> ofFile(String path);

  /// The key hashes of the symbols of a file, in the order of their ids.
  long[] keysOfFile(String path);

  /// The symbol whose key has this hash, or null; the one with the smallest id if there are
  /// several.
  @Nullable SymbolRecord byKey(long keyHash);

  /// The next `limit` symbols whose name is found, in the order of name, file and id.
  List<SymbolRecord> byName(NameFilter filter, @Nullable SymbolRecord after, int limit);

  /// Hands over every symbol of one snapshot whose name is found, in the order of name, file and
  /// id.
  void forEachByName(NameFilter filter, Consumer<? super SymbolRecord> action);

  /// Hands over every symbol of one snapshot: those of one file together, in the order of their
  /// ids, one file after the other in no order that is told.
  void forEach(Consumer<? super SymbolRecord> action);

  /// The next `limit` symbols of this kind, such as `insight:todo`, in the order of file, first
  /// line and id.
  List<SymbolRecord> ofKind(String kind, @Nullable SymbolRecord after, int limit);

  /// The kinds of all insights and the number of symbols of each.
  SortedMap<String, Long> insightCounts();

  /// The kinds of all insights, in order.
  default List<String> insights() {
    return List.copyOf(insightCounts().keySet());
  }

  /// The `limit` symbols whose files were indexed last: by that time, newest first, then by id,
  /// greatest first. Symbols whose file is not known are left out.
  List<RecentSymbol> recent(int limit);

  /// The number of symbols.
  long count();

  /// The number of symbols that have a vector.
  long embeddedCount();

  /// Deletes the symbols of a file and answers their number.
  long delete(String path);

  /// Deletes every symbol whose key has this hash; false if there was none.
  boolean deleteByKey(long keyHash);
}
