package dev.fulgur.jinja.runtime;

import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Python's names for the types of values.
final class Types {

  private Types() {}

  /// The name with its module, unless it is built in.
  static String qualified(Object value) {
    return switch (value) {
      case None _ -> "NoneType";
      case Boolean _ -> "bool";
      case Long _ -> "int";
      case BigInteger _ -> "int";
      case Double _ -> "float";
      case String _ -> "str";
      case Markup _ -> "markupsafe.Markup";
      case PyTuple t -> {
        PyTuple.Shape shape = t.shape();
        yield shape == null ? "tuple" : shape.typeName();
      }
      case List<?> _ -> "list";
      case Map<?, ?> _ -> "dict";
      case Set<?> _ -> "set";
      case PyBytes _ -> "bytes";
      case PyRange _ -> "range";
      case PySlice _ -> "slice";
      case PyType _ -> "type";
      case PyIterator i -> i.typeName();
      case DictView v -> v.kind().pythonName();
      case Undefined u -> "jinja2.runtime." + u.kind().pythonName();
      case LocalDate _ -> "datetime.date";
      case LocalDateTime _, OffsetDateTime _ -> "datetime.datetime";
      case LocalTime _ -> "datetime.time";
      case Duration _ -> "datetime.timedelta";
      case PyObject o -> o.typeName();
      case PyCallable c -> c.typeName();
      default -> throw new IllegalStateException("no value: " + value.getClass());
    };
  }

  /// The name that error messages of Python use: with the module only for types of C.
  static String name(Object value) {
    String name = qualified(value);
    return name.startsWith("jinja2.") || name.startsWith("markupsafe.")
        ? name.substring(name.lastIndexOf('.') + 1)
        : name;
  }

  /// As Jinja2 describes an object: `dict object`.
  static String describe(Object value) {
    return value instanceof None ? "None" : qualified(value) + " object";
  }
}
