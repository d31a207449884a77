package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Source;
import dev.fulgur.jinja.syntax.Expr;
import dev.fulgur.jinja.syntax.Mentions;
import dev.fulgur.jinja.syntax.Stmt;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compiles loops.
final class LoopCompiler {

  private static final int[] NOTHING = {};

  private final Source source;
  private final EscapingState escaping;
  private final ExprCompiler expressions;
  private final StmtCompiler statements;

  LoopCompiler(
      Source source, EscapingState escaping, ExprCompiler expressions, StmtCompiler statements) {
    this.source = source;
    this.escaping = escaping;
    this.expressions = expressions;
    this.statements = statements;
  }

  Cmd loop(Stmt.For s, Site outer) {
    boolean extended =
        s.recursive()
            || (s.mentions() & Mentions.SCOPED_BLOCK) != 0
            || ((s.mentions() & Mentions.LOOP) != 0
                && Undeclared.in(s.body(), Set.of("loop")).contains("loop"));
    Function function = s.recursive() ? new Function(outer.function()) : outer.function();
    LoopNodes.Filter filter = filter(s, outer);
    Scope scope = outer.scope().inner(function);
    if (extended) {
      scope.declareParameter("loop");
    }
    Symbols symbols = new Symbols(scope);
    symbols.parameters(s.target());
    symbols.body(s.body());
    if ((s.mentions() & Mentions.LOOP_ASSIGNED) != 0) {
      throw source.assertion(
          "Can't assign to special loop variable in for-loop target", assigned(s));
    }
    Site site = s.recursive() ? outer.inner(scope, function).loop() : outer.inner(scope).loop();
    Ex items = expressions.compile(s.items(), outer);
    Store target = statements.store(s.target(), site);
    ScopeNodes.Enter enter = statements.enter(scope);
    Cmd[] commands = statements.body(s.body(), site);
    Cmd otherwise = otherwise(s, outer, function);
    LoopNodes.Body body =
        new LoopNodes.Body(
            target,
            enter,
            commands,
            extended ? scope.slot("loop") : -1,
            filter,
            otherwise,
            function.isCaptured() && !s.recursive() ? scope.slots() : NOTHING);
    return s.recursive()
        ? new LoopNodes.Recursive(s.pos(), items, body, function.count(), escaping.current())
        : new LoopNodes.For(s.pos(), items, body);
  }

  private LoopNodes.@Nullable Filter filter(Stmt.For s, Site outer) {
    Expr test = s.test();
    if (test == null) {
      return null;
    }
    Function function = new Function(outer.function());
    Scope scope = outer.scope().inner(function);
    Symbols symbols = new Symbols(scope);
    symbols.parameters(s.target());
    symbols.expr(test);
    Site site = outer.inner(scope, function);
    Store target = statements.store(s.target(), site);
    Ex condition = expressions.compile(test, site);
    return new LoopNodes.Filter(
        function.count(), statements.enter(scope), target, condition, test.pos());
  }

  private @Nullable Cmd otherwise(Stmt.For s, Site outer, Function function) {
    if (s.otherwise().isEmpty()) {
      return null;
    }
    Scope scope = outer.scope().inner(function);
    new Symbols(scope).body(s.otherwise());
    Site site = s.recursive() ? outer.inner(scope, function) : outer.inner(scope);
    return new ScopeNodes.Scoped(statements.enter(scope), statements.body(s.otherwise(), site));
  }

  /// Where `loop` is assigned, for the error.
  private static int assigned(Stmt.For s) {
    int[] found = {s.pos()};
    find(s.target(), found);
    findIn(s.body(), found);
    return found[0];
  }

  private static void findIn(List<Stmt> body, int[] found) {
    for (Stmt statement : body) {
      switch (statement) {
        case Stmt.Assign a -> find(a.target(), found);
        case Stmt.AssignBlock a -> find(a.target(), found);
        case Stmt.If i -> findIn(i.body(), found);
        case Stmt.For f -> find(f.target(), found);
        default -> {}
      }
    }
  }

  private static void find(Expr target, int[] found) {
    if (target instanceof Expr.Target t && t.name().equals("loop")) {
      found[0] = t.pos();
    } else if (target instanceof Expr.Tuple t) {
      t.items().forEach(item -> find(item, found));
    }
  }
}
