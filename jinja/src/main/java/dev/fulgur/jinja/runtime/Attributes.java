package dev.fulgur.jinja.runtime;

import dev.fulgur.jinja.UndefinedKind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `x.name` and `x[key]`, as Jinja2 looks for them. Only the methods and attributes that are listed
/// for Python's types exist, and those of the engine's own objects: no attribute is looked for on a
/// Java object.
public final class Attributes {

  private Attributes() {}

  /// `x.name`: an attribute, else an item, else undefined.
  public static Object attribute(Object object, String name, Context context) {
    if (object instanceof Map<?, ?> map) {
      Method method = DictMethods.TABLE.get(name);
      if (method != null) {
        return new BoundMethod(object, name, method);
      }
      Object value = Dicts.find(map, name);
      if (value != null) {
        return value;
      }
    }
    if (object instanceof Undefined u && !name.equals("__class__")) {
      if (u.kind() == UndefinedKind.CHAINABLE) {
        return u;
      }
      throw u.fail();
    }
    Object value = get(object, name, context);
    return value != null ? value : context.undefined(object, name);
  }

  /// `x[key]`: an item, else an attribute, else undefined.
  public static Object item(Object object, Object key, Context context) {
    Object value = itemOrNull(object, key, context);
    if (value == null && (key instanceof String || key instanceof Markup)) {
      value = get(object, Print.text(key), context);
    }
    return value != null ? value : context.undefined(object, key);
  }

  /// `x[key]` as Python has it: what is not there is an error.
  public static Object required(Object object, Object key, Context context) {
    return Subscript.get(object, key, context);
  }

  static @Nullable Object itemOrNull(Object object, Object key, Context context) {
    switch (object) {
      case Map<?, ?> map -> {
        if (key instanceof String s) {
          context.budget().scan(s.length());
          return Dicts.find(map, s);
        }
        try {
          return Dicts.find(map, key);
        } catch (PyError e) {
          if (e.is("TypeError")) {
            return null;
          }
          throw e;
        }
      }
      case List<?> list -> {
        return element(list, key);
      }
      case String s -> {
        Long i = Numbers.index(key);
        return i == null ? null : Strings.at(s, i, context.budget());
      }
      case Markup m -> {
        Long i = Numbers.index(key);
        String at = i == null ? null : Strings.at(m.text(), i, context.budget());
        return at == null ? null : new Markup(at);
      }
      case PyRange r -> {
        Long i = Numbers.index(key);
        if (i == null) {
          return null;
        }
        long at = i < 0 ? i + r.length() : i;
        return at < 0 || at >= r.length() ? null : (Object) r.get(at);
      }
      case PyBytes b -> {
        Long i = Numbers.index(key);
        if (i == null) {
          return null;
        }
        long at = i < 0 ? i + b.length() : i;
        return at < 0 || at >= b.length() ? null : (Object) (long) b.at((int) at);
      }
      case Undefined u -> {
        if (u.kind() == UndefinedKind.CHAINABLE) {
          return u;
        }
        throw u.fail();
      }
      case Indexed i -> {
        return i.item(context, key);
      }
      default -> {
        return null;
      }
    }
  }

  private static @Nullable Object element(List<?> list, Object key) {
    Long i = Numbers.index(key);
    if (i == null) {
      return null;
    }
    long at = i < 0 ? i + list.size() : i;
    return at < 0 || at >= list.size() ? null : Values.of(list.get((int) at));
  }

  /// The attribute alone, or null.
  public static @Nullable Object get(Object object, String name, Context context) {
    if (name.startsWith("__") && name.endsWith("__")) {
      return dunder(object, name, context);
    }
    Method method = method(object, name);
    if (method != null) {
      return new BoundMethod(object, name, method);
    }
    return switch (object) {
      case PyObject o -> o.attribute(context, name);
      case Long _, Boolean _, BigInteger _, Double _ -> NumberMethods.attribute(object, name);
      case PyTuple t -> {
        PyTuple.Shape shape = t.shape();
        int at = shape == null ? -1 : shape.names().indexOf(name);
        yield at < 0 ? null : t.get(at);
      }
      case PyRange r ->
          switch (name) {
            case "start" -> r.start();
            case "stop" -> r.stop();
            case "step" -> r.step();
            default -> null;
          };
      case LocalDate _, LocalDateTime _, OffsetDateTime _, LocalTime _ ->
          DateMethods.attribute(object, name);
      case Duration d -> TimeSpans.attribute(d, name);
      case Undefined u -> {
        if (u.kind() == UndefinedKind.CHAINABLE) {
          yield u;
        }
        throw u.fail();
      }
      default -> null;
    };
  }

  /// The method of a built-in type, or null. No key of a dict hides one.
  public static @Nullable Method method(Object object, String name) {
    return switch (object) {
      case String _, Markup _ -> StrMethods.TABLE.get(name);
      case Map<?, ?> _ -> DictMethods.TABLE.get(name);
      case PyTuple _ -> TupleMethods.TABLE.get(name);
      case List<?> _ -> ListMethods.TABLE.get(name);
      case Set<?> _ -> SetMethods.TABLE.get(name);
      case Long _, Boolean _, BigInteger _ -> NumberMethods.INTEGERS.get(name);
      case Double _ -> NumberMethods.FLOATS.get(name);
      case DictView v when v.kind() != DictView.Kind.VALUES -> DictMethods.VIEWS.get(name);
      case PyBytes _ -> BytesMethods.TABLE.get(name);
      case PyRange _ -> TupleMethods.RANGES.get(name);
      case LocalDate _, LocalDateTime _, OffsetDateTime _, LocalTime _ ->
          DateMethods.find(object, name);
      case Duration _ -> TimeSpans.TABLE.get(name);
      default -> null;
    };
  }

  private static @Nullable Object dunder(Object object, String name, Context context) {
    if (name.equals("__class__")) {
      return new PyType(Types.qualified(object));
    }
    if (object instanceof PyType t) {
      return switch (name) {
        case "__name__", "__qualname__" -> t.simple();
        case "__module__" ->
            t.qualified().contains(".")
                ? t.qualified().substring(0, t.qualified().lastIndexOf('.'))
                : "builtins";
        default -> null;
      };
    }
    return object instanceof PyObject o ? o.attribute(context, name) : null;
  }
}
