package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.FilterFunction;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.Source;
import dev.fulgur.jinja.syntax.Expr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compiles filters and tests. Their arguments are bound to parameters here where that is possible.
final class FilterCompiler {

  private final Templates engine;
  private final Source source;
  private final Folding folding;
  private final EscapingState escaping;
  private final ExprCompiler expressions;

  FilterCompiler(
      Templates engine,
      Source source,
      Folding folding,
      EscapingState escaping,
      ExprCompiler expressions) {
    this.engine = engine;
    this.source = source;
    this.folding = folding;
    this.escaping = escaping;
    this.expressions = expressions;
  }

  Ex filter(Expr.Filter f, Site site, int textSlot) {
    Ex input;
    if (f.input() == null) {
      input = new FilterNodes.BlockText(textSlot);
    } else if (f.input() instanceof Expr.Filter inner && textSlot >= 0) {
      input = filter(inner, site, textSlot);
    } else {
      input = expressions.compile(f.input(), site);
    }
    return apply("filter", f.name(), f.pos(), input, f.arguments(), engine.filter(f.name()), site);
  }

  Ex test(Expr.Test t, Site site) {
    Ex input = expressions.compile(t.input(), site);
    FilterFunction function = engine.test(t.name());
    boolean bare = t.arguments().positional().isEmpty() && t.arguments().keywords().isEmpty();
    if (bare && function != null && engine.isBuiltInTest(t.name(), function)) {
      boolean defined = t.name().equals("defined");
      if (defined || t.name().equals("undefined")) {
        return new FilterNodes.Defined(input, defined);
      }
    }
    return apply("test", t.name(), t.pos(), input, t.arguments(), function, site);
  }

  private Ex apply(
      String kind,
      String name,
      int pos,
      Ex input,
      Expr.Arguments arguments,
      @Nullable FilterFunction function,
      Site site) {
    ArgumentNodes nodes = expressions.arguments(arguments, site);
    if (function == null) {
      if (!site.soft()) {
        throw source.assertion(engine.unknown(kind, name, "."), pos);
      }
      return new FilterNodes.Unknown(pos, engine.unknown(kind, name, " found."), input, nodes);
    }
    Ex[] bound = bind(function, input, nodes);
    if (bound == null) {
      return new FilterNodes.Free(pos, function, input, nodes);
    }
    Ex node = new FilterNodes.Bound(pos, function.body(), bound);
    return function.foldable() && !escaping.isVolatile()
        ? folding.fold(node, escaping.autoescape(), bound)
        : node;
  }

  /// The nodes of all parameters, or null when that is known only at each use.
  private static Ex @Nullable [] bind(FilterFunction function, Ex input, ArgumentNodes nodes) {
    if (!nodes.isPlain() || function.signature().takesMore()) {
      return null;
    }
    List<Object> positional = new ArrayList<>();
    positional.add(input);
    positional.addAll(List.of(nodes.positional));
    Object[] bound;
    try {
      bound = function.signature().bind(new Args(positional.toArray(), nodes.names, nodes.named));
    } catch (PyError e) {
      // The same error is thrown when it is rendered, if it is ever reached.
      return null;
    }
    if (!inOrder(bound, nodes.named)) {
      return null;
    }
    Ex[] result = new Ex[bound.length];
    for (int i = 0; i < bound.length; i++) {
      result[i] = bound[i] instanceof Ex ex ? ex : new LiteralNodes.Const(bound[i]);
    }
    return result;
  }

  /// Whether arguments by name are evaluated in the order in which they are written.
  @SuppressWarnings("ReferenceEquality") // The very node.
  private static boolean inOrder(Object[] bound, Ex[] named) {
    int next = 0;
    for (Object value : bound) {
      if (next < named.length && value == named[next]) {
        next++;
      }
    }
    return next == named.length;
  }
}
