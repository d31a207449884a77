package dev.fulgur.jinja.yaml;

import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Chars;
import dev.fulgur.jinja.runtime.DictView;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Numbers;
import dev.fulgur.jinja.runtime.Out;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyBytes;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.PyRange;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.Undefined;
import dev.fulgur.jinja.runtime.Values;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The filter `yaml` of prompt templates.
///
/// Text, numbers, booleans and none print as they do anyway; lists, tuples, dicts and sets become
/// YAML without white space around it. A short value counts as written out: nothing in it is
/// shared, and what Python has no literal for (infinity, dates, undefined names) is a `NameError`.
/// A long one may hold those, and shares what occurs twice.
public final class PromptYaml {

  private static final int SHORT = 1000;

  private PromptYaml() {}

  public static Object filter(Object value, Budget budget) {
    if (value instanceof String
        || value instanceof Markup
        || value == None.NONE
        || Numbers.isInteger(value)
        || value instanceof Temporal) {
      return Print.text(value, budget);
    }
    if (value instanceof Double) {
      return Print.text(value, budget);
    }
    Out text = Out.text(budget);
    Repr.write(text, value);
    boolean isShort = text.length() < SHORT;
    if (isShort) {
      requireLiterals(value);
    }
    return strip(YamlDump.dump(value, !isShort, budget));
  }

  private static void requireLiterals(Object value) {
    switch (value) {
      case Map<?, ?> m -> {
        for (Map.Entry<?, ?> e : m.entrySet()) {
          requireLiterals(Values.of(e.getKey()));
          requireLiterals(Values.of(e.getValue()));
        }
      }
      case List<?> l -> l.forEach(item -> requireLiterals(Values.of(item)));
      case Set<?> s -> s.forEach(item -> requireLiterals(Values.of(item)));
      case Double d when Double.isNaN(d) -> throw noName("nan");
      case Double d when Double.isInfinite(d) -> throw noName("inf");
      case Temporal _ -> throw noName("datetime");
      case Undefined _ -> throw noName("Undefined");
      case Markup _ -> throw noName("Markup");
      case DictView v -> throw noName(Print.typeName(v));
      case PyBytes _, PyRange _ -> {}
      default -> {}
    }
  }

  private static PyError noName(String name) {
    return PyError.of("NameError", "name '" + name + "' is not defined");
  }

  private static String strip(String s) {
    int from = 0;
    int to = s.length();
    while (from < to && Chars.isSpace(s.charAt(from))) {
      from++;
    }
    while (to > from && Chars.isSpace(s.charAt(to - 1))) {
      to--;
    }
    return s.substring(from, to);
  }
}
