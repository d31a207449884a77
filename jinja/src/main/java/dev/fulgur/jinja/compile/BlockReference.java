package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyCallable;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyObject;
import dev.fulgur.jinja.runtime.Repr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A block as a value: calling it renders it. `super` and the items of `self` are such.
final class BlockReference implements PyObject, PyCallable {

  private final String name;
  private final Context home;
  private final List<Context.Block> stack;
  private final int depth;

  BlockReference(String name, Context home, List<Context.Block> stack, int depth) {
    this.name = name;
    this.home = home;
    this.stack = stack;
    this.depth = depth;
  }

  static Object noParent(Context context, String name) {
    return context.undefinedBecause(
        "there is no parent block called " + Repr.text(name) + ".", "super");
  }

  @Override
  public Object call(Context context, Args args) {
    if (args.size() > 0 || args.namedSize() > 0) {
      throw PyError.type(
          "BlockReference.__call__() takes 1 positional argument but more were given");
    }
    int start = home.out().length();
    stack.get(depth).render(home);
    String text = home.out().cut(start);
    home.budget().text(text.length());
    return home.autoescape() ? new Markup(text) : text;
  }

  @Override
  public @Nullable Object attribute(Context context, String attribute) {
    return switch (attribute) {
      case "super" ->
          depth + 1 >= stack.size()
              ? noParent(home, name)
              : new BlockReference(name, home, stack, depth + 1);
      case "name" -> name;
      default -> null;
    };
  }

  @Override
  public String typeName() {
    return "jinja2.runtime.BlockReference";
  }

  @Override
  public String describe() {
    return "<jinja2.runtime.BlockReference object" + Print.address(this) + ">";
  }
}
