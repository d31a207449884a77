package dev.fulgur.prompts.yaml;

import dev.fulgur.prompts.yaml.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Text to tokens. Blocks open and close by indentation. A scalar, alias, tag, anchor or flow
/// collection may turn out to be a mapping key only when its `:` is met, on the same line and
/// within 1,024 characters; until then its token is held back, so that the key's token can go
/// before it.
///
/// Source: YAML 1.1, chapters 5 to 9, where PyYAML 6 has not decided otherwise (tabs never separate
/// tokens; a key in a block stands on one line).
final class Scanner {
  private static final int SIMPLE_KEY_CODE_POINTS = 1024;

  /// A token that may be a mapping key.
  ///
  /// @param number which token of the stream it is
  /// @param required whether it can be nothing else: in a block it stands at the block's
  ///   indentation
  private record SimpleKey(long number, boolean required, int codePoint, Mark mark) {}

  private final Source source;
  private final ScalarScanner scalars;
  private final NameScanner names;
  private final List<Token> tokens = new ArrayList<>();

  /// Where the tokens not yet taken begin in `tokens`.
  private int head;

  private long taken;
  private boolean done;

  /// The column of the open block, -1 outside of all blocks.
  private int indent = -1;

  private final List<Integer> outerIndents = new ArrayList<>();

  /// The possible keys by flow level; null where there is none.
  private final List<@Nullable SimpleKey> keys = new ArrayList<>();

  private int flowLevel;
  private boolean keyAllowed = true;

  Scanner(Source source) {
    this.source = source;
    this.scalars = new ScalarScanner(source);
    this.names = new NameScanner(source);
    keys.add(null);
  }

  /// The next token, not taken.
  Token peek() {
    while (needsMore()) {
      fetch();
    }
    return tokens.get(head);
  }

  boolean at(Kind kind) {
    return peek().kind() == kind;
  }

  boolean at(Kind kind, Kind other) {
    Kind next = peek().kind();
    return next == kind || next == other;
  }

  boolean at(Kind kind, Kind other, Kind third) {
    Kind next = peek().kind();
    return next == kind || next == other || next == third;
  }

  /// Takes the next token. The end of the stream is never passed.
  Token take() {
    Token token = peek();
    if (token.kind() != Kind.STREAM_END) {
      taken++;
      head++;
      if (head == tokens.size()) {
        tokens.clear();
        head = 0;
      }
    }
    return token;
  }

  private boolean needsMore() {
    if (done) {
      return false;
    }
    if (head == tokens.size()) {
      return true;
    }
    dropStaleKeys();
    for (SimpleKey key : keys) {
      if (key != null) {
        return key.number() == taken;
      }
    }
    return false;
  }

  private void fetch() {
    skipToToken();
    dropStaleKeys();
    unwind(source.column());
    char ch = source.peek();
    switch (ch) {
      case Source.END -> fetchEnd();
      case '[' -> openFlow(Kind.FLOW_SEQUENCE_START);
      case '{' -> openFlow(Kind.FLOW_MAPPING_START);
      case ']' -> closeFlow(Kind.FLOW_SEQUENCE_END);
      case '}' -> closeFlow(Kind.FLOW_MAPPING_END);
      case ',' -> fetchFlowEntry();
      case '*' -> add(names.anchor(Kind.ALIAS, keyCandidate()));
      case '&' -> add(names.anchor(Kind.ANCHOR, keyCandidate()));
      case '!' -> add(names.tag(keyCandidate()));
      case '\'', '"' -> add(scalars.quoted(keyCandidate()));
      default -> fetchOther(ch);
    }
  }

  private void fetchOther(char ch) {
    boolean lineStart = source.column() == 0;
    if (ch == '%' && lineStart) {
      fetchDirective();
    } else if (lineStart && source.atSeparator()) {
      fetchSeparator(ch == '-' ? Kind.DOCUMENT_START : Kind.DOCUMENT_END);
    } else if (ch == '-' && Source.isBlankOrEnd(source.peek(1))) {
      fetchBlockEntry();
    } else if (ch == '?' && isIndicator()) {
      fetchKey();
    } else if (ch == ':' && isIndicator()) {
      fetchValue();
    } else if ((ch == '|' || ch == '>') && flowLevel == 0) {
      fetchBlockScalar();
    } else if (startsPlain(ch)) {
      Mark mark = keyCandidate();
      ScalarScanner.Plain plain = scalars.plain(mark, indent + 1, flowLevel > 0);
      keyAllowed = plain.endsAtLineStart();
      add(plain.token());
    } else {
      throw problem("found " + Source.name(ch) + ", which cannot start any token");
    }
  }

  /// Whether `?` or `:` is one by itself: always in a flow collection, before a blank in a block.
  private boolean isIndicator() {
    return flowLevel > 0 || Source.isBlankOrEnd(source.peek(1));
  }

