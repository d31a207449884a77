package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.TemplateSyntaxException;
import dev.fulgur.jinja.runtime.Source;
import dev.fulgur.jinja.syntax.Expr;
import dev.fulgur.jinja.syntax.Mentions;
import dev.fulgur.jinja.syntax.Stmt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Compiles macros and call blocks.
final class MacroCompiler {

  private static final int SPECIAL = Mentions.CALLER | Mentions.KWARGS | Mentions.VARARGS;

  private final Source source;
  private final ExprCompiler expressions;
  private final StmtCompiler statements;

  MacroCompiler(Source source, ExprCompiler expressions, StmtCompiler statements) {
    this.source = source;
    this.expressions = expressions;
    this.statements = statements;
  }

  Cmd macro(Stmt.Macro s, Site site) {
    MacroCode code = code(s.name(), s.pos(), s.signature(), s.body(), s.mentions(), site);
    return new MacroNodes.Define(code, site.slot(s.name()), site.topLevel());
  }

  Cmd callBlock(Stmt.CallBlock s, Site site) {
    MacroCode code = code("", s.pos(), s.signature(), s.body(), s.mentions(), site);
    Ex callee = expressions.compile(s.call().callee(), site);
    ArgumentNodes arguments = expressions.arguments(s.call().arguments(), site);
    return new MacroNodes.CallBlock(s.pos(), code, callee, arguments);
  }

  private MacroCode code(
      String name, int pos, Stmt.Signature signature, List<Stmt> body, int mentions, Site outer) {
    Function function = new Function(outer.function());
    Scope scope = outer.scope().inner(function);
    Symbols symbols = new Symbols(scope);
    Set<String> parameters = new HashSet<>();
    for (Expr.Target parameter : signature.parameters()) {
      if (!parameters.add(parameter.name())) {
        throw new TemplateSyntaxException(
            "SyntaxError",
            "duplicate argument '" + parameter.name() + "' in function definition",
            source.at(parameter.pos()));
      }
      symbols.expr(parameter);
    }
    signature.defaults().forEach(symbols::expr);
    symbols.body(body);
    Set<String> special =
        (mentions & SPECIAL) == 0
            ? Set.of()
            : Undeclared.in(body, Set.of("caller", "kwargs", "varargs"));
    boolean explicitCaller = parameters.contains("caller");
    boolean takesCaller = special.contains("caller");
    if (takesCaller && explicitCaller && !hasDefault(signature, "caller")) {
      throw source.assertion(
          "When defining macros or call blocks the special \"caller\" argument must be omitted or"
              + " be given a default.",
          pos);
    }
    int caller = takesCaller && !explicitCaller ? declare(scope, "caller") : -1;
    int kwargs = declareIf(scope, "kwargs", special, parameters);
    int varargs = declareIf(scope, "varargs", special, parameters);
    Site site = outer.inner(scope, function).withoutOutputCheck();
    List<MacroCode.Parameter> compiled = parameters(signature, scope, site);
    ScopeNodes.Enter enter = statements.enter(scope);
    Cmd[] commands = statements.body(body, site);
    return new MacroCode(
        name,
        compiled,
        function.count(),
        takesCaller,
        caller,
        explicitCaller,
        kwargs,
        varargs,
        enter,
        new Cmd.Sequence(commands));
  }

  private List<MacroCode.Parameter> parameters(Stmt.Signature signature, Scope scope, Site site) {
    List<MacroCode.Parameter> parameters = new ArrayList<>();
    int first = signature.parameters().size() - signature.defaults().size();
    for (int i = 0; i < signature.parameters().size(); i++) {
      String name = signature.parameters().get(i).name();
      Ex otherwise =
          i < first ? null : expressions.compile(signature.defaults().get(i - first), site);
      parameters.add(new MacroCode.Parameter(name, scope.slot(name), otherwise));
    }
    return List.copyOf(parameters);
  }

  private static boolean hasDefault(Stmt.Signature signature, String name) {
    int first = signature.parameters().size() - signature.defaults().size();
    for (int i = first; i < signature.parameters().size(); i++) {
      if (signature.parameters().get(i).name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static int declareIf(
      Scope scope, String name, Set<String> special, Set<String> parameters) {
    return special.contains(name) && !parameters.contains(name) ? declare(scope, name) : -1;
  }

  private static int declare(Scope scope, String name) {
    scope.declareParameter(name);
    return scope.slot(name);
  }
}
