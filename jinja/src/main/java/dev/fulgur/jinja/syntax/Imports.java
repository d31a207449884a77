package dev.fulgur.jinja.syntax;

import java.util.ArrayList;
import java.util.List;

/// The tags that bring in another template.
final class Imports {

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final Targets targets;

  Imports(TokenStream tokens, ExpressionParser expressions, Targets targets) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.targets = targets;
  }

  Stmt parseExtends() {
    tokens.mention(Mentions.EXTENDS | Mentions.NAMES_WANTED);
    int pos = tokens.next().pos();
    return new Stmt.Extends(pos, expressions.expression());
  }

  Stmt parseInclude() {
    tokens.mention(Mentions.NAMES_WANTED);
    int pos = tokens.next().pos();
    Expr template = expressions.expression();
    boolean ignoreMissing = tokens.at("ignore") && tokens.look().is("missing");
    if (ignoreMissing) {
      tokens.next();
      tokens.next();
    }
    return new Stmt.Include(pos, template, context(true), ignoreMissing);
  }

  Stmt parseImport() {
    tokens.mention(Mentions.NAMES_WANTED);
    int pos = tokens.next().pos();
    Expr template = expressions.expression();
    tokens.expect("as");
    String target = targets.name(false).name();
    return new Stmt.Import(pos, template, target, context(false));
  }

  Stmt parseFrom() {
    tokens.mention(Mentions.NAMES_WANTED);
    int pos = tokens.next().pos();
    Expr template = expressions.expression();
    tokens.expect("import");
    List<Stmt.Imported> names = new ArrayList<>();
    boolean withContext = false;
    while (true) {
      if (!names.isEmpty()) {
        tokens.expect(Kind.COMMA);
      }
      if (!tokens.at(Kind.NAME)) {
        tokens.expect(Kind.NAME);
      }
      if (atContext()) {
        withContext = context(false);
        break;
      }
      Expr.Target name = targets.name(false);
      if (name.name().startsWith("_")) {
        throw tokens.source.assertion(
            "names starting with an underline can not be imported", name.pos());
      }
      String alias = tokens.skip("as") ? targets.name(false).name() : name.name();
      names.add(new Stmt.Imported(name.name(), alias));
      if (atContext()) {
        withContext = context(false);
        break;
      }
      if (!tokens.at(Kind.COMMA)) {
        break;
      }
    }
    return new Stmt.FromImport(pos, template, names, withContext);
  }

  private boolean atContext() {
    return tokens.current().isAny("with", "without") && tokens.look().is("context");
  }

  private boolean context(boolean otherwise) {
    if (!atContext()) {
      return otherwise;
    }
    boolean with = tokens.next().is("with");
    tokens.next();
    return with;
  }
}
