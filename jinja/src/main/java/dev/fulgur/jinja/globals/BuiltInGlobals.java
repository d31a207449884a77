package dev.fulgur.jinja.globals;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.DictMethods;
import dev.fulgur.jinja.runtime.Namespace;
import dev.fulgur.jinja.runtime.Numbers;
import dev.fulgur.jinja.runtime.PyCallable;
import dev.fulgur.jinja.runtime.PyDict;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyObject;
import dev.fulgur.jinja.runtime.PyRange;
import dev.fulgur.jinja.runtime.Signature;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The globals of Jinja2.
public final class BuiltInGlobals {

  /// By name.
  public static final Map<String, Object> ALL =
      Map.of(
          "range", function("<class 'range'>", "type", BuiltInGlobals::range),
          "dict", new DictType(),
          "lipsum", function("<function generate_lorem_ipsum>", "function", BuiltInGlobals::lipsum),
          "cycler", function("<class 'jinja2.utils.Cycler'>", "type", BuiltInGlobals::cycler),
          "joiner", function("<class 'jinja2.utils.Joiner'>", "type", BuiltInGlobals::joiner),
          "namespace",
              function("<class 'jinja2.utils.Namespace'>", "type", BuiltInGlobals::namespace));

  private static final Signature LIPSUM =
      Signature.of("generate_lorem_ipsum")
          .optional("n", 5L)
          .optional("html", true)
          .optional("min", 20L)
          .optional("max", 100L);

  private static final Signature JOINER = Signature.of("__init__").optional("sep", ", ");

  private BuiltInGlobals() {}

  private interface Body {
    Object call(Context context, Args args);
  }

  private static PyCallable function(String shown, String type, Body body) {
    return new PyCallable() {
      @Override
      public Object call(Context context, Args args) {
        return body.call(context, args);
      }

      @Override
      public String describe() {
        return shown;
      }

      @Override
      public String typeName() {
        return type;
      }
    };
  }

  /// `dict`, which has a function of its own beside making dicts.
  private static final class DictType implements PyCallable, PyObject {
    @Override
    public Object call(Context context, Args args) {
      return dict(context, args);
    }

    @Override
    public @Nullable Object attribute(Context context, String name) {
      return name.equals("fromkeys") ? DictMethods.fromKeys(this) : null;
    }

    @Override
    public String describe() {
      return "<class 'dict'>";
    }

    @Override
    public String typeName() {
      return "type";
    }
  }

  private static Object range(Context context, Args args) {
    if (args.namedSize() > 0) {
      throw PyError.type("range() takes no keyword arguments");
    }
    if (args.size() == 0 || args.size() > 3) {
      throw PyError.type(
          args.size() == 0
              ? "range expected at least 1 argument, got 0"
              : "range expected at most 3 arguments, got " + args.size());
    }
    long start = args.size() == 1 ? 0 : Numbers.toLong(args.get(0));
    long stop = Numbers.toLong(args.get(args.size() == 1 ? 0 : 1));
    long step = args.size() < 3 ? 1 : Numbers.toLong(args.get(2));
    if (step == 0) {
      throw PyError.value("range() arg 3 must not be zero");
    }
    PyRange range = PyRange.of(start, stop, step);
    context.budget().range(range.length());
    return range;
  }

  private static Object dict(Context context, Args args) {
    PyDict dict = new PyDict();
    DictMethods.update(dict, "dict", args, context.budget());
    return dict;
  }

  private static Object namespace(Context context, Args args) {
    return new Namespace((PyDict) dict(context, args));
  }

  private static Object lipsum(Context context, Args args) {
    Object[] a = LIPSUM.bind(args);
    return Lipsum.generate(context, a);
  }

  private static Object cycler(Context context, Args args) {
    if (args.namedSize() > 0) {
      throw PyError.type(
          "Cycler.__init__() got an unexpected keyword argument '" + args.name(0) + "'");
    }
    if (args.size() == 0) {
      throw PyError.of("RuntimeError", "at least one item has to be provided");
    }
    return new Cycler(args.positional());
  }

  private static Object joiner(Context context, Args args) {
    return new Joiner(JOINER.bind(args)[0]);
  }
}
