package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.FilterFunction;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.RenderError;

/// Filters and tests.
final class FilterNodes {

  private FilterNodes() {}

  /// A filter whose arguments were bound when the template was compiled: `arguments` are the values
  /// of all parameters, the input first.
  static final class Bound extends Ex {
    private final int pos;
    private final FilterFunction.Body body;
    private final Ex[] arguments;

    Bound(int pos, FilterFunction.Body body, Ex[] arguments) {
      this.pos = pos;
      this.body = body;
      this.arguments = arguments;
    }

    @Override
    Object eval(Frame f) {
      Object[] values = LiteralNodes.evalAll(arguments, f);
      f.budget.step();
      try {
        return body.apply(f.context, values);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }

  /// A filter whose arguments are bound at each use.
  static final class Free extends Ex {
    private final int pos;
    private final FilterFunction function;
    private final Ex input;
    private final ArgumentNodes arguments;

    Free(int pos, FilterFunction function, Ex input, ArgumentNodes arguments) {
      this.pos = pos;
      this.function = function;
      this.input = input;
      this.arguments = arguments;
    }

    @Override
    Object eval(Frame f) {
      Object value = input.eval(f);
      try {
        Args args = arguments.eval(f).prepend(value);
        f.budget.step();
        return function.apply(f.context, args);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }

  /// A filter or test that is not there, where that matters only when it is used.
  static final class Unknown extends Ex {
    private final int pos;
    private final String message;
    private final Ex input;
    private final ArgumentNodes arguments;

    Unknown(int pos, String message, Ex input, ArgumentNodes arguments) {
      this.pos = pos;
      this.message = message;
      this.input = input;
      this.arguments = arguments;
    }

    @Override
    Object eval(Frame f) {
      input.eval(f);
      arguments.eval(f);
      throw PyError.template(message).at(f.source, pos);
    }
  }

  /// `is defined` and `is undefined`.
  static final class Defined extends Ex {
    private final Ex input;
    private final boolean wanted;

    Defined(Ex input, boolean wanted) {
      this.input = input;
      this.wanted = wanted;
    }

    @Override
    Object eval(Frame f) {
      return test(f);
    }

    @Override
    boolean test(Frame f) {
      return !(input.eval(f) instanceof dev.fulgur.jinja.runtime.Undefined) == wanted;
    }
  }

  /// What a block printed, as the input of its filter.
  static final class BlockText extends Ex {
    private final int slot;

    BlockText(int slot) {
      this.slot = slot;
    }

    @Override
    Object eval(Frame f) {
      Object text = f.slots[slot];
      return text == null ? "" : text;
    }
  }
}
