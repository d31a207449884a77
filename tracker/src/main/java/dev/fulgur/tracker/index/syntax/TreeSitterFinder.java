package dev.fulgur.tracker.index.syntax;

import dev.fulgur.tracker.index.syntax.Grammar.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.treesitter.TSException;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;

/// Finds symbols by tree-sitter.
///
/// Trees live in native memory. Each lives within one call of [#find], whose nodes and cursor do
/// not leave it, so that none can be used after its tree is freed. A parse that takes too long is
/// stopped: the time that error recovery takes can rise with the square of the length of a source.
public final class TreeSitterFinder implements SymbolFinder {

  /// How long one source may be parsed.
  public static final Duration USUAL_LIMIT = Duration.ofSeconds(5);

  private final Duration limit;
  private final Map<Language, TSParser> parsers = new EnumMap<>(Language.class);
  private final byte[] buffer = new byte[1 << 16];
  private boolean closed;

  /// A finder that gives a source so much time.
  public TreeSitterFinder(Duration limit) {
    this.limit = limit;
  }

  @Override
  public Parsed find(Language language, byte[] source) {
    if (closed) {
      throw new IllegalStateException("The finder is closed.");
    }
    Grammar grammar = Grammars.of(language);
    TSParser parser = parsers.computeIfAbsent(language, l -> parser(grammar));
    TSTree tree = parse(parser, source);
    if (tree == null) {
      // Else the next parse would go on where this one stopped.
      parser.reset();
      return new Parsed(List.of(), Parsed.Outcome.STOPPED, 0);
    }
    try (tree) {
      TSNode root = tree.getRootNode();
      Lines lines = new Lines(source);
      List<Symbol> symbols;
      try (TSTreeCursor cursor = new TSTreeCursor(root)) {
        Rule rule = grammar.rule(root.getSymbol());
        symbols =
            rule == null && !grammar.isError(root.getSymbol())
                ? new ArrayList<>()
                : new SymbolWalk(grammar, source, lines).walk(cursor);
      }
      return root.hasError()
          ? new Parsed(symbols, Parsed.Outcome.BROKEN, errorLine(root, lines))
          : new Parsed(symbols, Parsed.Outcome.WHOLE, 0);
    }
  }

  private static TSParser parser(Grammar grammar) {
    TSParser parser = new TSParser();
    if (!parser.setLanguage(grammar.language)) {
      parser.close();
      throw new TSException("The grammar does not fit the version of tree-sitter.");
    }
    return parser;
  }

  private @org.jspecify.annotations.Nullable TSTree parse(TSParser parser, byte[] source) {
    long end = System.nanoTime() + limit.toNanos();
    return parser.parseWithOptions(
        buffer,
        null,
        (out, offset, position) -> {
          int length = Math.min(out.length, source.length - offset);
          if (length <= 0) {
            return 0;
          }
          System.arraycopy(source, offset, out, 0, length);
          return length;
        },
        TSInputEncoding.TSInputEncodingUTF8,
        state -> System.nanoTime() - end > 0);
  }

  /// The line of the first error, found by going down where there is one; past siblings by a
  /// cursor, since there may be very many.
  private static int errorLine(TSNode root, Lines lines) {
    int start = root.getStartByte();
    try (TSTreeCursor cursor = new TSTreeCursor(root)) {
      for (int depth = 0; depth < SymbolWalk.MAX_DEPTH && cursor.gotoFirstChild(); depth++) {
        TSNode at = cursor.currentNode();
        while (!at.hasError() && cursor.gotoNextSibling()) {
          at = cursor.currentNode();
        }
        if (!at.hasError()) {
          break;
        }
        start = at.getStartByte();
        if (at.isError() || at.isMissing()) {
          break;
        }
      }
    }
    return lines.lineOf(start);
  }

  @Override
  public void close() {
    closed = true;
    for (TSParser parser : parsers.values()) {
      parser.close();
    }
    parsers.clear();
  }
}
