package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.syntax.Expr;
import dev.fulgur.jinja.syntax.Stmt;
import java.util.List;

/// Finds the names that belong to a scope: those of its statements, but not of the scopes inside
/// them.
final class Symbols {

  private final Scope scope;

  Symbols(Scope scope) {
    this.scope = scope;
  }

  void body(List<Stmt> statements) {
    for (Stmt statement : statements) {
      statement(statement);
    }
  }

  private void statement(Stmt statement) {
    switch (statement) {
      case Stmt.Output s -> all(s.parts());
      case Stmt.If s -> {
        expr(s.test());
        scope.enterBranches();
        body(s.body());
        for (Stmt.If elif : s.elifs()) {
          expr(elif.test());
          body(elif.body());
        }
        body(s.otherwise());
        scope.leaveBranches();
      }
      case Stmt.For s -> expr(s.items());
      case Stmt.Macro s -> scope.store(s.name());
      case Stmt.CallBlock s -> expr(s.call());
      case Stmt.FilterBlock s -> filter(s.filter());
      case Stmt.With s -> all(s.values());
      case Stmt.Extends s -> expr(s.template());
      case Stmt.Include s -> expr(s.template());
      case Stmt.Import s -> {
        expr(s.template());
        scope.store(s.target());
      }
      case Stmt.FromImport s -> {
        expr(s.template());
        for (Stmt.Imported name : s.names()) {
          scope.store(name.alias());
        }
      }
      case Stmt.Assign s -> {
        expr(s.value());
        expr(s.target());
      }
      case Stmt.AssignBlock s -> {
        if (s.filter() != null) {
          filter(s.filter());
        }
        expr(s.target());
      }
      case Stmt.Do s -> expr(s.value());
      case Stmt.Autoescape _, Stmt.Block _, Stmt.Break _, Stmt.Continue _ -> {}
    }
  }

  private void all(List<Expr> expressions) {
    for (Expr e : expressions) {
      expr(e);
    }
  }

  private void filter(Expr.Filter filter) {
    expr(filter);
  }

  /// The names of a loop's target, given for each turn.
  void parameters(Expr target) {
    switch (target) {
      case Expr.Target t -> scope.declareParameter(t.name());
      case Expr.Tuple t -> t.items().forEach(this::parameters);
      default -> expr(target);
    }
  }

  void expr(Expr e) {
    switch (e) {
      case Expr.Name n -> scope.load(n.name(), n.pos());
      case Expr.Target t -> {
        if (t.param()) {
          scope.declareParameter(t.name());
        } else {
          scope.store(t.name());
        }
      }
      case Expr.NamespaceTarget n -> scope.load(n.name(), n.pos());
      default -> Children.of(e, this::expr);
    }
  }
}
