package dev.fulgur.jinja.syntax;

import dev.fulgur.jinja.Syntax;
import dev.fulgur.jinja.runtime.Chars;
import dev.fulgur.jinja.runtime.Source;
import java.util.ArrayList;
import java.util.List;

/// Parses a template: text, printed expressions and statements.
public final class Parser {

  private static final Stmt.Block PENDING = new Stmt.Block(0, "", List.of(), false, false, 0);

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final Targets targets;
  private final Imports imports;
  private final Tags tags;
  private final Syntax syntax;
  private final List<Stmt.Block> blocks = new ArrayList<>(0);

  private Parser(Source source, Syntax syntax) {
    this.syntax = syntax;
    this.tokens = new TokenStream(source, syntax);
    this.expressions = new ExpressionParser(tokens);
    this.targets = new Targets(tokens, expressions);
    this.imports = new Imports(tokens, expressions, targets);
    this.tags = new Tags(tokens, syntax);
  }

  /// The tree of a template.
  ///
  /// @throws dev.fulgur.jinja.TemplateSyntaxException when it is no template
  public static Tree parse(Source source, Syntax syntax) {
    Parser parser = new Parser(source, syntax);
    List<Stmt> body = parser.body();
    int mentions = parser.tokens.endMentions(0);
    return new Tree(source, body, parser.blocks, mentions);
  }

  /// Until one of the tags that the innermost statement waits for, which becomes the current token,
  /// or until the end.
  private List<Stmt> body(String... ends) {
    List<Stmt> body = new ArrayList<>();
    List<Expr> data = new ArrayList<>();
    tags.waitFor(ends);
    while (true) {
      switch (tokens.kind()) {
        case EOF -> {
          flush(data, body);
          tags.waited();
          return body;
        }
        case DATA -> {
          Token token = tokens.next();
          String text = (String) token.value();
          if (!text.isEmpty()) {
            data.add(new Expr.Data(token.pos(), text));
          }
        }
        case VARIABLE_BEGIN -> {
          tokens.next();
          data.add(expressions.tuple(ExpressionParser.Mode.PRINT));
          tokens.expect(Kind.VARIABLE_END);
        }
        case BLOCK_BEGIN -> {
          flush(data, body);
          tokens.next();
          if (tokens.current().isAny(ends)) {
            tags.waited();
            return body;
          }
          body.add(statement());
          tokens.expect(Kind.BLOCK_END);
        }
        default -> throw new IllegalStateException("between tags: " + tokens.current());
      }
    }
  }

  private static void flush(List<Expr> data, List<Stmt> body) {
    if (!data.isEmpty()) {
      body.add(new Stmt.Output(data.getFirst().pos(), List.copyOf(data)));
      data.clear();
    }
  }

  /// The body of a statement, from the end of its tag; one of `ends` becomes the current token.
  private List<Stmt> statements(String... ends) {
    tokens.skip(Kind.COLON);
    tokens.expect(Kind.BLOCK_END);
    List<Stmt> body = body(ends);
    if (tokens.at(Kind.EOF)) {
      tags.waitFor(ends);
      throw tags.unexpectedEnd();
    }
    return body;
  }

  private List<Stmt> statementsUntil(String end) {
    List<Stmt> body = statements(end);
    tokens.next();
    return body;
  }

  private Stmt statement() {
    Token token = tokens.current();
    if (token.kind() != Kind.NAME) {
      throw tokens.fail("tag name expected");
    }
    tokens.enter();
    tags.open((String) token.value());
    Stmt statement =
        switch ((String) token.value()) {
          case "for" -> parseFor();
          case "if" -> parseIf();
          case "block" -> parseBlock();
          case "extends" -> imports.parseExtends();
          case "print" -> parsePrint();
          case "macro" -> parseMacro();
          case "include" -> imports.parseInclude();
          case "from" -> imports.parseFrom();
          case "import" -> imports.parseImport();
          case "set" -> parseSet();
          case "with" -> parseWith();
          case "autoescape" -> parseAutoescape();
          case "call" -> parseCall();
          case "filter" -> parseFilter();
          case "do" -> parseDo(token);
          case "break", "continue" -> parseLoopControl(token);
          default -> throw unknown(token);
        };
    tags.close();
    tokens.leave();
    return statement;
  }

  private RuntimeException unknown(Token token) {
    tags.close();
    return tags.unknown((String) token.value(), token.pos());
  }

  private Stmt parseDo(Token token) {
    if (!syntax.doTag()) {
      throw unknown(token);
    }
    int pos = tokens.next().pos();
    return new Stmt.Do(pos, expressions.tuple(ExpressionParser.Mode.PRINT));
  }

  private Stmt parseLoopControl(Token token) {
    if (!syntax.loopControls()) {
      throw unknown(token);
    }
    tokens.next();
    return token.is("break") ? new Stmt.Break(token.pos()) : new Stmt.Continue(token.pos());
  }

  private Stmt parseSet() {
    int pos = tokens.next().pos();
    Expr target = targets.target(ExpressionParser.Mode.TARGET);
    if (tokens.skip(Kind.ASSIGN)) {
      return new Stmt.Assign(pos, target, expressions.tuple(ExpressionParser.Mode.PRINT));
    }
    Expr.Filter filter = expressions.filterChain();
    return new Stmt.AssignBlock(pos, target, filter, statementsUntil("endset"));
  }

