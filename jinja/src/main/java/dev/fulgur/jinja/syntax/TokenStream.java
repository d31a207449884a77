package dev.fulgur.jinja.syntax;

import dev.fulgur.jinja.Syntax;
import dev.fulgur.jinja.TemplateSyntaxException;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.Source;
import org.jspecify.annotations.Nullable;

/// The tokens with one of lookahead, and the depth of what is being parsed.
final class TokenStream {

  /// Statements and expressions inside one another. Keeps every later walk over the tree within a
  /// thread's stack.
  static final int MAX_DEPTH = 200;

  final Source source;
  private final Lexer lexer;
  private Token current;
  private @Nullable Token ahead;
  private int depth;
  private int mentions;

  TokenStream(Source source, Syntax syntax) {
    this.source = source;
    this.lexer = new Lexer(source, syntax);
    this.current = lexer.next();
  }

  Token current() {
    return current;
  }

  Kind kind() {
    return current.kind();
  }

  boolean at(Kind kind) {
    return current.kind() == kind;
  }

  boolean at(String name) {
    return current.is(name);
  }

  /// Passes the current token and returns it.
  Token next() {
    Token passed = current;
    if (ahead != null) {
      current = ahead;
      ahead = null;
    } else if (current.kind() != Kind.EOF) {
      current = lexer.next();
    }
    return passed;
  }

  /// The token behind the current one.
  Token look() {
    if (ahead == null) {
      ahead = lexer.next();
    }
    return ahead;
  }

  boolean skip(Kind kind) {
    if (current.kind() == kind) {
      next();
      return true;
    }
    return false;
  }

  boolean skip(String name) {
    if (current.is(name)) {
      next();
      return true;
    }
    return false;
  }

  Token expect(Kind kind) {
    return current.kind() == kind ? next() : unexpected(kind.text());
  }

  Token expect(String name) {
    return current.is(name) ? next() : unexpected(name);
  }

  String expectName() {
    return (String) expect(Kind.NAME).value();
  }

  private Token unexpected(String expected) {
    String wanted = Repr.text(expected);
    if (current.kind() == Kind.EOF) {
      throw fail("unexpected end of template, expected " + wanted + ".");
    }
    throw fail("expected token " + wanted + ", got " + Repr.text(current.describe()));
  }

  TemplateSyntaxException fail(String message) {
    return fail(message, current.pos());
  }

  TemplateSyntaxException fail(String message, int pos) {
    return source.error(message, pos);
  }

  void mention(int bits) {
    mentions |= bits;
  }

  /// Starts to note what a part mentions, and returns what was noted before.
  int startMentions() {
    int before = mentions;
    mentions = 0;
    return before;
  }

  /// What the part mentioned; what was noted `before` is noted again with it.
  int endMentions(int before) {
    int part = mentions;
    mentions |= before;
    return part;
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw fail("nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  void leave() {
    depth--;
  }

  /// An expression may be as high as this: a chain of operators is as deep as it is long.
  int checkHeight(int height) {
    if (height > 2 * MAX_DEPTH) {
      throw fail("an expression of more than " + 2 * MAX_DEPTH + " steps");
    }
    return height;
  }
}
