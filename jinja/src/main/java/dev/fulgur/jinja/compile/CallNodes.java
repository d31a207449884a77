package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.Attributes;
import dev.fulgur.jinja.runtime.Calls;
import dev.fulgur.jinja.runtime.Method;
import dev.fulgur.jinja.runtime.RenderError;

/// Calls.
final class CallNodes {

  private CallNodes() {}

  /// `callee(...)`.
  static final class Call extends Ex {
    private final int pos;
    private final Ex callee;
    private final ArgumentNodes arguments;

    Call(int pos, Ex callee, ArgumentNodes arguments) {
      this.pos = pos;
      this.callee = callee;
      this.arguments = arguments;
    }

    @Override
    Object eval(Frame f) {
      Object function = callee.eval(f);
      try {
        Args args = arguments.eval(f);
        f.budget.step();
        return Calls.call(function, args, f.context);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }

  /// `object.name(...)`: a method of a built-in type is called without being taken off first.
  static final class MethodCall extends Ex {
    private final int pos;
    private final AccessNodes.Attribute callee;
    private final ArgumentNodes arguments;

    MethodCall(int pos, AccessNodes.Attribute callee, ArgumentNodes arguments) {
      this.pos = pos;
      this.callee = callee;
      this.arguments = arguments;
    }

    @Override
    Object eval(Frame f) {
      Object self = callee.object.eval(f);
      try {
        f.budget.step();
        Method method = Attributes.method(self, callee.name);
        if (method != null) {
          return method.call(f.context, self, arguments.eval(f));
        }
        Object function = Attributes.attribute(self, callee.name, f.context);
        return Calls.call(function, arguments.eval(f), f.context);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }
}