  private Stmt parseFor() {
    int pos = tokens.next().pos();
    int before = tokens.startMentions();
    Expr target = targets.target(ExpressionParser.Mode.FOR_TARGET);
    tokens.expect("in");
    Expr items = expressions.tuple(ExpressionParser.Mode.FOR_ITEMS);
    Expr test = tokens.skip("if") ? expressions.expression() : null;
    boolean recursive = tokens.skip("recursive");
    int inBody = tokens.startMentions();
    List<Stmt> body = statements("endfor", "else");
    int mentions = tokens.endMentions(inBody);
    List<Stmt> otherwise = tokens.next().is("endfor") ? List.of() : statementsUntil("endfor");
    int anywhere = tokens.endMentions(before) & (Mentions.LOOP_ASSIGNED | Mentions.SCOPED_BLOCK);
    return new Stmt.For(pos, target, items, body, otherwise, test, recursive, mentions | anywhere);
  }

  private Stmt parseIf() {
    int pos = tokens.next().pos();
    Expr test = expressions.tuple(ExpressionParser.Mode.TEST);
    List<Stmt> body = statements("elif", "else", "endif");
    List<Stmt.If> elifs = List.of();
    Token end = tokens.next();
    while (end.is("elif")) {
      elifs = elifs.isEmpty() ? new ArrayList<>() : elifs;
      int at = tokens.current().pos();
      Expr elifTest = expressions.tuple(ExpressionParser.Mode.TEST);
      List<Stmt> elifBody = statements("elif", "else", "endif");
      elifs.add(new Stmt.If(at, elifTest, elifBody, List.of(), List.of()));
      end = tokens.next();
    }
    List<Stmt> otherwise = end.is("else") ? statementsUntil("endif") : List.of();
    return new Stmt.If(pos, test, body, elifs, otherwise);
  }

  private Stmt parseWith() {
    int pos = tokens.next().pos();
    List<Expr> names = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    while (!tokens.at(Kind.BLOCK_END)) {
      if (!names.isEmpty()) {
        tokens.expect(Kind.COMMA);
      }
      names.add(targets.target(ExpressionParser.Mode.WITH_TARGET));
      tokens.expect(Kind.ASSIGN);
      values.add(expressions.expression());
    }
    return new Stmt.With(pos, names, values, statementsUntil("endwith"));
  }

  private Stmt parseAutoescape() {
    int pos = tokens.next().pos();
    Expr value = expressions.expression();
    return new Stmt.Autoescape(pos, value, statementsUntil("endautoescape"));
  }

  private Stmt parseBlock() {
    int pos = tokens.next().pos();
    String name = tokens.expectName();
    boolean scoped = tokens.skip("scoped");
    boolean required = tokens.skip("required");
    if (tokens.at(Kind.SUB)) {
      throw tokens.fail(
          "Block names in Jinja have to be valid Python identifiers and may not contain hyphens,"
              + " use an underscore instead.");
    }
    int index = blocks.size();
    blocks.add(PENDING);
    int before = tokens.startMentions();
    List<Stmt> body = statementsUntil("endblock");
    int mentions = tokens.endMentions(before);
    tokens.mention(Mentions.NAMES_WANTED | (scoped ? Mentions.SCOPED_BLOCK : 0));
    if (required && !body.stream().allMatch(Parser::isBlank)) {
      throw tokens.fail("Required blocks can only contain comments or whitespace");
    }
    tokens.skip(name);
    Stmt.Block block = new Stmt.Block(pos, name, body, scoped, required, mentions);
    blocks.set(index, block);
    return block;
  }

  private static boolean isBlank(Stmt statement) {
    return statement instanceof Stmt.Output output
        && output.parts().stream()
            .allMatch(
                part ->
                    part instanceof Expr.Data data
                        && Chars.allSpace(data.text(), 0, data.text().length()));
  }

  private Stmt parsePrint() {
    int pos = tokens.next().pos();
    List<Expr> parts = new ArrayList<>();
    while (!tokens.at(Kind.BLOCK_END)) {
      if (!parts.isEmpty()) {
        tokens.expect(Kind.COMMA);
      }
      parts.add(expressions.expression());
    }
    return new Stmt.Output(pos, parts);
  }

  private Stmt parseMacro() {
    int pos = tokens.next().pos();
    String name = targets.name(false).name();
    Stmt.Signature signature = signature();
    int before = tokens.startMentions();
    List<Stmt> body = statementsUntil("endmacro");
    return new Stmt.Macro(pos, name, signature, body, tokens.endMentions(before));
  }

  private Stmt.Signature signature() {
    List<Expr.Target> parameters = new ArrayList<>();
    List<Expr> defaults = new ArrayList<>();
    tokens.expect(Kind.LPAREN);
    while (!tokens.at(Kind.RPAREN)) {
      if (!parameters.isEmpty()) {
        tokens.expect(Kind.COMMA);
      }
      Expr.Target parameter = targets.name(true);
      if (tokens.skip(Kind.ASSIGN)) {
        defaults.add(expressions.expression());
      } else if (!defaults.isEmpty()) {
        throw tokens.fail("non-default argument follows default argument");
      }
      parameters.add(parameter);
    }
    tokens.expect(Kind.RPAREN);
    return new Stmt.Signature(parameters, defaults);
  }

  private Stmt parseCall() {
    int pos = tokens.next().pos();
    Stmt.Signature signature = tokens.at(Kind.LPAREN) ? signature() : Stmt.Signature.NONE;
    if (!(expressions.expression() instanceof Expr.Call call)) {
      throw tokens.fail("expected call", pos);
    }
    int before = tokens.startMentions();
    List<Stmt> body = statementsUntil("endcall");
    return new Stmt.CallBlock(pos, call, signature, body, tokens.endMentions(before));
  }

  private Stmt parseFilter() {
    int pos = tokens.next().pos();
    Expr.Filter filter = expressions.filterBlock();
    return new Stmt.FilterBlock(pos, filter, statementsUntil("endfilter"));
  }
}
