package dev.fulgur.tracker;

import java.util.Objects;

/// A symbol and when its file was indexed.
///
/// @param symbol the symbol
/// @param indexedAt when its file was indexed, in seconds since 1970
public record RecentSymbol(SymbolRecord symbol, double indexedAt) {

  /// Checks that there is a symbol.
  public RecentSymbol {
    Objects.requireNonNull(symbol, "symbol");
  }
}
