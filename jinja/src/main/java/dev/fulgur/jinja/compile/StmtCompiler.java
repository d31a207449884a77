package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.TemplateSyntaxException;
import dev.fulgur.jinja.runtime.Source;
import dev.fulgur.jinja.syntax.Expr;
import dev.fulgur.jinja.syntax.Stmt;
import dev.fulgur.jinja.syntax.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compiles statements.
final class StmtCompiler {

  private final Source source;
  private final EscapingState escaping;
  private final Folding folding;
  private final ExprCompiler expressions;
  private final LoopCompiler loops;
  private final MacroCompiler macros;
  private final Set<String> free;
  private int parentSlot = -1;
  private int extendsSoFar;
  private boolean surelyExtended;

  StmtCompiler(Tree tree, Templates engine, EscapingState escaping, Set<String> free) {
    this.source = tree.source();
    this.escaping = escaping;
    this.free = free;
    this.folding = new Folding(engine, source);
    this.expressions = new ExprCompiler(engine, source, folding, escaping);
    this.loops = new LoopCompiler(source, escaping, expressions, this);
    this.macros = new MacroCompiler(source, expressions, this);
  }

  /// The slot of the root for the template that it extends.
  void extendsInto(int slot) {
    parentSlot = slot;
  }

  /// What gives the names of a scope their first values.
  ScopeNodes.Enter enter(Scope scope) {
    free.addAll(scope.fromContext());
    return scope.enter();
  }

  Cmd[] body(List<Stmt> statements, Site site) {
    List<Cmd> commands = new ArrayList<>(statements.size());
    body(statements, site, commands);
    return Cmd.array(commands);
  }

  /// Compiles statements until one after which nothing can run.
  void body(List<Stmt> statements, Site site, List<Cmd> to) {
    for (Stmt statement : statements) {
      if (statement instanceof Stmt.Extends e) {
        if (!extend(e, site, to)) {
          return;
        }
      } else if (statement instanceof Stmt.Output output) {
        output(output, site, to);
      } else {
        Cmd cmd = compile(statement, site);
        if (cmd != null) {
          to.add(cmd);
        }
      }
    }
  }

  private @Nullable Cmd compile(Stmt statement, Site site) {
    return switch (statement) {
      case Stmt.If s -> ifNode(s, site);
      case Stmt.For s -> loops.loop(s, site);
      case Stmt.Macro s -> macros.macro(s, site);
      case Stmt.CallBlock s -> macros.callBlock(s, site);
      case Stmt.FilterBlock s -> filterBlock(s, site);
      case Stmt.With s -> with(s, site);
      case Stmt.Autoescape s -> autoescape(s, site);
      case Stmt.Block s -> block(s, site);
      case Stmt.Include s ->
          new ImportNodes.Include(
              s.pos(),
              expressions.compile(s.template(), site),
              site.visibleIf(s.withContext()),
              s.ignoreMissing());
      case Stmt.Import s ->
          new ImportNodes.Import(
              s.pos(),
              expressions.compile(s.template(), site),
              site.visibleIf(s.withContext()),
              site.slot(s.target()),
              s.target(),
              site.topLevel());
      case Stmt.FromImport s -> fromImport(s, site);
      case Stmt.Assign s -> assign(s, site);
      case Stmt.AssignBlock s -> assignBlock(s, site);
      case Stmt.Do s -> new OutputNodes.Do(expressions.compile(s.value(), site));
      case Stmt.Break s -> jump(Cmd.BREAK, "'break' outside loop", s.pos(), site);
      case Stmt.Continue s -> jump(Cmd.CONTINUE, "'continue' not properly in loop", s.pos(), site);
      case Stmt.Output _, Stmt.Extends _ -> throw new IllegalStateException("not a single node");
    };
  }

  private Cmd jump(int signal, String message, int pos, Site site) {
    if (!site.inLoop()) {
      throw new TemplateSyntaxException("SyntaxError", message, source.at(pos));
    }
    return new ScopeNodes.Jump(signal);
  }

