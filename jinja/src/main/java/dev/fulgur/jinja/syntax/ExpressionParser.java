package dev.fulgur.jinja.syntax;

import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.syntax.Expr.BinaryOp;
import dev.fulgur.jinja.syntax.Expr.CompareOp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Expressions, by precedence: `if`, `or`, `and`, `not`, comparisons, `+ -`, `~`, `* / // %`, `**`,
/// signs, then what follows a primary: attributes, items, calls, filters and tests.
///
/// After each method `height` is the height of the tree that it returned.
final class ExpressionParser {

  private final TokenStream tokens;
  private final Postfix postfix;
  int height;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
    this.postfix = new Postfix(tokens, this);
  }

  Expr expression() {
    return expression(true);
  }

  Expr expression(boolean conditional) {
    tokens.enter();
    Expr e = conditional ? conditional() : or();
    tokens.leave();
    return e;
  }

  /// `left` is one level below a new node; the other children have the height of the field.
  void over(int left) {
    height = tokens.checkHeight(Math.max(left, height) + 1);
  }

  private Expr conditional() {
    int pos = tokens.current().pos();
    Expr then = or();
    while (tokens.skip("if")) {
      int h = height;
      Expr test = or();
      h = Math.max(h, height);
      Expr otherwise = null;
      if (tokens.skip("else")) {
        tokens.enter();
        otherwise = conditional();
        tokens.leave();
      }
      over(h);
      then = new Expr.Conditional(pos, test, then, otherwise);
      pos = tokens.current().pos();
    }
    return then;
  }

  private Expr or() {
    int pos = tokens.current().pos();
    Expr left = and();
    while (tokens.skip("or")) {
      int h = height;
      left = new Expr.Or(pos, left, and());
      over(h);
    }
    return left;
  }

  private Expr and() {
    int pos = tokens.current().pos();
    Expr left = not();
    while (tokens.skip("and")) {
      int h = height;
      left = new Expr.And(pos, left, not());
      over(h);
    }
    return left;
  }

  private Expr not() {
    if (!tokens.at("not")) {
      return compare();
    }
    int pos = tokens.next().pos();
    tokens.enter();
    Expr e = new Expr.Not(pos, not());
    tokens.leave();
    over(0);
    return e;
  }

  private Expr compare() {
    int pos = tokens.current().pos();
    Expr first = sum();
    List<Expr.Operand> rest = null;
    int h = height;
    for (CompareOp op = compareOp(); op != null; op = compareOp()) {
      int at = tokens.current().pos();
      tokens.next();
      if (op == CompareOp.NOT_IN) {
        tokens.next();
      }
      rest = rest == null ? new ArrayList<>(1) : rest;
      rest.add(new Expr.Operand(at, op, sum()));
      h = Math.max(h, height);
    }
    if (rest == null) {
      return first;
    }
    over(h);
    return new Expr.Compare(pos, first, rest);
  }

  private @Nullable CompareOp compareOp() {
    return switch (tokens.kind()) {
      case EQ -> CompareOp.EQ;
      case NE -> CompareOp.NE;
      case LT -> CompareOp.LT;
      case LTEQ -> CompareOp.LE;
      case GT -> CompareOp.GT;
      case GTEQ -> CompareOp.GE;
      case NAME -> {
        if (tokens.at("in")) {
          yield CompareOp.IN;
        }
        yield tokens.at("not") && tokens.look().is("in") ? CompareOp.NOT_IN : null;
      }
      default -> null;
    };
  }

  private Expr sum() {
    Expr left = concat();
    while (tokens.at(Kind.ADD) || tokens.at(Kind.SUB)) {
      int h = height;
      Token op = tokens.next();
      left =
          new Expr.Binary(
              op.pos(), op.kind() == Kind.ADD ? BinaryOp.ADD : BinaryOp.SUB, left, concat());
      over(h);
    }
    return left;
  }

  private Expr concat() {
    int pos = tokens.current().pos();
    Expr first = product();
    if (!tokens.at(Kind.TILDE)) {
      return first;
    }
    List<Expr> parts = new ArrayList<>();
    parts.add(first);
    int h = height;
    while (tokens.skip(Kind.TILDE)) {
      parts.add(product());
      h = Math.max(h, height);
    }
    over(h);
    return new Expr.Concat(pos, parts);
  }

  private Expr product() {
    Expr left = power();
    while (true) {
      BinaryOp op =
          switch (tokens.kind()) {
            case MUL -> BinaryOp.MUL;
            case DIV -> BinaryOp.DIV;
            case FLOORDIV -> BinaryOp.FLOORDIV;
            case MOD -> BinaryOp.MOD;
            default -> null;
          };
      if (op == null) {
        return left;
      }
      int h = height;
      int pos = tokens.next().pos();
      left = new Expr.Binary(pos, op, left, power());
      over(h);
    }
  }

  private Expr power() {
    Expr left = unary(true);
    while (tokens.at(Kind.POW)) {
      int h = height;
      int pos = tokens.next().pos();
      left = new Expr.Binary(pos, BinaryOp.POW, left, unary(true));
      over(h);
    }
    return left;
  }

  private Expr unary(boolean filters) {
    Expr e;
    if (tokens.at(Kind.SUB) || tokens.at(Kind.ADD)) {
      Token sign = tokens.next();
      tokens.enter();
      e = new Expr.Sign(sign.pos(), sign.kind() == Kind.SUB, unary(false));
      tokens.leave();
      over(0);
    } else {
      e = primary(false);
    }
    e = postfix.postfix(e);
    return filters ? postfix.filters(e) : e;
  }

  /// A name, a literal or something in brackets. In assignments a name may be followed by the
  /// attribute of a namespace.
  Expr primary(boolean withNamespace) {
    Token token = tokens.current();
    height = 1;
    return switch (token.kind()) {
      case NAME -> {
        tokens.next();
        yield name(token, withNamespace);
      }
      case STRING -> string(token);
      case INTEGER, FLOAT -> {
        tokens.next();
        yield new Expr.Const(token.pos(), token.value());
      }
      case LPAREN -> {
        tokens.next();
        Expr e = tuple(Mode.PARENTHESES);
        tokens.expect(Kind.RPAREN);
        yield e;
      }
      case LBRACKET -> list();
      case LBRACE -> dict();
      default -> throw tokens.fail("unexpected " + Repr.text(token.describe()), token.pos());
    };
  }

  private Expr name(Token token, boolean withNamespace) {
    String name = (String) token.value();
    return switch (name) {
      case "true", "True" -> new Expr.Const(token.pos(), true);
      case "false", "False" -> new Expr.Const(token.pos(), false);
      case "none", "None" -> new Expr.Const(token.pos(), None.NONE);
      default -> {
        if (withNamespace && tokens.skip(Kind.DOT)) {
          yield new Expr.NamespaceTarget(token.pos(), name, tokens.expectName());
        }
        tokens.mention(Mentions.ofName(name));
        yield new Expr.Name(token.pos(), name);
      }
    };
  }

  private Expr string(Token first) {
    tokens.next();
    String text = (String) first.value();
    if (tokens.at(Kind.STRING)) {
      StringBuilder all = new StringBuilder(text);
      while (tokens.at(Kind.STRING)) {
        all.append((String) tokens.next().value());
      }
      text = all.toString();
    }
    return new Expr.Const(first.pos(), text);
  }

  /// Where a tuple stands, which says what may be in it and what ends it.
  enum Mode {
    PRINT,
    /// Of `if`: no conditional.
    TEST,
    /// Of `for`: no conditional, and `recursive` ends it.
    FOR_ITEMS,
    /// Names only; `in` ends it.
    FOR_TARGET,
    /// Names and attributes of namespaces only.
    TARGET,
    /// Names only.
    WITH_TARGET,
    PARENTHESES
  }

  Expr tuple(Mode mode) {
    int pos = tokens.current().pos();
    List<Expr> items = null;
    Expr single = null;
    int h = 0;
    while (true) {
      if (single != null) {
        items = items == null ? new ArrayList<>() : items;
        items.add(single);
        tokens.expect(Kind.COMMA);
      }
      if (atTupleEnd(mode)) {
        break;
      }
      single = element(mode);
      h = Math.max(h, height);
      if (!tokens.at(Kind.COMMA)) {
        if (items == null) {
          return single;
        }
        items.add(single);
        break;
      }
    }
    if (items == null) {
      if (mode != Mode.PARENTHESES) {
        throw tokens.fail("Expected an expression, got " + Repr.text(tokens.current().describe()));
      }
      items = List.of();
    }
    height = 0;
    over(h);
    return new Expr.Tuple(pos, items);
  }

  private Expr element(Mode mode) {
    return switch (mode) {
      case PRINT, PARENTHESES -> expression(true);
      case TEST, FOR_ITEMS -> expression(false);
      case TARGET, FOR_TARGET, WITH_TARGET -> {
        tokens.enter();
        Expr e = primary(mode == Mode.TARGET);
        tokens.leave();
        yield e;
      }
    };
  }

  private boolean atTupleEnd(Mode mode) {
    return switch (tokens.kind()) {
      case VARIABLE_END, BLOCK_END, RPAREN -> true;
      case NAME ->
          (mode == Mode.FOR_TARGET && tokens.at("in"))
              || (mode == Mode.FOR_ITEMS && tokens.at("recursive"));
      default -> false;
    };
  }

  private Expr list() {
    int pos = tokens.expect(Kind.LBRACKET).pos();
    List<Expr> items = new ArrayList<>();
    int h = 0;
    while (!tokens.at(Kind.RBRACKET)) {
      if (!items.isEmpty()) {
        tokens.expect(Kind.COMMA);
        if (tokens.at(Kind.RBRACKET)) {
          break;
        }
      }
      items.add(expression());
      h = Math.max(h, height);
    }
    tokens.expect(Kind.RBRACKET);
    height = 0;
    over(h);
    return new Expr.ListOf(pos, items);
  }

  private Expr dict() {
    int pos = tokens.expect(Kind.LBRACE).pos();
    List<Expr.Pair> items = new ArrayList<>();
    int h = 0;
    while (!tokens.at(Kind.RBRACE)) {
      if (!items.isEmpty()) {
        tokens.expect(Kind.COMMA);
        if (tokens.at(Kind.RBRACE)) {
          break;
        }
      }
      Expr key = expression();
      h = Math.max(h, height);
      tokens.expect(Kind.COLON);
      items.add(new Expr.Pair(key, expression()));
      h = Math.max(h, height);
    }
    tokens.expect(Kind.RBRACE);
    height = 0;
    over(h);
    return new Expr.Dict(pos, items);
  }

  Expr.Filter filterBlock() {
    return postfix.filterBlock();
  }

  Expr.@Nullable Filter filterChain() {
    return postfix.filterChain();
  }
}
