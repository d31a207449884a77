package dev.fulgur.tracker.index.syntax;

import java.util.List;

/// What was found in a source.
///
/// @param symbols its symbols, in the order of the source
/// @param outcome how the parse went
/// @param errorLine the line of the first error, from 1; 0 if there is none
public record Parsed(List<Symbol> symbols, Outcome outcome, int errorLine) {

  /// How a parse went.
  public enum Outcome {
    /// The source follows its grammar.
    WHOLE,
    /// Parts of the source do not follow its grammar; what could be understood is there.
    BROKEN,
    /// The parser was stopped because it took too long; there are no symbols.
    STOPPED
  }

  /// Copies the symbols.
  public Parsed {
    symbols = List.copyOf(symbols);
  }
}