  private void output(Stmt.Output output, Site site, List<Cmd> to) {
    if (site.outputChecked() && surelyExtended) {
      return;
    }
    Cmd node = new OutputCompiler(expressions, folding, escaping).compile(output, site);
    to.add(
        site.outputChecked()
            ? new OutputNodes.UnlessExtended(depthOfParent(site), parentSlot, new Cmd[] {node})
            : node);
  }

  /// How many frames out the root is.
  private static int depthOfParent(Site site) {
    int depth = 0;
    for (Function f = site.function(); f.parent != null; f = f.parent) {
      depth++;
    }
    return depth;
  }

  private Cmd ifNode(Stmt.If s, Site outer) {
    Site site = outer.softened();
    int n = s.elifs().size() + 1;
    int[] positions = new int[n];
    Ex[] tests = new Ex[n];
    Cmd[][] bodies = new Cmd[n][];
    for (int i = 0; i < n; i++) {
      Stmt.If branch = i == 0 ? s : s.elifs().get(i - 1);
      positions[i] = branch.test().pos();
      tests[i] = expressions.compile(branch.test(), site);
      bodies[i] = body(branch.body(), site);
    }
    return new IfNode(positions, tests, bodies, body(s.otherwise(), site));
  }

  private Cmd filterBlock(Stmt.FilterBlock s, Site outer) {
    Scope scope = outer.scope().inner(outer.function());
    Symbols symbols = new Symbols(scope);
    symbols.body(s.body());
    symbols.expr(s.filter());
    Site site = outer.inner(scope);
    int slot = outer.function().hidden();
    Cmd[] body = body(s.body(), site);
    Ex filter = expressions.filterOfBlock(s.filter(), site, slot);
    Cmd node = new AssignNodes.FilterBlock(s.pos(), body, slot, filter, escaping.current());
    return new ScopeNodes.Scoped(enter(scope), new Cmd[] {node});
  }

  private Cmd with(Stmt.With s, Site outer) {
    Scope scope = outer.scope().inner(outer.function());
    Symbols symbols = new Symbols(scope);
    s.targets().forEach(symbols::expr);
    symbols.body(s.body());
    Site site = outer.inner(scope);
    Store[] targets = new Store[s.targets().size()];
    Ex[] values = new Ex[targets.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = store(s.targets().get(i), site);
      values[i] = expressions.compile(s.values().get(i), outer);
    }
    return new AssignNodes.With(targets, values, enter(scope), body(s.body(), site));
  }

  private Cmd autoescape(Stmt.Autoescape s, Site outer) {
    Scope scope = outer.scope().inner(outer.function());
    Symbols symbols = new Symbols(scope);
    symbols.expr(s.value());
    symbols.body(s.body());
    Site site = outer.inner(scope);
    boolean before = escaping.autoescape();
    boolean beforeVolatile = escaping.isVolatile();
    Ex on = expressions.compile(s.value(), site);
    Boolean known = folding.truth(on);
    escaping.set(known == null ? before : known, beforeVolatile || known == null);
    Cmd node = new ScopeNodes.Autoescape(s.pos(), on, body(s.body(), site));
    escaping.set(before, beforeVolatile);
    return new ScopeNodes.Scoped(enter(scope), new Cmd[] {node});
  }

  private @Nullable Cmd block(Stmt.Block s, Site site) {
    if (site.topLevel() && surelyExtended) {
      return null;
    }
    Cmd call = new BlockNodes.Call(s.pos(), s.name(), site.visibleIf(s.scoped()), s.required());
    return site.topLevel() && extendsSoFar > 0
        ? new OutputNodes.UnlessExtended(depthOfParent(site), parentSlot, new Cmd[] {call})
        : call;
  }

