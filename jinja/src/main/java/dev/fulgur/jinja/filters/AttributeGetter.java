package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Attributes;
import dev.fulgur.jinja.runtime.Chars;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.NumberText;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyList;
import dev.fulgur.jinja.runtime.StrCase;
import dev.fulgur.jinja.runtime.Undefined;
import java.util.ArrayList;
import java.util.List;

/// Follows a path of attributes and items: `address.city`, `0.name`.
final class AttributeGetter {

  private final Context context;
  private final List<Object> parts;
  private final boolean lower;
  private final Object otherwise;

  private AttributeGetter(Context context, List<Object> parts, boolean lower, Object otherwise) {
    this.context = context;
    this.parts = parts;
    this.lower = lower;
    this.otherwise = otherwise;
  }

  /// A getter for one path.
  ///
  /// @param attribute a path, an index, or none for the item itself
  /// @param lower whether text is taken in lower case
  /// @param otherwise what stands for what is not there, or none
  static AttributeGetter of(Context context, Object attribute, boolean lower, Object otherwise) {
    return new AttributeGetter(context, parts(attribute), lower, otherwise);
  }

  private static List<Object> parts(Object attribute) {
    if (attribute == None.NONE) {
      return List.of();
    }
    if (!(attribute instanceof String || attribute instanceof Markup)) {
      return List.of(attribute);
    }
    List<Object> parts = new ArrayList<>();
    for (String part : Print.text(attribute).split("\\.", -1)) {
      boolean digits = !part.isEmpty() && part.codePoints().allMatch(Chars::isDigit);
      parts.add(digits ? NumberText.integer(part, 10) : part);
    }
    return parts;
  }

  /// One getter for each path of a list with commas.
  static List<AttributeGetter> several(Context context, Object attribute, boolean lower) {
    List<AttributeGetter> getters = new ArrayList<>();
    if (attribute instanceof String || attribute instanceof Markup) {
      for (String path : Print.text(attribute).split(",", -1)) {
        getters.add(of(context, path, lower, None.NONE));
      }
    } else {
      getters.add(of(context, attribute, lower, None.NONE));
    }
    return getters;
  }

  /// The list of what several getters find.
  static PyList all(List<AttributeGetter> getters, Object item) {
    PyList values = new PyList(getters.size());
    for (AttributeGetter getter : getters) {
      values.add(getter.get(item));
    }
    return values;
  }

  Object get(Object item) {
    Object value = item;
    for (Object part : parts) {
      value = Attributes.item(value, part, context);
      if (otherwise != None.NONE && value instanceof Undefined) {
        value = otherwise;
      }
    }
    return lower ? lowered(value) : value;
  }

  static Object lowered(Object value) {
    return switch (value) {
      case String s -> StrCase.lower(s);
      case Markup m -> new Markup(StrCase.lower(m.text()));
      default -> value;
    };
  }
}
