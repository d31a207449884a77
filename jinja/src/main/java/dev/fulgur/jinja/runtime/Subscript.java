package dev.fulgur.jinja.runtime;

import java.util.List;
import java.util.Map;

/// `x[key]` as Python has it: what is not there is an error.
final class Subscript {

  private Subscript() {}

  static Object get(Object value, Object key, Context context) {
    if (value instanceof Map<?, ?> map) {
      Object item = Dicts.find(map, key);
      if (item == null) {
        throw PyError.key(key);
      }
      return item;
    }
    if (value instanceof List<?>
        || value instanceof String
        || value instanceof Markup
        || value instanceof PyRange
        || value instanceof PyBytes) {
      if (Numbers.index(key) == null) {
        throw PyError.type(
            Types.name(value) + " indices must be integers or slices, not " + Types.name(key));
      }
      Object found = Attributes.itemOrNull(value, key, context);
      if (found == null) {
        throw PyError.index(Types.name(value) + " index out of range");
      }
      return found;
    }
    if (value instanceof Undefined u) {
      if (u.kind() == dev.fulgur.jinja.UndefinedKind.CHAINABLE) {
        return u;
      }
      throw u.fail();
    }
    throw PyError.type("'" + Types.name(value) + "' object is not subscriptable");
  }
}
