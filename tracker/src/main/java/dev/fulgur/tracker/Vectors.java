package dev.fulgur.tracker;

import java.util.Map;
import java.util.function.Consumer;

/// Where the vectors lie that files, symbols, memories and patterns point to.
public interface Vectors {

  /// Sets the vector of every file whose key has this hash; false if there is none.
  boolean setFile(long keyHash, Span vector);

  /// Sets the vector of every symbol whose key has this hash; false if there is none.
  boolean setSymbol(long keyHash, Span vector);

  /// Sets the vector of the memory whose key has this hash; false if there is none.
  boolean setMemory(long keyHash, Span vector);

  /// Sets the vector of the pattern of this hash; false if there is none.
  boolean setPattern(long keyHash, Span vector);

  /// How many bytes and how many vectors are pointed to.
  Live live();

  /// Hands over every vector of one snapshot: those of files, of symbols, of memories, of patterns.
  void forEachLive(Consumer<? super LiveVector> action);

  /// Gives each vector whose offset is a key of `moved` the place that stands there, and answers
  /// how many records changed; what a program does that has compacted its vector file.
  long remap(Map<Long, Span> moved);

  /// How much is pointed to.
  ///
  /// @param bytes the sum of the lengths
  /// @param count the number of records that have a vector
  record Live(long bytes, long count) {}
}
