package dev.fulgur.jinja.tests;

import dev.fulgur.jinja.runtime.Arithmetic;
import dev.fulgur.jinja.runtime.Calls;
import dev.fulgur.jinja.runtime.Compare;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Escape;
import dev.fulgur.jinja.runtime.FilterFunction;
import dev.fulgur.jinja.runtime.Identity;
import dev.fulgur.jinja.runtime.Iteration;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.Membership;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Numbers;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.Signature;
import dev.fulgur.jinja.runtime.StrCase;
import dev.fulgur.jinja.runtime.Undefined;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// The tests of Jinja2, which follow `is`.
public final class BuiltInTests {

  /// By name.
  public static final Map<String, FilterFunction> ALL = all();

  private BuiltInTests() {}

  private static Map<String, FilterFunction> all() {
    Map<String, FilterFunction> tests = new HashMap<>();
    simple(tests, "defined", v -> !(v instanceof Undefined));
    simple(tests, "undefined", v -> v instanceof Undefined);
    simple(tests, "none", v -> v == None.NONE);
    simple(tests, "boolean", v -> v instanceof Boolean);
    simple(tests, "true", v -> v instanceof Boolean b && b);
    simple(tests, "false", v -> v instanceof Boolean b && !b);
    simple(tests, "integer", v -> !(v instanceof Boolean) && Numbers.isInteger(v));
    simple(tests, "float", v -> v instanceof Double);
    simple(tests, "number", Numbers::isNumber);
    simple(tests, "string", v -> v instanceof String || v instanceof Markup);
    simple(tests, "mapping", v -> v instanceof Map);
    simple(tests, "iterable", Iteration::isIterable);
    simple(tests, "sequence", Iteration::isSequence);
    simple(tests, "callable", Calls::isCallable);
    simple(tests, "escaped", Escape::isSafe);
    text(tests, "lower", StrCase::isLower);
    text(tests, "upper", StrCase::isUpper);
    remainder(tests, "odd", 1L);
    remainder(tests, "even", 0L);
    add(
        tests,
        "divisibleby",
        Signature.of("test_divisibleby", "value", "num"),
        (c, a) -> Compare.equal(Arithmetic.modulo(a[0], a[1], c), 0L, null));
    add(
        tests,
        "sameas",
        Signature.of("test_sameas", "value", "other"),
        (c, a) -> Identity.same(a[0], a[1]));
    add(
        tests,
        "in",
        Signature.of("test_in", "value", "seq"),
        (c, a) -> Membership.contains(a[1], a[0], c.budget()));
    named(tests, "filter", (c, name) -> c.engine().filter(name) != null);
    named(tests, "test", (c, name) -> c.engine().test(name) != null);
    for (String name : new String[] {"==", "eq", "equalto"}) {
      add(tests, name, operator(name), (c, a) -> Compare.equal(a[0], a[1], c.budget()));
    }
    for (String name : new String[] {"!=", "ne"}) {
      add(tests, name, operator(name), (c, a) -> !Compare.equal(a[0], a[1], c.budget()));
    }
    ordered(tests, Compare.Order.GT, ">", "gt", "greaterthan");
    ordered(tests, Compare.Order.GE, ">=", "ge");
    ordered(tests, Compare.Order.LT, "<", "lt", "lessthan");
    ordered(tests, Compare.Order.LE, "<=", "le");
    return Collections.unmodifiableMap(tests);
  }

  private static Signature operator(String name) {
    return Signature.of(name, "a", "b").positionalOnly();
  }

  private static void add(
      Map<String, FilterFunction> tests,
      String name,
      Signature signature,
      FilterFunction.Body body) {
    tests.put(name, new FilterFunction(signature, body, true));
  }

  private static void simple(
      Map<String, FilterFunction> tests, String name, Predicate<Object> test) {
    add(tests, name, Signature.of("test_" + name, "value"), (c, a) -> test.test(a[0]));
  }

  private static void text(Map<String, FilterFunction> tests, String name, Predicate<String> test) {
    add(
        tests,
        name,
        Signature.of("test_" + name, "value"),
        (c, a) -> {
          String s = Print.text(a[0], c.budget());
          c.budget().scan(s.length());
          return test.test(s);
        });
  }

  private static void remainder(Map<String, FilterFunction> tests, String name, Long wanted) {
    add(
        tests,
        name,
        Signature.of("test_" + name, "value"),
        (c, a) -> Compare.equal(Arithmetic.modulo(a[0], 2L, c), wanted, null));
  }

  private interface ByName {
    boolean test(Context context, String name);
  }

  private static void named(Map<String, FilterFunction> tests, String name, ByName test) {
    add(
        tests,
        name,
        Signature.of("test_" + name, "value"),
        (c, a) -> {
          Iteration.requireHashable(a[0]);
          return (a[0] instanceof String || a[0] instanceof Markup)
              && test.test(c, Print.text(a[0]));
        });
  }

  private static void ordered(
      Map<String, FilterFunction> tests, Compare.Order order, String... names) {
    for (String name : names) {
      add(tests, name, operator(name), (c, a) -> Compare.ordered(a[0], a[1], order, c.budget()));
    }
  }
}
