package dev.fulgur.jinja.syntax;

import dev.fulgur.jinja.runtime.Repr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What may stand on the left of an assignment.
final class Targets {

  private static final Set<String> RESERVED =
      Set.of("true", "false", "none", "True", "False", "None");

  private final TokenStream tokens;
  private final ExpressionParser expressions;

  Targets(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /// A single name.
  Expr.Target name(boolean param) {
    Token token = tokens.expect(Kind.NAME);
    String name = (String) token.value();
    if (RESERVED.contains(name)) {
      throw fail("name", token.pos());
    }
    tokens.mention(param ? 0 : Mentions.ofTarget(name));
    return new Expr.Target(token.pos(), name, param);
  }

  /// Names, tuples of names and, in `set`, attributes of namespaces.
  Expr target(ExpressionParser.Mode mode) {
    Expr parsed = expressions.tuple(mode);
    Expr target = assigned(parsed, mode == ExpressionParser.Mode.WITH_TARGET);
    if (target == null) {
      throw fail(kindOf(parsed), parsed.pos());
    }
    return target;
  }

  private @Nullable Expr assigned(Expr e, boolean param) {
    return switch (e) {
      case Expr.Name n -> {
        tokens.mention(param ? 0 : Mentions.ofTarget(n.name()));
        yield new Expr.Target(n.pos(), n.name(), param);
      }
      case Expr.NamespaceTarget n -> n;
      case Expr.Tuple t -> {
        List<Expr> items = new ArrayList<>(t.items().size());
        for (Expr item : t.items()) {
          Expr target = assigned(item, param);
          if (target == null) {
            yield null;
          }
          items.add(target);
        }
        yield new Expr.Tuple(t.pos(), items);
      }
      default -> null;
    };
  }

  private RuntimeException fail(String kind, int pos) {
    return tokens.fail("can't assign to " + Repr.text(kind), pos);
  }

  /// Jinja2's name for the kind of an expression.
  private static String kindOf(Expr e) {
    return switch (e) {
      case Expr.Const _ -> "const";
      case Expr.Data _ -> "templatedata";
      case Expr.Name _, Expr.Target _ -> "name";
      case Expr.NamespaceTarget _ -> "nsref";
      case Expr.Tuple _ -> "tuple";
      case Expr.ListOf _ -> "list";
      case Expr.Dict _ -> "dict";
      case Expr.Conditional _ -> "condexpr";
      case Expr.And _ -> "and";
      case Expr.Or _ -> "or";
      case Expr.Not _ -> "not";
      case Expr.Sign s -> s.negative() ? "neg" : "pos";
      case Expr.Binary b -> b.op().name().toLowerCase(java.util.Locale.ROOT);
      case Expr.Concat _ -> "concat";
      case Expr.Compare _ -> "compare";
      case Expr.Attribute _ -> "getattr";
      case Expr.Item _ -> "getitem";
      case Expr.Slice _ -> "slice";
      case Expr.Call _ -> "call";
      case Expr.Filter _ -> "filter";
      case Expr.Test _ -> "test";
    };
  }
}
