package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.syntax.Expr;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The expressions right inside an expression, in the order in which Jinja2 visits them.
final class Children {

  private Children() {}

  static void of(Expr e, Consumer<Expr> each) {
    switch (e) {
      case Expr.Const _, Expr.Data _, Expr.Name _, Expr.Target _, Expr.NamespaceTarget _ -> {}
      case Expr.Tuple t -> all(t.items(), each);
      case Expr.ListOf l -> all(l.items(), each);
      case Expr.Dict d -> {
        for (Expr.Pair pair : d.items()) {
          each.accept(pair.key());
          each.accept(pair.value());
        }
      }
      case Expr.Conditional c -> {
        each.accept(c.test());
        each.accept(c.then());
        maybe(c.otherwise(), each);
      }
      case Expr.And a -> both(a.left(), a.right(), each);
      case Expr.Or o -> both(o.left(), o.right(), each);
      case Expr.Not n -> each.accept(n.operand());
      case Expr.Sign s -> each.accept(s.operand());
      case Expr.Binary b -> both(b.left(), b.right(), each);
      case Expr.Concat c -> all(c.parts(), each);
      case Expr.Compare c -> {
        each.accept(c.first());
        for (Expr.Operand operand : c.rest()) {
          each.accept(operand.value());
        }
      }
      case Expr.Attribute a -> each.accept(a.object());
      case Expr.Item i -> both(i.object(), i.key(), each);
      case Expr.Slice s -> {
        maybe(s.start(), each);
        maybe(s.stop(), each);
        maybe(s.step(), each);
      }
      case Expr.Call c -> {
        each.accept(c.callee());
        arguments(c.arguments(), each);
      }
      case Expr.Filter f -> {
        maybe(f.input(), each);
        arguments(f.arguments(), each);
      }
      case Expr.Test t -> {
        each.accept(t.input());
        arguments(t.arguments(), each);
      }
    }
  }

  private static void all(List<Expr> expressions, Consumer<Expr> each) {
    for (Expr e : expressions) {
      each.accept(e);
    }
  }

  private static void both(Expr left, Expr right, Consumer<Expr> each) {
    each.accept(left);
    each.accept(right);
  }

  private static void maybe(@Nullable Expr e, Consumer<Expr> each) {
    if (e != null) {
      each.accept(e);
    }
  }

  private static void arguments(Expr.Arguments arguments, Consumer<Expr> each) {
    all(arguments.positional(), each);
    for (Expr.Keyword keyword : arguments.keywords()) {
      each.accept(keyword.value());
    }
    maybe(arguments.more(), each);
    maybe(arguments.moreKeywords(), each);
  }
}
