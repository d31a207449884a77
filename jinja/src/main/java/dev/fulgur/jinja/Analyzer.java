package dev.fulgur.jinja;

import dev.fulgur.jinja.compile.Compiler;
import dev.fulgur.jinja.syntax.Expr;
import dev.fulgur.jinja.syntax.Stmt;
import dev.fulgur.jinja.syntax.Tree;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Looks through a parsed template.
final class Analyzer {

  private final Set<String> templates = new LinkedHashSet<>();
  private boolean dynamic;

  private Analyzer() {}

  static Analysis analyze(JinjaEngine engine, Tree tree) {
    Set<String> names = new TreeSet<>();
    for (String name : Compiler.freeNames(tree, engine, engine.syntax().autoescape())) {
      if (!engine.isGlobal(name)) {
        names.add(name);
      }
    }
    Analyzer analyzer = new Analyzer();
    analyzer.body(tree.body());
    return new Analysis(
        Collections.unmodifiableSet(names), List.copyOf(analyzer.templates), analyzer.dynamic);
  }

  private void body(List<Stmt> body) {
    for (Stmt statement : body) {
      switch (statement) {
        case Stmt.Extends s -> template(s.template());
        case Stmt.Include s -> template(s.template());
        case Stmt.Import s -> template(s.template());
        case Stmt.FromImport s -> template(s.template());
        case Stmt.If s -> {
          body(s.body());
          s.elifs().forEach(elif -> body(elif.body()));
          body(s.otherwise());
        }
        case Stmt.For s -> {
          body(s.body());
          body(s.otherwise());
        }
        case Stmt.Macro s -> body(s.body());
        case Stmt.CallBlock s -> body(s.body());
        case Stmt.FilterBlock s -> body(s.body());
        case Stmt.With s -> body(s.body());
        case Stmt.Autoescape s -> body(s.body());
        case Stmt.Block s -> body(s.body());
        case Stmt.AssignBlock s -> body(s.body());
        case Stmt.Output _, Stmt.Assign _, Stmt.Do _, Stmt.Break _, Stmt.Continue _ -> {}
      }
    }
  }

  private void template(Expr name) {
    switch (name) {
      case Expr.Const c when c.value() instanceof String s -> templates.add(s);
      case Expr.Tuple t -> t.items().forEach(this::template);
      case Expr.ListOf l -> l.items().forEach(this::template);
      default -> dynamic = true;
    }
  }
}
