package dev.fulgur.jinja.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The parameters of a filter, a test, a method or a function, and how arguments are bound to them.
/// Immutable.
public final class Signature {

  private final String function;
  private final List<String> names;
  private final List<Object> defaults;
  private final int required;
  private final int positionalOnly;
  private final boolean more;
  private final boolean moreKeywords;

  private Signature(
      String function,
      List<String> names,
      List<Object> defaults,
      int positionalOnly,
      boolean more,
      boolean moreKeywords) {
    this.function = function;
    this.names = names;
    this.defaults = defaults;
    this.required = names.size() - defaults.size();
    this.positionalOnly = positionalOnly;
    this.more = more;
    this.moreKeywords = moreKeywords;
  }

  /// A function with these parameters, none of them optional so far.
  public static Signature of(String function, String... required) {
    return new Signature(function, List.of(required), List.of(), 0, false, false);
  }

  String function() {
    return function;
  }

  /// Whether it takes more arguments than it has parameters.
  public boolean takesMore() {
    return more || moreKeywords;
  }

  /// With one more parameter, which may be left out.
  public Signature optional(String name, Object otherwise) {
    List<String> allNames = new ArrayList<>(names);
    allNames.add(name);
    List<Object> allDefaults = new ArrayList<>(defaults);
    allDefaults.add(otherwise);
    return new Signature(function, allNames, allDefaults, positionalOnly, more, moreKeywords);
  }

  /// The parameters so far cannot be given by name.
  public Signature positionalOnly() {
    return new Signature(function, names, defaults, names.size(), more, moreKeywords);
  }

  /// Further values by position, as a tuple behind the parameters.
  public Signature more() {
    return new Signature(function, names, defaults, positionalOnly, true, moreKeywords);
  }

  /// Further values by name, as a dict behind everything.
  public Signature moreKeywords() {
    return new Signature(function, names, defaults, positionalOnly, more, true);
  }

  /// The values of the parameters in their order.
  ///
  /// @throws PyError `TypeError` when the arguments do not fit
  public Object[] bind(Args args) {
    int count = names.size();
    int given = args.size();
    if (given > count && !more) {
      throw tooMany(given);
    }
    Object[] bound = new Object[count + (more ? 1 : 0) + (moreKeywords ? 1 : 0)];
    boolean[] set = new boolean[count];
    for (int i = 0; i < Math.min(given, count); i++) {
      bound[i] = args.get(i);
      set[i] = true;
    }
    if (more) {
      bound[count] =
          given > count
              ? PyTuple.wrap(Arrays.copyOfRange(args.positional(), count, given))
              : PyTuple.EMPTY;
    }
    PyDict rest = new PyDict();
    for (int i = 0; i < args.namedSize(); i++) {
      bindNamed(bound, set, args.name(i), args.named(i), rest);
    }
    if (moreKeywords) {
      bound[bound.length - 1] = rest;
    }
    fill(bound, set);
    return bound;
  }

  private void bindNamed(Object[] bound, boolean[] set, String name, Object value, PyDict rest) {
    int at = names.indexOf(name);
    if (at >= positionalOnly) {
      if (set[at]) {
        throw PyError.type(function + "() got multiple values for argument " + Repr.text(name));
      }
      bound[at] = value;
      set[at] = true;
    } else if (moreKeywords) {
      rest.set(name, value);
    } else if (names.size() == positionalOnly) {
      throw PyError.type(function + "() takes no keyword arguments");
    } else {
      throw PyError.type(function + "() got an unexpected keyword argument " + Repr.text(name));
    }
  }

  private void fill(Object[] bound, boolean[] set) {
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (!set[i]) {
        if (i < required) {
          missing.add(Repr.text(names.get(i)));
        } else {
          bound[i] = defaults.get(i - required);
        }
      }
    }
    if (!missing.isEmpty()) {
      throw PyError.type(
          function
              + "() missing "
              + missing.size()
              + " required positional argument"
              + (missing.size() == 1 ? ": " : "s: ")
              + String.join(missing.size() == 2 ? " and " : ", ", missing));
    }
  }

  private PyError tooMany(int given) {
    String takes =
        defaults.isEmpty()
            ? Integer.toString(names.size())
            : "from " + required + " to " + names.size();
    return PyError.type(
        function
            + "() takes "
            + takes
            + " positional argument"
            + (names.size() == 1 ? "" : "s")
            + " but "
            + given
            + (given == 1 ? " was given" : " were given"));
  }
}
