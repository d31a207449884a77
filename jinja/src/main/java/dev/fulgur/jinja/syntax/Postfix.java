package dev.fulgur.jinja.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows a primary: `.name`, `[...]`, `(...)`, `|filter`, `is test`.
final class Postfix {

  private final TokenStream tokens;
  private final ExpressionParser expressions;

  Postfix(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  Expr postfix(Expr first) {
    Expr e = first;
    while (true) {
      switch (tokens.kind()) {
        case DOT -> e = attribute(e);
        case LBRACKET -> e = item(e);
        case LPAREN -> e = call(e);
        default -> {
          return e;
        }
      }
    }
  }

  Expr filters(Expr first) {
    Expr e = first;
    while (true) {
      if (tokens.at(Kind.PIPE)) {
        tokens.next();
        e = filter(e);
      } else if (tokens.at("is")) {
        e = test(e);
      } else if (tokens.at(Kind.LPAREN)) {
        e = call(e);
      } else {
        return e;
      }
    }
  }

  private Expr attribute(Expr object) {
    int h = expressions.height;
    int pos = tokens.next().pos();
    Token name = tokens.next();
    expressions.height = 0;
    expressions.over(h);
    if (name.kind() == Kind.NAME) {
      return new Expr.Attribute(name.pos(), object, (String) name.value());
    }
    if (name.kind() != Kind.INTEGER) {
      throw tokens.fail("expected name or number", name.pos());
    }
    return new Expr.Item(pos, object, new Expr.Const(name.pos(), name.value()));
  }

  private Expr item(Expr object) {
    int h = expressions.height;
    int pos = tokens.next().pos();
    List<Expr> keys = new ArrayList<>(1);
    while (!tokens.at(Kind.RBRACKET)) {
      if (!keys.isEmpty()) {
        tokens.expect(Kind.COMMA);
      }
      keys.add(subscript());
      h = Math.max(h, expressions.height);
    }
    tokens.expect(Kind.RBRACKET);
    expressions.over(h);
    Expr key = keys.size() == 1 ? keys.getFirst() : new Expr.Tuple(pos, keys);
    return new Expr.Item(pos, object, key);
  }

  private Expr subscript() {
    int pos = tokens.current().pos();
    Expr start = null;
    int h = 0;
    if (!tokens.at(Kind.COLON)) {
      start = expressions.expression();
      h = expressions.height;
      if (!tokens.at(Kind.COLON)) {
        return start;
      }
    }
    tokens.next();
    Expr stop = null;
    if (!tokens.at(Kind.COLON) && !atSubscriptEnd()) {
      stop = expressions.expression();
      h = Math.max(h, expressions.height);
    }
    Expr step = null;
    if (tokens.skip(Kind.COLON) && !atSubscriptEnd()) {
      step = expressions.expression();
      h = Math.max(h, expressions.height);
    }
    expressions.height = 0;
    expressions.over(h);
    return new Expr.Slice(pos, start, stop, step);
  }

  private boolean atSubscriptEnd() {
    return tokens.at(Kind.RBRACKET) || tokens.at(Kind.COMMA);
  }

  private Expr call(Expr callee) {
    int h = expressions.height;
    int pos = tokens.current().pos();
    tokens.mention(Mentions.ofCall(callee));
    Expr.Arguments arguments = arguments();
    expressions.over(h);
    return new Expr.Call(pos, callee, arguments);
  }

  private Expr.Arguments arguments() {
    int pos = tokens.expect(Kind.LPAREN).pos();
    List<Expr> positional = new ArrayList<>(2);
    List<Expr.Keyword> keywords = List.of();
    Expr more = null;
    Expr moreKeywords = null;
    int h = 0;
    boolean first = true;
    while (!tokens.at(Kind.RPAREN)) {
      if (!first) {
        tokens.expect(Kind.COMMA);
        if (tokens.at(Kind.RPAREN)) {
          break;
        }
      }
      first = false;
      if (tokens.at(Kind.MUL)) {
        ensure(more == null && moreKeywords == null, pos);
        tokens.next();
        more = expressions.expression();
      } else if (tokens.at(Kind.POW)) {
        ensure(moreKeywords == null, pos);
        tokens.next();
        moreKeywords = expressions.expression();
      } else if (tokens.at(Kind.NAME) && tokens.look().kind() == Kind.ASSIGN) {
        ensure(moreKeywords == null, pos);
        String key = tokens.expectName();
        tokens.next();
        keywords = keywords.isEmpty() ? new ArrayList<>(2) : keywords;
        keywords.add(new Expr.Keyword(key, expressions.expression()));
      } else {
        ensure(more == null && moreKeywords == null && keywords.isEmpty(), pos);
        positional.add(expressions.expression());
      }
      h = Math.max(h, expressions.height);
    }
    tokens.expect(Kind.RPAREN);
    expressions.height = h;
    if (first) {
      return Expr.Arguments.NONE;
    }
    return new Expr.Arguments(positional, keywords, more, moreKeywords);
  }

  private void ensure(boolean valid, int pos) {
    if (!valid) {
      throw tokens.fail("invalid syntax for function call expression", pos);
    }
  }

  /// A filter, at its name.
  private Expr.Filter filter(@Nullable Expr input) {
    int h = expressions.height;
    Token token = tokens.expect(Kind.NAME);
    String name = dotted(token);
    expressions.height = 0;
    Expr.Arguments arguments = tokens.at(Kind.LPAREN) ? arguments() : Expr.Arguments.NONE;
    expressions.over(h);
    return new Expr.Filter(token.pos(), input, name, arguments);
  }

  private String dotted(Token first) {
    String name = (String) first.value();
    if (!tokens.at(Kind.DOT)) {
      return name;
    }
    StringBuilder all = new StringBuilder(name);
    while (tokens.skip(Kind.DOT)) {
      all.append('.').append(tokens.expectName());
    }
    return all.toString();
  }

  /// The filters of a filter block, the first without its bar.
  Expr.Filter filterBlock() {
    expressions.height = 0;
    Expr.Filter filter = filter(null);
    while (tokens.skip(Kind.PIPE)) {
      filter = filter(filter);
    }
    return filter;
  }

  /// The filters of a block assignment, or null.
  Expr.@Nullable Filter filterChain() {
    expressions.height = 0;
    Expr.Filter filter = null;
    while (tokens.skip(Kind.PIPE)) {
      filter = filter(filter);
    }
    return filter;
  }

  private Expr test(Expr input) {
    int h = expressions.height;
    int pos = tokens.next().pos();
    boolean negated = tokens.skip("not");
    Token token = tokens.expect(Kind.NAME);
    String name = dotted(token);
    expressions.height = 0;
    Expr.Arguments arguments = Expr.Arguments.NONE;
    if (tokens.at(Kind.LPAREN)) {
      arguments = arguments();
    } else if (startsArgument()) {
      if (tokens.at("is")) {
        throw tokens.fail("You cannot chain multiple tests with is");
      }
      tokens.enter();
      Expr argument = postfix(expressions.primary(false));
      tokens.leave();
      arguments = new Expr.Arguments(List.of(argument), List.of(), null, null);
    }
    expressions.over(h);
    Expr test = new Expr.Test(token.pos(), input, name, arguments);
    if (negated) {
      expressions.over(0);
      return new Expr.Not(pos, test);
    }
    return test;
  }

  private boolean startsArgument() {
    return switch (tokens.kind()) {
      case NAME -> !tokens.current().isAny("else", "or", "and");
      case STRING, INTEGER, FLOAT, LBRACKET, LBRACE -> true;
      default -> false;
    };
  }
}
