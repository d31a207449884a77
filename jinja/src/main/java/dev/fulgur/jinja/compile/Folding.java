package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.Limits;
import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Engine;
import dev.fulgur.jinja.runtime.Escape;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Out;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyDict;
import dev.fulgur.jinja.runtime.PyList;
import dev.fulgur.jinja.runtime.PyTuple;
import dev.fulgur.jinja.runtime.Render;
import dev.fulgur.jinja.runtime.RenderError;
import dev.fulgur.jinja.runtime.Source;
import dev.fulgur.jinja.runtime.Truth;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evaluates what is constant while a template is compiled, within small limits: what fails or is
/// too large is left to the render.
final class Folding {

  private static final Limits LIMITS = new Limits(100_000, 10_000, 20, 1000, 10_000, 10_000);

  private final Context context;
  private final Frame frame;

  Folding(Engine engine, Source source) {
    Render render =
        new Render(new Budget(LIMITS), Out.output(new char[16], LIMITS.outputChars()), false);
    this.context = Context.of(engine, render, _ -> null, source.name(), false);
    this.frame = new Frame(0, null, context, source);
  }

  /// The constant that a node is when all its parts are constant, or the node.
  Ex fold(Ex node, boolean autoescape, Ex... parts) {
    if (!LiteralNodes.allConstant(parts)) {
      return node;
    }
    context.autoescape(autoescape);
    try {
      context.budget().step();
      return constant(node, node.eval(frame));
    } catch (RenderError e) {
      // It fails when it is rendered, with its place, if it is ever reached.
      return node;
    }
  }

  private static Ex constant(Ex node, Object value) {
    if (value instanceof PyList || value instanceof PyTuple || value instanceof PyDict) {
      return isPlain(value) ? new LiteralNodes.Fresh(value) : node;
    }
    return isPlain(value) ? new LiteralNodes.Const(value) : node;
  }

  /// A value that is nothing but data.
  private static boolean isPlain(Object value) {
    return switch (value) {
      case None _, Boolean _, Long _, BigInteger _, Double _, String _, Markup _ -> true;
      case PyTuple t -> t.shape() == null && t.stream().allMatch(Folding::isPlain);
      case PyList l -> l.stream().allMatch(Folding::isPlain);
      case PyDict d -> {
        for (Map.Entry<Object, Object> e : d.entrySet()) {
          if (!isPlain(e.getKey()) || !isPlain(e.getValue())) {
            yield false;
          }
        }
        yield true;
      }
      default -> false;
    };
  }

  /// The value of a node that is constant, or null.
  @Nullable Object value(Ex node) {
    if (!LiteralNodes.allConstant(new Ex[] {node})) {
      return null;
    }
    try {
      return node.constant();
    } catch (RenderError e) {
      return null;
    }
  }

  /// The truth of a node that is constant, or null.
  @Nullable Boolean truth(Ex node) {
    Object value = value(node);
    return value == null ? null : (Boolean) Truth.of(value);
  }

  /// What a constant prints, or null when it is none or too long.
  @Nullable String text(Ex node, boolean escape) {
    Object value = value(node);
    if (value == null) {
      return null;
    }
    try {
      return escape
          ? Escape.markup(value, context.budget()).text()
          : Print.text(value, context.budget());
    } catch (RenderError e) {
      return null;
    }
  }
}