  /// False when nothing behind it can run.
  private boolean extend(Stmt.Extends s, Site site, List<Cmd> to) {
    if (!site.topLevel()) {
      throw source.assertion("cannot use extend from a non top-level scope", s.pos());
    }
    if (surelyExtended) {
      to.add(new BlockNodes.ExtendedTwice(s.pos()));
      return false;
    }
    Ex template = expressions.compile(s.template(), site);
    to.add(new BlockNodes.Extends(s.pos(), template, parentSlot, extendsSoFar > 0));
    surelyExtended |= site.rootLevel();
    extendsSoFar++;
    return true;
  }

  private Cmd fromImport(Stmt.FromImport s, Site site) {
    int n = s.names().size();
    String[] names = new String[n];
    String[] aliases = new String[n];
    int[] slots = new int[n];
    for (int i = 0; i < n; i++) {
      names[i] = s.names().get(i).name();
      aliases[i] = s.names().get(i).alias();
      slots[i] = site.slot(aliases[i]);
    }
    return new ImportNodes.FromImport(
        s.pos(),
        expressions.compile(s.template(), site),
        site.visibleIf(s.withContext()),
        names,
        aliases,
        slots,
        site.topLevel(),
        expressions.place(s.pos()));
  }

  /// Where a target is assigned to.
  Store store(Expr target, Site site) {
    return switch (target) {
      case Expr.Target t -> new Store.Slot(site.slot(t.name()));
      case Expr.Tuple t -> {
        Store[] items = new Store[t.items().size()];
        for (int i = 0; i < items.length; i++) {
          items[i] = store(t.items().get(i), site);
        }
        yield new Store.Tuple(t.pos(), items);
      }
      case Expr.NamespaceTarget t ->
          new Store.Attribute(t.pos(), site.read(t.name()), t.attribute());
      default -> throw new IllegalStateException("no target: " + target);
    };
  }

  private Cmd assign(Stmt.Assign s, Site site) {
    Ex value = expressions.compile(s.value(), site);
    return new AssignNodes.Assign(assignee(s.target(), site), value);
  }

  private AssignNodes.Assignee assignee(Expr target, Site site) {
    return new AssignNodes.Assignee(
        store(target, site), namespaces(target, site), exports(target, site));
  }

  private Store.Attribute[] namespaces(Expr target, Site site) {
    List<Store.Attribute> found = new ArrayList<>(0);
    collectNamespaces(target, site, found);
    return found.toArray(new Store.Attribute[0]);
  }

  private static void collectNamespaces(Expr target, Site site, List<Store.Attribute> to) {
    if (target instanceof Expr.NamespaceTarget t) {
      to.add(new Store.Attribute(t.pos(), site.read(t.name()), t.attribute()));
    } else if (target instanceof Expr.Tuple t) {
      t.items().forEach(item -> collectNamespaces(item, site, to));
    }
  }

  private AssignNodes.@Nullable Exports exports(Expr target, Site site) {
    if (!site.topLevel()) {
      return null;
    }
    Map<String, Integer> names = new LinkedHashMap<>();
    collectNames(target, site, names);
    int[] slots = names.values().stream().mapToInt(Integer::intValue).toArray();
    return names.isEmpty()
        ? null
        : new AssignNodes.Exports(names.keySet().toArray(new String[0]), slots);
  }

  private static void collectNames(Expr target, Site site, Map<String, Integer> to) {
    if (target instanceof Expr.Target t) {
      to.put(t.name(), site.slot(t.name()));
    } else if (target instanceof Expr.Tuple t) {
      t.items().forEach(item -> collectNames(item, site, to));
    }
  }

  private Cmd assignBlock(Stmt.AssignBlock s, Site outer) {
    Scope scope = outer.scope().inner(outer.function());
    new Symbols(scope).body(s.body());
    Site site = outer.inner(scope).withoutOutputCheck();
    int slot = outer.function().hidden();
    Cmd[] body = body(s.body(), site);
    Ex filter = s.filter() == null ? null : expressions.filterOfBlock(s.filter(), site, slot);
    Cmd node =
        new AssignNodes.AssignBlock(
            assignee(s.target(), outer), body, slot, filter, escaping.current());
    return new ScopeNodes.Scoped(enter(scope), new Cmd[] {node});
  }
}
