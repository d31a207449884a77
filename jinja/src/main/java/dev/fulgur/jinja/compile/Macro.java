package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.PyCallable;
import dev.fulgur.jinja.runtime.PyDict;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyObject;
import dev.fulgur.jinja.runtime.PyTuple;
import dev.fulgur.jinja.runtime.Repr;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A macro as a value, with the frame that it was made in.
final class Macro implements PyObject, PyCallable {

  private final MacroCode code;
  private final Frame home;

  Macro(MacroCode code, Frame home) {
    this.code = code;
    this.home = home;
  }

  @Override
  public Object call(Context context, Args args) {
    Frame f = home.inner(code.slots());
    bind(f, args);
    f.budget.enter();
    int start = f.out.length();
    run(f);
    String text = f.out.cut(start);
    f.budget.leave();
    f.budget.text(text.length());
    return context.autoescape() ? new Markup(text) : text;
  }

  private void run(Frame f) {
    code.enter().exec(f);
    for (MacroCode.Parameter parameter : code.parameters()) {
      if (f.slots[parameter.slot()] == null) {
        Ex otherwise = parameter.otherwise();
        f.slots[parameter.slot()] =
            otherwise != null
                ? otherwise.eval(f)
                : f.context.undefinedBecause(
                    "parameter " + Repr.text(parameter.name()) + " was not provided",
                    parameter.name());
      }
    }
    code.body().exec(f);
  }

  private void bind(Frame f, Args args) {
    List<MacroCode.Parameter> parameters = code.parameters();
    int given = Math.min(args.size(), parameters.size());
    for (int i = 0; i < given; i++) {
      f.slots[parameters.get(i).slot()] = args.get(i);
    }
    if (given == parameters.size()
        && args.namedSize() == 0
        && args.size() == given
        && !code.takesCaller()
        && code.kwargs() < 0
        && code.varargs() < 0) {
      return;
    }
    bindRest(f, args, given);
  }

  private void bindRest(Frame f, Args args, int given) {
    List<MacroCode.Parameter> parameters = code.parameters();
    PyDict rest = args.keywords();
    boolean foundCaller = given == parameters.size() && code.explicitCaller();
    for (int i = given; i < parameters.size(); i++) {
      MacroCode.Parameter parameter = parameters.get(i);
      Object value = rest.take(parameter.name());
      if (value != null) {
        f.slots[parameter.slot()] = value;
      }
      foundCaller |= parameter.name().equals("caller");
    }
    if (code.caller() >= 0 && !foundCaller) {
      Object caller = rest.take("caller");
      f.slots[code.caller()] =
          caller == null || caller == None.NONE
              ? f.context.undefinedBecause("No caller defined", "caller")
              : caller;
    }
    if (code.kwargs() >= 0) {
      f.slots[code.kwargs()] = rest;
    } else if (!rest.isEmpty()) {
      throw unexpected(rest);
    }
    if (code.varargs() >= 0) {
      f.slots[code.varargs()] =
          PyTuple.wrap(
              args.size() <= given
                  ? new Object[0]
                  : Arrays.copyOfRange(args.positional(), given, args.size()));
    } else if (args.size() > parameters.size()) {
      throw PyError.type(
          "macro " + shownName() + " takes not more than " + parameters.size() + " argument(s)");
    }
  }

  private PyError unexpected(PyDict rest) {
    if (rest.has("caller")) {
      return PyError.type(
          "macro "
              + shownName()
              + " was invoked with two values for the special caller argument. This is most likely"
              + " a bug.");
    }
    Object name = rest.keySet().iterator().next();
    return PyError.type("macro " + shownName() + " takes no keyword argument " + Repr.of(name));
  }

  private String shownName() {
    return code.name().isEmpty() ? "None" : Repr.text(code.name());
  }

  @Override
  public @Nullable Object attribute(Context context, String name) {
    return switch (name) {
      case "name" -> code.name().isEmpty() ? None.NONE : code.name();
      case "arguments" -> code.parameterNames();
      case "catch_kwargs" -> code.kwargs() >= 0;
      case "catch_varargs" -> code.varargs() >= 0;
      case "caller" -> code.takesCaller();
      case "explicit_caller" -> code.explicitCaller();
      default -> null;
    };
  }

  @Override
  public String typeName() {
    return "jinja2.runtime.Macro";
  }

  @Override
  public String describe() {
    return "<Macro " + (code.name().isEmpty() ? "anonymous" : Repr.text(code.name())) + ">";
  }
}
