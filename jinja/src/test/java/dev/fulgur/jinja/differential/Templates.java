package dev.fulgur.jinja.differential;

import java.util.Map;

/// Random templates, and others for them to include, import and extend.
final class Templates {

  private final Choice choice;
  private final Expressions expressions;
  private final Typed typed;
  private final Loops loops;
  private final Composed composed;
  private final Scripts scripts;
  private final int wild;
  private int block;

  Templates(Choice choice) {
    this.choice = choice;
    this.expressions = new Expressions(choice);
    this.typed = new Typed(choice);
    this.loops = new Loops(choice);
    this.composed = new Composed(choice);
    this.scripts = new Scripts(choice);
    // Most templates keep to what fits; the others try everything.
    this.wild = choice.of(1, 4, 1000, 1000);
  }

  String template() {
    // An error ends a template: short ones show more of what does not fail.
    if (choice.once(3)) {
      String script = scripts.template();
      return choice.once(25) ? broken(script) : script;
    }
    String text = choice.once(3) ? body(3) : choice.once(2) ? piece(2) : print(any());
    if (choice.once(10)) {
      text = composed.parent() + text;
    }
    return choice.once(15) ? broken(text) : text;
  }

  /// The text with a character missing, doubled or added.
  private String broken(String text) {
    if (text.isEmpty()) {
      return "{{";
    }
    int at = choice.below(text.length());
    if (Character.isSurrogate(text.charAt(at))) {
      return text;
    }
    return switch (choice.below(4)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(0, at) + text.substring(at + 1);
      case 2 ->
          text.substring(0, at)
              + choice.of("{{", "%}", "}}", "{%", "'", "(", ")", "|", "{#", "#}", ".", "endif", "-")
              + text.substring(at);
      default -> text.substring(at);
    };
  }

  Map<String, String> others() {
    return composed.others();
  }

  private String body(int depth) {
    StringBuilder out = new StringBuilder();
    int n = 1 + choice.below(4);
    for (int i = 0; i < n; i++) {
      out.append(piece(depth));
    }
    return out.toString();
  }

  private String text() {
    return choice.of(
        "a",
        " ",
        "\n",
        "  b\n",
        "\n\n",
        "x ",
        "\t",
        " {",
        "}",
        "%",
        "#",
        "é",
        "text\n  ",
        "&<>",
        "\r\n",
        "\r",
        "a\r\n  b\r\n",
        "\f\u2028",
        "😀",
        "{ { % }",
        "\n# for y in m\n{{ y }}\n# endfor\n",
        "\n  # set y = i\nz ## note\n",
        " \n \n");
  }

  private String open() {
    return choice.of("{%", "{%", "{%", "{%-", "{%+");
  }

  private String close() {
    return choice.of("%}", "%}", "%}", "-%}", "+%}");
  }

  private String tag(String inside) {
    return open() + " " + inside + " " + close();
  }

  private String print(String expression) {
    return choice.of("{{ ", "{{ ", "{{- ", "{{")
        + " "
        + expression
        + choice.of(" }}", " }}", " -}}");
  }

  private String any() {
    return choice.once(wild) ? expressions.any(2) : typed.any(2);
  }

  private String name() {
    return choice.of("x", "y", "q", "i", "s", "ns");
  }

  private String piece(int depth) {
    if (depth <= 0 || choice.once(3)) {
      return choice.once(2) ? text() : print(choice.once(wild) ? expressions.any(3) : typed.any(3));
    }
    return switch (choice.below(24)) {
      case 0, 1, 2 -> branch(depth);
      case 3, 4, 5, 6 -> loop(depth);
      case 7, 8 -> tag("set " + name() + " = " + any());
      case 9 -> tag("set " + name() + ", " + name() + " = " + choice.of("1, 2", any()));
      case 10 -> setBlock(depth);
      case 11 -> namespace();
      case 12, 13 -> macro(depth);
      case 14 -> callBlock(depth);
      case 15 -> tag("filter " + Filters.any(choice, "'x'")) + body(depth - 1) + tag("endfilter");
      case 16 -> with(depth);
      case 17 -> raw();
      case 18 -> choice.of("{# c #}", "{#- c -#}", "{# a\nb #}\n", "  {# x #}  ");
      case 19 -> tag("do " + any());
      case 20 ->
          tag("autoescape " + choice.of("true", "false", "b"))
              + body(depth - 1)
              + tag("endautoescape");
      case 21 -> block(depth);
      case 22 -> composed.imports();
      default -> tag("print " + any() + choice.of("", ", " + any()));
    };
  }

  private String branch(int depth) {
    StringBuilder out = new StringBuilder(tag("if " + any())).append(body(depth - 1));
    if (choice.once(3)) {
      out.append(tag("elif " + any())).append(body(depth - 1));
    }
    if (choice.once(2)) {
      out.append(tag("else")).append(body(depth - 1));
    }
    return out.append(tag("endif")).toString();
  }

