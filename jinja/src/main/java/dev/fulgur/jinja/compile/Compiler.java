package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.Source;
import dev.fulgur.jinja.syntax.Mentions;
import dev.fulgur.jinja.syntax.Stmt;
import dev.fulgur.jinja.syntax.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compiles a template: its root, then each of its blocks.
public final class Compiler {

  private final Tree tree;
  private final Source source;
  private final boolean autoescape;
  private final StmtCompiler statements;
  private final Set<String> free;

  private Compiler(Tree tree, Templates engine, boolean autoescape, Set<String> free) {
    this.tree = tree;
    this.source = tree.source();
    this.autoescape = autoescape;
    this.free = free;
    this.statements = new StmtCompiler(tree, engine, new EscapingState(autoescape), free);
  }

  /// Compiles a template.
  ///
  /// @throws dev.fulgur.jinja.TemplateSyntaxException when it cannot be compiled
  public static Unit compile(Tree tree, Templates engine, boolean autoescape) {
    return new Compiler(tree, engine, autoescape, new java.util.HashSet<>()).run();
  }

  /// The names that a template takes from outside: inputs and globals.
  public static Set<String> freeNames(Tree tree, Templates engine, boolean autoescape) {
    Compiler compiler = new Compiler(tree, engine, autoescape, new java.util.LinkedHashSet<>());
    compiler.run();
    return compiler.free;
  }

  private boolean mentions(int bit) {
    return (tree.mentions() & bit) != 0;
  }

  private Unit run() {
    requireDistinctBlocks();
    Function function = new Function(null);
    Scope scope = Scope.root(function);
    boolean extended = mentions(Mentions.EXTENDS);
    int parentSlot = extended ? function.hidden() : -1;
    int selfSlot = -1;
    if (mentions(Mentions.SELF) && Undeclared.in(tree.body(), Set.of("self")).contains("self")) {
      scope.declareParameter("self");
      selfSlot = scope.slot("self");
    }
    new Symbols(scope).body(tree.body());
    statements.extendsInto(parentSlot);
    Site site = Site.root(scope, function, extended);
    List<Cmd> body = new ArrayList<>();
    ScopeNodes.Enter enter = statements.enter(scope);
    if (!enter.isEmpty()) {
      body.add(enter);
    }
    statements.body(tree.body(), site, body);
    Cmd[] commands = Cmd.array(body);
    Map<String, Context.Block> blocks = new LinkedHashMap<>();
    for (Stmt.Block block : tree.blocks()) {
      blocks.put(block.name(), block(block));
    }
    return new Unit(
        source,
        function.count(),
        commands,
        blocks,
        parentSlot,
        selfSlot,
        autoescape,
        mentions(Mentions.NAMES_WANTED),
        mentions(Mentions.MUTATION));
  }

  private void requireDistinctBlocks() {
    Set<String> names = new java.util.HashSet<>();
    for (Stmt.Block block : tree.blocks()) {
      if (!names.add(block.name())) {
        throw source.assertion("block " + Repr.text(block.name()) + " defined twice", block.pos());
      }
    }
  }

  private Context.Block block(Stmt.Block block) {
    Function function = new Function(null);
    Scope scope = Scope.root(function);
    int selfSlot = -1;
    int superSlot = -1;
    if ((block.mentions() & (Mentions.SELF | Mentions.SUPER)) != 0) {
      Set<String> undeclared = Undeclared.in(block.body(), Set.of("self", "super"));
      if (undeclared.contains("self")) {
        scope.declareParameter("self");
        selfSlot = scope.slot("self");
      }
      if (undeclared.contains("super")) {
        scope.declareParameter("super");
        superSlot = scope.slot("super");
      }
    }
    new Symbols(scope).body(block.body());
    ScopeNodes.Enter enter = statements.enter(scope);
    List<Cmd> body = new ArrayList<>();
    statements.body(block.body(), Site.block(scope, function), body);
    return new BlockNodes.Code(
        block.name(), source, function.count(), selfSlot, superSlot, enter, Cmd.array(body));
  }
}
