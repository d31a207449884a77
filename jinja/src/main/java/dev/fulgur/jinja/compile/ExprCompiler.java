package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Arithmetic;
import dev.fulgur.jinja.runtime.LoopContext;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.Source;
import dev.fulgur.jinja.syntax.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compiles expressions. What is constant is evaluated here, once.
final class ExprCompiler {

  private static final Ex NONE = new LiteralNodes.Const(None.NONE);

  private final Source source;
  private final Folding folding;
  private final FilterCompiler filters;
  private final EscapingState escaping;

  ExprCompiler(Templates engine, Source source, Folding folding, EscapingState escaping) {
    this.source = source;
    this.folding = folding;
    this.escaping = escaping;
    this.filters = new FilterCompiler(engine, source, folding, escaping, this);
  }

  Ex compile(Expr e, Site site) {
    return switch (e) {
      case Expr.Const c -> new LiteralNodes.Const(c.value());
      case Expr.Data d -> new LiteralNodes.Const(d.text());
      case Expr.Name n -> site.read(n.name());
      case Expr.Target t -> site.read(t.name());
      case Expr.NamespaceTarget t -> site.read(t.name());
      case Expr.Tuple t -> new LiteralNodes.Tuple(all(t.items(), site));
      case Expr.ListOf l -> new LiteralNodes.ListOf(all(l.items(), site));
      case Expr.Dict d -> dict(d, site);
      case Expr.Conditional c -> conditional(c, site);
      case Expr.And a -> and(a, site);
      case Expr.Or o -> or(o, site);
      case Expr.Not n -> {
        Ex operand = compile(n.operand(), site);
        yield fold(new LogicNodes.Not(n.pos(), operand), operand);
      }
      case Expr.Sign s -> {
        Ex operand = compile(s.operand(), site);
        yield fold(new OperatorNodes.Sign(s.pos(), s.negative(), operand), operand);
      }
      case Expr.Binary b -> {
        Ex left = compile(b.left(), site);
        Ex right = compile(b.right(), site);
        Ex power = b.op() == Expr.BinaryOp.POW ? powerOfNegative(b.pos(), left, right) : null;
        yield power != null
            ? power
            : fold(new OperatorNodes.Binary(b.pos(), b.op(), left, right), left, right);
      }
      case Expr.Concat c -> concat(c, site);
      case Expr.Compare c -> compare(c, site);
      case Expr.Attribute a -> attribute(a, site);
      case Expr.Item i -> item(i, site);
      case Expr.Slice s ->
          new LiteralNodes.SliceValue(
              bound(s.start(), site), bound(s.stop(), site), bound(s.step(), site));
      case Expr.Call c -> call(c, site);
      case Expr.Filter f -> filters.filter(f, site, -1);
      case Expr.Test t -> filters.test(t, site);
    };
  }

  /// A filter of a block, whose text is in a slot.
  Ex filterOfBlock(Expr.Filter filter, Site site, int textSlot) {
    return filters.filter(filter, site, textSlot);
  }

  /// A negative constant to the power of what is no constant: Jinja2 writes the constant into
  /// Python's source, where the sign binds less than the power does.
  private @Nullable Ex powerOfNegative(int pos, Ex left, Ex right) {
    Object base = folding.value(left);
    if (base == null || !Arithmetic.isNegative(base) || folding.value(right) != null) {
      return null;
    }
    Ex positive = new LiteralNodes.Const(Arithmetic.negate(base));
    Ex power = new OperatorNodes.Binary(pos, Expr.BinaryOp.POW, positive, right);
    return new OperatorNodes.Sign(pos, true, power);
  }

  private Ex fold(Ex node, Ex... parts) {
    return escaping.isVolatile() ? node : folding.fold(node, escaping.autoescape(), parts);
  }

  Ex[] all(List<Expr> expressions, Site site) {
    Ex[] compiled = new Ex[expressions.size()];
    for (int i = 0; i < compiled.length; i++) {
      compiled[i] = compile(expressions.get(i), site);
    }
    return compiled;
  }

  private Ex dict(Expr.Dict d, Site site) {
    Ex[] keys = new Ex[d.items().size()];
    Ex[] values = new Ex[keys.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = compile(d.items().get(i).key(), site);
      values[i] = compile(d.items().get(i).value(), site);
    }
    return new LiteralNodes.Dict(d.pos(), keys, values);
  }

  private Ex conditional(Expr.Conditional c, Site outer) {
    Site site = outer.softened();
    Ex test = compile(c.test(), site);
    Ex then = compile(c.then(), site);
    Ex otherwise = c.otherwise() == null ? null : compile(c.otherwise(), site);
    Ex node = new LogicNodes.Conditional(c.pos(), test, then, otherwise, place(c.pos()));
    Object known = escaping.isVolatile() ? null : folding.truth(test);
    if (known == null) {
      return node;
    }
    Ex taken = (Boolean) known ? then : otherwise;
    return taken == null ? node : fold(node, taken);
  }

  /// A place as Jinja2's messages name it.
  String place(int pos) {
    int line = source.at(pos).line();
    return source.name() == null
        ? "line " + line
        : "line " + line + " in " + Repr.text(source.name());
  }

