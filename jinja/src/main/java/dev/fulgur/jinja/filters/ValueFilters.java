package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Attributes;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.DictView;
import dev.fulgur.jinja.runtime.Iteration;
import dev.fulgur.jinja.runtime.Json;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.PrettyPrint;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyIterator;
import dev.fulgur.jinja.runtime.Signature;
import dev.fulgur.jinja.runtime.Truth;
import dev.fulgur.jinja.runtime.Undefined;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Filters for values of any kind.
final class ValueFilters {

  private ValueFilters() {}

  static void register(Registry r) {
    Signature otherwise =
        Signature.of("do_default", "value")
            .optional("default_value", "")
            .optional("boolean", false);
    r.pure("default", otherwise, (c, a) -> otherwise(a));
    r.pure("d", otherwise, (c, a) -> otherwise(a));
    r.pure("attr", Signature.of("do_attr", "obj", "name"), ValueFilters::attribute);
    r.late("items", Signature.of("do_items", "value"), (c, a) -> items(a[0]));
    r.pure(
        "tojson",
        Signature.of("do_tojson", "value").optional("indent", None.NONE),
        (c, a) -> new Markup(Json.html(a[0], a[1], c.budget())));
    r.pure(
        "pprint",
        Signature.of("do_pprint", "value"),
        (c, a) -> PrettyPrint.format(a[0], c.budget()));
  }

  private static Object otherwise(Object[] args) {
    boolean missing = args[0] instanceof Undefined || (Truth.of(args[2]) && !Truth.of(args[0]));
    return missing ? args[1] : args[0];
  }

  private static Object attribute(Context context, Object[] args) {
    if (!(args[1] instanceof String || args[1] instanceof Markup)) {
      throw PyError.type("attribute name must be string, not '" + Print.typeName(args[1]) + "'");
    }
    String name = Print.text(args[1]);
    Object value = Attributes.get(args[0], name, context);
    return value != null ? value : context.undefined(args[0], args[1]);
  }

  private static PyIterator items(Object value) {
    return new PyIterator("do_items") {
      private @Nullable PyIterator items;

      @Override
      public @Nullable Object next() {
        PyIterator each = items;
        if (each == null) {
          each =
              switch (value) {
                case Undefined _ -> null;
                case Map<?, ?> map -> Iteration.of(new DictView(map, DictView.Kind.ITEMS));
                default -> throw PyError.type("Can only get item pairs from a mapping.");
              };
          items = each;
        }
        return each == null ? null : each.next();
      }
    };
  }
}
