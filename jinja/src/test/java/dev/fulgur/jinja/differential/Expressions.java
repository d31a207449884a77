package dev.fulgur.jinja.differential;

/// Random expressions.
final class Expressions {

  private final Choice choice;

  Expressions(Choice choice) {
    this.choice = choice;
  }

  String any(int depth) {
    if (depth <= 0) {
      return atom();
    }
    return switch (choice.below(24)) {
      case 0, 1, 2 -> atom();
      case 3, 4 -> operation(depth);
      case 5 -> "(" + any(depth - 1) + ")";
      case 6 -> any(depth - 1) + " ~ " + any(depth - 1);
      case 7 -> comparison(depth);
      case 8 -> any(depth - 1) + choice.of(" and ", " or ") + any(depth - 1);
      case 9 -> "not " + any(depth - 1);
      case 10 -> conditional(depth);
      case 11 -> choice.of("-", "+") + atom();
      case 12 -> container(depth);
      case 13, 14 -> postfix(depth);
      case 15 -> call(depth);
      case 16, 17, 18, 19, 20 -> filtered(depth);
      case 21, 22 -> any(depth - 1) + " is " + (choice.once(4) ? "not " : "") + test(depth);
      default -> chain(depth);
    };
  }

  String atom() {
    return switch (choice.below(6)) {
      case 0 ->
          choice.of(
              "1",
              "0",
              "2",
              "3",
              "10",
              "1.5",
              "2.0",
              "0x1F",
              "1_000",
              "1e3",
              "0.1",
              "-1",
              "true",
              "false",
              "none",
              "True",
              "None",
              "00",
              "12345678901234567890");
      case 1 ->
          choice.of(
              "'a'",
              "\"b\"",
              "''",
              "'x y'",
              "'it\\'s'",
              "'\\n\\t'",
              "'é'",
              "'%s'",
              "'{}'",
              "'<&>'",
              "'\\x41\\u00e9'",
              "'a' 'b'",
              "'\\d'",
              "'abc'",
              "','",
              "' '",
              "'k'",
              "'v'");
      default -> choice.of(Values.NAMES);
    };
  }

  private String operation(int depth) {
    String op = choice.of(" + ", " - ", " * ", " / ", " // ", " % ", " ** ", "+", "*");
    if (op.equals(" ** ")) {
      return atom() + op + choice.of("2", "3", "0", "-1", "0.5", "2.0");
    }
    if (op.contains("*")) {
      return any(depth - 1) + op + choice.of("2", "3", "0", "-1", "1.5", "i", "f", "'a'", "l");
    }
    return any(depth - 1) + op + any(depth - 1);
  }

  private String comparison(int depth) {
    return any(depth - 1)
        + choice.of(" == ", " != ", " < ", " <= ", " > ", " >= ", " in ", " not in ")
        + any(depth - 1);
  }

  private String chain(int depth) {
    return atom() + " < " + any(depth - 1) + choice.of(" < ", " == ", " != ") + atom();
  }

  private String conditional(int depth) {
    String head = any(depth - 1) + " if " + any(depth - 1);
    return choice.once(4) ? head : head + " else " + any(depth - 1);
  }

  private String container(int depth) {
    return switch (choice.below(4)) {
      case 0 -> "[" + any(depth - 1) + ", " + any(depth - 1) + "]";
      case 1 -> "(" + any(depth - 1) + ",)";
      case 2 -> "(" + any(depth - 1) + ", " + atom() + ")";
      default ->
          "{'k': "
              + any(depth - 1)
              + ", "
              + choice.of("'v'", "1", "none", "i")
              + ": "
              + atom()
              + "}";
    };
  }

  private String base(int depth) {
    return choice.once(3) ? "(" + any(depth - 1) + ")" : choice.of(Values.NAMES);
  }

  private String postfix(int depth) {
    return base(depth)
        + switch (choice.below(5)) {
          case 0 -> choice.of(".k", ".a", ".items", ".nope", ".0", ".x.y", ".n", "[0].o.p", ".0.k");
          case 1 -> choice.of("['k']", "['a']", "[0]", "[-1]", "[1]", "[99]", "['nope']", "[none]");
          case 2 -> "[" + any(depth - 1) + "]";
          case 3 ->
              choice.of(
                  "[1:]", "[:2]", "[::2]", "[::-1]", "[-2:]", "[1:3]", "[:]", "[5:1]", "[::0]");
          default ->
              "["
                  + choice.of("", atom(), "-3", "1")
                  + ":"
                  + choice.of("", atom(), "-1", "4")
                  + choice.of("", ":", ":2", ":-1", ":-2", ":" + atom())
                  + "]";
        };
  }

  private String call(int depth) {
    return switch (choice.below(6)) {
      case 0 -> choice.of("range(3)", "range(1, 4)", "range(5, 0, -2)", "range(i)", "range('a')");
      case 1 ->
          choice.of(
              "dict(a=1, b=i)",
              "dict(d)",
              "dict(d, z=1)",
              "namespace(a=1).a",
              "cycler(1, 2).next()",
              "joiner('-')()",
              "dict([('a', 1)])",
              "dict(l)",
              "cycler()",
              "namespace(d).a",
              "dict.fromkeys(m)",
              "dict.fromkeys('ab', 1)",
              "range(7)[1:5:2]",
              "range(10)|batch(3)|list",
              "namespace(a=[1]).a.append(2)",
              "range(3) == range(0, 3, 1)",
              "lipsum(n=0)",
              "dict([[1, 2], 'ab'], k=3)");
      case 2 -> base(depth) + ".nope()";
      default -> base(depth) + Methods.any(choice, any(depth > 1 ? 1 : 0));
    };
  }

  private String filtered(int depth) {
    String value = choice.once(3) ? "(" + any(depth - 1) + ")" : any(depth - 1);
    String all = value + "|" + Filters.any(choice, any(0));
    return choice.once(3) ? all + "|" + Filters.any(choice, any(0)) : all;
  }

  private String test(int depth) {
    return choice.of(
        "defined",
        "undefined",
        "none",
        "boolean",
        "true",
        "false",
        "integer",
        "float",
        "number",
        "string",
        "mapping",
        "iterable",
        "sequence",
        "callable",
        "sameas none",
        "escaped",
        "lower",
        "upper",
        "odd",
        "even",
        "divisibleby 3",
        "divisibleby(2)",
        "in [1, 2]",
        "in 'abc'",
        "eq 1",
        "equalto('a')",
        "ne " + atom(),
        "gt 1",
        "ge " + atom(),
        "lt 3",
        "le 2",
        "filter",
        "test",
        "lessthan 2",
        "greaterthan(i)",
        "in(" + any(depth - 1) + ")",
        "nope");
  }
}