  private Ex and(Expr.And a, Site site) {
    Ex left = compile(a.left(), site);
    if (decides(left, false)) {
      return left;
    }
    Ex right = compile(a.right(), site);
    return fold(new LogicNodes.And(a.pos(), left, right), left, right);
  }

  private Ex or(Expr.Or o, Site site) {
    Ex left = compile(o.left(), site);
    if (decides(left, true)) {
      return left;
    }
    Ex right = compile(o.right(), site);
    return fold(new LogicNodes.Or(o.pos(), left, right), left, right);
  }

  private boolean decides(Ex left, boolean wanted) {
    Boolean known = escaping.isVolatile() ? null : folding.truth(left);
    return known != null && known == wanted;
  }

  private Ex concat(Expr.Concat c, Site site) {
    Ex[] parts = all(c.parts(), site);
    if (!escaping.isVolatile()) {
      StringBuilder text = new StringBuilder();
      boolean constant = true;
      for (Ex part : parts) {
        String s = folding.text(part, false);
        if (s == null) {
          constant = false;
          break;
        }
        text.append(s);
      }
      if (constant) {
        return new LiteralNodes.Const(text.toString());
      }
    }
    // Where escaping is known only at run time, Jinja2 joins plain text.
    Escaping joined = escaping.isVolatile() ? Escaping.OFF : escaping.current();
    return new OperatorNodes.Concat(c.pos(), parts, joined);
  }

  private Ex compare(Expr.Compare c, Site site) {
    Ex first = compile(c.first(), site);
    if (c.rest().size() == 1) {
      Expr.Operand operand = c.rest().getFirst();
      Ex right = compile(operand.value(), site);
      return fold(new LogicNodes.Comparison(c.pos(), operand.op(), first, right), first, right);
    }
    int n = c.rest().size();
    Expr.CompareOp[] ops = new Expr.CompareOp[n];
    Ex[] operands = new Ex[n + 1];
    operands[0] = first;
    boolean constant = true;
    for (int i = 0; i < n; i++) {
      ops[i] = c.rest().get(i).op();
      operands[i + 1] = compile(c.rest().get(i).value(), site);
      Ex link = new LogicNodes.Comparison(c.pos(), ops[i], operands[i], operands[i + 1]);
      Ex folded = constant ? fold(link, operands[i], operands[i + 1]) : link;
      constant = folded instanceof LiteralNodes.Const;
      if (constant && decides(folded, false)) {
        // What comes after it is never looked at.
        return folded;
      }
    }
    return fold(new LogicNodes.Chain(c.pos(), ops, operands), operands);
  }

  private Ex attribute(Expr.Attribute a, Site site) {
    Ex object = compile(a.object(), site);
    AccessNodes.Attribute node = new AccessNodes.Attribute(a.pos(), object, a.name());
    if (a.object() instanceof Expr.Name n
        && n.name().equals("loop")
        && object instanceof NameNodes.Local local) {
      LoopContext.Field field = LoopContext.Field.of(a.name());
      if (field != null) {
        return new AccessNodes.LoopAttribute(local.slot, field, node);
      }
    }
    return fold(node, object);
  }

  private Ex item(Expr.Item i, Site site) {
    Ex object = compile(i.object(), site);
    if (i.key() instanceof Expr.Slice s) {
      Ex start = bound(s.start(), site);
      Ex stop = bound(s.stop(), site);
      Ex step = bound(s.step(), site);
      return fold(
          new AccessNodes.Slice(i.pos(), object, start, stop, step), object, start, stop, step);
    }
    Ex key = compile(i.key(), site);
    return fold(new AccessNodes.Item(i.pos(), object, key), object, key);
  }

  private Ex bound(@Nullable Expr e, Site site) {
    return e == null ? NONE : compile(e, site);
  }

  private Ex call(Expr.Call c, Site site) {
    Ex callee = compile(c.callee(), site);
    ArgumentNodes arguments = arguments(c.arguments(), site);
    return callee instanceof AccessNodes.Attribute attribute
        ? new CallNodes.MethodCall(c.pos(), attribute, arguments)
        : new CallNodes.Call(c.pos(), callee, arguments);
  }

  ArgumentNodes arguments(Expr.Arguments a, Site site) {
    if (a.positional().isEmpty()
        && a.keywords().isEmpty()
        && a.more() == null
        && a.moreKeywords() == null) {
      return ArgumentNodes.NONE;
    }
    String[] names = new String[a.keywords().size()];
    Ex[] positional = all(a.positional(), site);
    Ex[] named = new Ex[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = a.keywords().get(i).key();
      named[i] = compile(a.keywords().get(i).value(), site);
    }
    requireDistinct(names, a);
    return new ArgumentNodes(
        positional,
        names,
        named,
        a.more() == null ? null : compile(a.more(), site),
        a.moreKeywords() == null ? null : compile(a.moreKeywords(), site));
  }

  /// Python refuses a call that names an argument twice.
  private void requireDistinct(String[] names, Expr.Arguments a) {
    if (names.length < 2) {
      return;
    }
    java.util.Set<String> seen = new java.util.HashSet<>();
    for (int i = 0; i < names.length; i++) {
      if (!seen.add(names[i])) {
        throw new dev.fulgur.jinja.TemplateSyntaxException(
            "SyntaxError",
            "keyword argument repeated: " + names[i],
            source.at(a.keywords().get(i).value().pos()));
      }
    }
  }
}
