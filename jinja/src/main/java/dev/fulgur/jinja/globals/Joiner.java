package dev.fulgur.jinja.globals;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyCallable;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyObject;
import org.jspecify.annotations.Nullable;

/// Gives nothing the first time, then its separator.
final class Joiner implements PyObject, PyCallable {

  private final Object separator;
  private boolean used;

  Joiner(Object separator) {
    this.separator = separator;
  }

  @Override
  public Object call(Context context, Args args) {
    if (args.size() > 0 || args.namedSize() > 0) {
      throw PyError.type("Joiner.__call__() takes 1 positional argument but more were given");
    }
    if (!used) {
      used = true;
      return "";
    }
    return separator;
  }

  @Override
  public @Nullable Object attribute(Context context, String name) {
    return switch (name) {
      case "sep" -> separator;
      case "used" -> used;
      default -> null;
    };
  }

  @Override
  public String typeName() {
    return "jinja2.utils.Joiner";
  }

  @Override
  public String describe() {
    return "<jinja2.utils.Joiner object" + Print.address(this) + ">";
  }
}
