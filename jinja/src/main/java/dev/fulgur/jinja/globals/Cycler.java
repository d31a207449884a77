package dev.fulgur.jinja.globals;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyCallable;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyObject;
import dev.fulgur.jinja.runtime.PyTuple;
import org.jspecify.annotations.Nullable;

/// Gives its values in turn, for ever.
final class Cycler implements PyObject {

  private final Object[] items;
  private int position;

  Cycler(Object[] items) {
    this.items = items;
  }

  @Override
  public @Nullable Object attribute(Context context, String name) {
    return switch (name) {
      case "next" ->
          (PyCallable)
              (c, args) -> {
                requireNone(args, "next");
                Object item = items[position];
                position = (position + 1) % items.length;
                return item;
              };
      case "reset" ->
          (PyCallable)
              (c, args) -> {
                requireNone(args, "reset");
                position = 0;
                return None.NONE;
              };
      case "current" -> items[position];
      case "items" -> PyTuple.wrap(items.clone());
      case "pos" -> (long) position;
      default -> null;
    };
  }

  private static void requireNone(Args args, String method) {
    if (args.size() > 0 || args.namedSize() > 0) {
      throw PyError.type("Cycler." + method + "() takes 1 positional argument");
    }
  }

  @Override
  public String typeName() {
    return "jinja2.utils.Cycler";
  }

  @Override
  public String describe() {
    return "<jinja2.utils.Cycler object" + Print.address(this) + ">";
  }
}
