package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.syntax.Expr;
import dev.fulgur.jinja.syntax.Stmt;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which of some names a part of a template reads before it assigns them. Looks into every scope
/// but blocks.
final class Undeclared {

  private final Set<String> wanted;
  private final Set<String> found = new HashSet<>();

  private Undeclared(Set<String> wanted) {
    this.wanted = new HashSet<>(wanted);
  }

  static Set<String> in(List<Stmt> body, Set<String> names) {
    Undeclared visitor = new Undeclared(names);
    visitor.body(body);
    return visitor.found;
  }

  private void body(List<Stmt> body) {
    for (Stmt statement : body) {
      statement(statement);
    }
  }

  private void statement(Stmt statement) {
    switch (statement) {
      case Stmt.Output s -> all(s.parts());
      case Stmt.For s -> {
        expr(s.target());
        expr(s.items());
        body(s.body());
        body(s.otherwise());
        if (s.test() != null) {
          expr(s.test());
        }
      }
      case Stmt.If s -> {
        expr(s.test());
        body(s.body());
        s.elifs().forEach(this::statement);
        body(s.otherwise());
      }
      case Stmt.Macro s -> {
        signature(s.signature());
        body(s.body());
      }
      case Stmt.CallBlock s -> {
        expr(s.call());
        signature(s.signature());
        body(s.body());
      }
      case Stmt.FilterBlock s -> {
        body(s.body());
        expr(s.filter());
      }
      case Stmt.With s -> {
        all(s.targets());
        all(s.values());
        body(s.body());
      }
      case Stmt.Autoescape s -> {
        expr(s.value());
        body(s.body());
      }
      case Stmt.Extends s -> expr(s.template());
      case Stmt.Include s -> expr(s.template());
      case Stmt.Import s -> expr(s.template());
      case Stmt.FromImport s -> expr(s.template());
      case Stmt.Assign s -> {
        expr(s.target());
        expr(s.value());
      }
      case Stmt.AssignBlock s -> {
        expr(s.target());
        if (s.filter() != null) {
          expr(s.filter());
        }
        body(s.body());
      }
      case Stmt.Do s -> expr(s.value());
      case Stmt.Block _, Stmt.Break _, Stmt.Continue _ -> {}
    }
  }

  private void signature(Stmt.Signature signature) {
    signature.parameters().forEach(this::expr);
    all(signature.defaults());
  }

  private void all(List<Expr> expressions) {
    for (Expr e : expressions) {
      expr(e);
    }
  }

  private void expr(Expr e) {
    switch (e) {
      case Expr.Name n -> {
        if (wanted.contains(n.name())) {
          found.add(n.name());
        }
      }
      case Expr.Target t -> wanted.remove(t.name());
      default -> Children.of(e, this::expr);
    }
  }
}
