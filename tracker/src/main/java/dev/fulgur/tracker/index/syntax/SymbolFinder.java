package dev.fulgur.tracker.index.syntax;

/// Finds the symbols of sources.
///
/// Used by one thread at a time; each thread takes a finder of its own.
public interface SymbolFinder extends AutoCloseable {

  /// Parses a source and answers its symbols.
  ///
  /// @param language the language of the source
  /// @param source its bytes, UTF-8
  Parsed find(Language language, byte[] source);

  @Override
  void close();
}