  private String loop(int depth) {
    if (choice.once(8)) {
      return loops.recursive();
    }
    String items =
        choice.of(
            "l",
            "m",
            "t",
            "rows",
            "words",
            "d",
            "range(3)",
            "d.items()",
            "rows|map(attribute='v')",
            "m|sort",
            "tree",
            "u",
            "st",
            "mix",
            "rows|groupby('g')",
            "[[1, 2], [3, 4]]",
            "attrs|dictsort",
            "m|batch(2)",
            "m|select",
            choice.once(3) ? any() : typed.list(2));
    String target =
        switch (items) {
          case "d.items()", "rows|groupby('g')", "[[1, 2], [3, 4]]", "attrs|dictsort" -> "x, y";
          default -> choice.of("x", "x", "y", "i", "x, y", "(x, y)", "x, (y, q)");
        };
    String head = "for " + target + " in " + items;
    if (choice.once(5)) {
      head += " if " + (choice.once(wild) ? expressions.any(1) : typed.truth(1));
    }
    StringBuilder out = new StringBuilder(tag(head));
    out.append(choice.once(2) ? body(depth - 1) : inLoop(depth));
    if (choice.once(4)) {
      out.append(tag("else")).append(body(depth - 1));
    }
    return out.append(tag("endfor")).toString();
  }

  private String inLoop(int depth) {
    return loops.body() + (choice.once(3) ? body(depth - 1) : "");
  }

  private String setBlock(int depth) {
    String filter =
        choice.once(3)
            ? " | "
                + choice.of(
                    "upper",
                    "trim",
                    "length",
                    "replace('a', 'b')",
                    "trim|upper",
                    "indent(2)",
                    "e",
                    "safe",
                    "nope")
            : "";
    return tag("set " + name() + filter) + body(depth - 1) + tag("endset") + print("x");
  }

  private String namespace() {
    return tag("set ns = namespace(" + choice.of("c=0", "d, c=1", "{'c': 2}", "c='a'", "c=i") + ")")
        + "{% for x in "
        + choice.of("range(3)", "m", "l")
        + " %}{% set ns.c = ns.c + "
        + choice.of("x", "1", "loop.index", "ns.c")
        + " %}"
        + choice.of(
            "",
            "{% if loop.last %}{% set ns.last = x %}{% endif %}",
            "{% set ns.x %}{{ x }}{% endset %}")
        + "{% endfor %}{{ ns.c }}"
        + choice.of(
            "",
            "{{ ns.last }}",
            "{{ ns.x|d('-') }}",
            "{{ ns }}",
            "{{ ns.nope }}",
            "{% set q.a = 1 %}");
  }

  private String macro(int depth) {
    String signature =
        choice.of(
            "a",
            "a, b=2",
            "a, b=a",
            "",
            "x",
            "a, caller=none",
            "a=[], b={}",
            "a, b=i, x=b",
            "a=missing");
    String args =
        choice.of("1", "1, 2", "1, 2, 3", "a=1", "b=3, a=4", "", "*m", "**d", "1, z=2", "i, b=s");
    String body =
        choice.once(3)
            ? choice.of(
                "{{ a }}{{ varargs }}",
                "{{ kwargs }}",
                "{{ caller() }}",
                "{{ a }}{{ i }}{{ x }}",
                "{{ b }}",
                "{{ f1.name }}{{ f1.arguments }}{{ f1.catch_kwargs }}{{ f1.catch_varargs }}{{ f1.caller }}",
                "{{ varargs|length }}{{ kwargs|dictsort }}",
                "{% set a = 9 %}{{ a }}",
                "{% if caller %}{{ caller() }}{% endif %}",
                "{{ a|d('none') }}{{ b is defined }}",
                "{% macro inner(c) %}{{ a }}{{ c }}{% endmacro %}{{ inner(b) }}",
                "{% if a is integer and a > 0 and a < 60 %}{{ a }}{{ f1(a - 7) }}{% endif %}",
                "{% if a is integer and a > 0 %}{{ f1(a - 1) }}{% endif %}{{ a }}")
            : body(depth - 1);
    return tag("macro f1(" + signature + ")") + body + tag("endmacro") + print("f1(" + args + ")");
  }

  private String callBlock(int depth) {
    String parameters = choice.of("", "", "(x)", "(x, y=1)", "(x=2)", "()");
    return "{% macro g1(p) %}<{{ "
        + choice.of(
            "caller()",
            "caller(p)",
            "caller(1, 2)",
            "p",
            "caller(x=p)",
            "caller()|upper",
            "caller is defined",
            "caller.arguments",
            "[caller(), caller()]|join('+')")
        + " }}>{% endmacro %}"
        + tag(
            "call"
                + parameters
                + " "
                + choice.of("g1(1)", "g1(s)", "g1()", "range(2)", "f1(1)", "g1(*m)", "g1(p=s)"))
        + body(depth - 1)
        + tag("endcall");
  }

  private String with(int depth) {
    return tag("with " + choice.of("x = " + any(), "x = 1, y = x", "", "x, y = (1, 2)"))
        + body(depth - 1)
        + tag("endwith")
        + print("x");
  }

  private String raw() {
    return choice.of("{% raw %}", "{%- raw -%}", "{% raw -%}")
        + choice.of("{{ x }}", " {% if %} ", "\n{# #}\n", "")
        + choice.of("{% endraw %}", "{%- endraw %}", "{% endraw -%}\n");
  }

  private String block(int depth) {
    String name = choice.of("a", "b", "c" + block++);
    return tag("block " + name + choice.of("", "", " scoped", " required"))
        + (choice.once(4) ? "{{ super() }}" : "")
        + body(depth - 1)
        + tag("endblock" + choice.of("", "", " " + name))
        + (choice.once(4) ? "{{ self." + name + "() }}" : "");
  }
}