  private boolean startsPlain(char ch) {
    if (Source.isBlankOrEnd(ch)) {
      return false;
    }
    boolean blankNext = Source.isBlankOrEnd(source.peek(1));
    return switch (ch) {
      case '-' -> !blankNext;
      case '?', ':' -> !blankNext && flowLevel == 0;
      case ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`' -> false;
      default -> true;
    };
  }

  private void skipToToken() {
    do {
      source.skipSpaces();
      source.skipComment();
    } while (skipBreak());
  }

  private boolean skipBreak() {
    if (source.takeBreak() == Source.END) {
      return false;
    }
    if (flowLevel == 0) {
      keyAllowed = true;
    }
    return true;
  }

  private void fetchEnd() {
    leaveBlocks();
    keys.replaceAll(key -> null);
    add(Token.of(Kind.STREAM_END, source.mark()));
    done = true;
  }

  private void fetchDirective() {
    leaveBlocks();
    add(names.directive());
  }

  private void fetchSeparator(Kind kind) {
    leaveBlocks();
    addIndicator(kind, 3);
  }

  /// Closes every block, at the end of the text or before `%`, `---` or `...` at the start of a
  /// line.
  private void leaveBlocks() {
    unwind(-1);
    dropKey();
    keyAllowed = false;
  }

  private void openFlow(Kind kind) {
    saveKey();
    flowLevel++;
    if (flowLevel > Yaml.MAX_NESTING) {
      throw problem("nested deeper than " + Yaml.MAX_NESTING + " levels");
    }
    if (keys.size() == flowLevel) {
      keys.add(null);
    }
    keyAllowed = true;
    addIndicator(kind, 1);
  }

  private void closeFlow(Kind kind) {
    dropKey();
    flowLevel = Math.max(0, flowLevel - 1);
    keyAllowed = false;
    addIndicator(kind, 1);
  }

  private void fetchFlowEntry() {
    keyAllowed = true;
    dropKey();
    addIndicator(Kind.FLOW_ENTRY, 1);
  }

  private void fetchBlockEntry() {
    if (flowLevel == 0) {
      openBlock(Kind.BLOCK_SEQUENCE_START, "a sequence entry is not allowed here");
    }
    keyAllowed = true;
    dropKey();
    addIndicator(Kind.BLOCK_ENTRY, 1);
  }

  private void fetchKey() {
    if (flowLevel == 0) {
      openBlock(Kind.BLOCK_MAPPING_START, "a mapping key is not allowed here");
    }
    keyAllowed = flowLevel == 0;
    dropKey();
    addIndicator(Kind.KEY, 1);
  }

  private void fetchValue() {
    SimpleKey key = keys.get(flowLevel);
    if (key != null) {
      keys.set(flowLevel, null);
      int at = head + (int) (key.number() - taken);
      tokens.add(at, Token.of(Kind.KEY, key.mark()));
      if (flowLevel == 0 && indentTo(key.mark().column())) {
        tokens.add(at, Token.of(Kind.BLOCK_MAPPING_START, key.mark()));
      }
      keyAllowed = false;
    } else {
      if (flowLevel == 0) {
        openBlock(Kind.BLOCK_MAPPING_START, "a mapping value is not allowed here");
      }
      keyAllowed = flowLevel == 0;
      dropKey();
    }
    addIndicator(Kind.VALUE, 1);
  }

  private void fetchBlockScalar() {
    dropKey();
    keyAllowed = true;
    add(scalars.block(indent));
  }

  private void openBlock(Kind start, String otherwise) {
    if (!keyAllowed) {
      throw problem(otherwise);
    }
    if (indentTo(source.column())) {
      add(Token.of(start, source.mark()));
    }
  }

  private boolean indentTo(int column) {
    if (indent >= column) {
      return false;
    }
    outerIndents.add(indent);
    indent = column;
    if (outerIndents.size() > Yaml.MAX_NESTING) {
      throw problem("nested deeper than " + Yaml.MAX_NESTING + " levels");
    }
    return true;
  }

  private void unwind(int column) {
    if (flowLevel > 0) {
      return;
    }
    while (indent > column) {
      indent = outerIndents.removeLast();
      add(Token.of(Kind.BLOCK_END, source.mark()));
    }
  }

  /// Notes the token that starts here as a possible key, and forbids another one right after it.
  private Mark keyCandidate() {
    saveKey();
    keyAllowed = false;
    return source.mark();
  }

  private void saveKey() {
    if (keyAllowed) {
      dropKey();
      boolean required = flowLevel == 0 && indent == source.column();
      long number = taken + (tokens.size() - head);
      keys.set(flowLevel, new SimpleKey(number, required, source.codePoints(), source.mark()));
    }
  }

  private void dropKey() {
    SimpleKey key = keys.get(flowLevel);
    if (key != null) {
      keys.set(flowLevel, null);
      refuseRequired(key);
    }
  }

  private void dropStaleKeys() {
    for (int level = 0; level < keys.size(); level++) {
      SimpleKey key = keys.get(level);
      if (key != null
          && (key.mark().line() != source.line()
              || source.codePoints() - key.codePoint() > SIMPLE_KEY_CODE_POINTS)) {
        keys.set(level, null);
        refuseRequired(key);
      }
    }
  }

  private void refuseRequired(SimpleKey key) {
    if (key.required()) {
      throw new YamlException(
          key.mark(), "expected ':' after the mapping key that starts here, on the same line");
    }
  }

  private void addIndicator(Kind kind, int length) {
    Token token = Token.of(kind, source.mark());
    source.forward(length);
    add(token);
  }

  private void add(Token token) {
    tokens.add(token);
  }

  private YamlException problem(String problem) {
    return new YamlException(source.mark(), problem);
  }
}
