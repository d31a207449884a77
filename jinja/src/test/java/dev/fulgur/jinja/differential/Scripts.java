package dev.fulgur.jinja.differential;

/// Random templates that put statements together as people do: macros that call macros, blocks over
/// several levels, loops in loops, text that is marked as safe, precedence.
final class Scripts {

  private final Choice choice;
  private final Typed typed;

  Scripts(Choice choice) {
    this.choice = choice;
    this.typed = new Typed(choice);
  }

  String template() {
    return switch (choice.below(9)) {
      case 0 -> macros();
      case 1 -> callers();
      case 2 -> inheritance();
      case 3 -> loops();
      case 4 -> scopes();
      case 5 -> safe();
      case 6 -> spaces();
      case 7 -> imports();
      default -> "{{ " + expression(3) + " }}|{{ " + literal() + " }}";
    };
  }

  private String macros() {
    String parameters =
        choice.of(
            "a, b=a", "a, b=a ~ '!', c=b", "a=i, *", "a, b=[a], c={'k': a}", "a='x', b=none", "");
    String body =
        choice.of(
            "[{{ a }}/{{ b|d('-') }}/{{ varargs }}/{{ kwargs|dictsort }}]",
            "{% for v in varargs %}{{ loop.index }}={{ v }};{% else %}none{% endfor %}{{ a }}",
            "{% for k, v in kwargs|dictsort %}{{ k }}:{{ v }} {% endfor %}{{ caller is defined }}",
            "{%- if a and a is string %}{{ m1(a[1:], b=a) }}{% endif %}<{{ a }}>",
            "{% macro in1(x) %}{{ a }}{{ x }}{{ varargs }}{% endmacro %}{{ in1(1, 2) }}{{ in1(a) }}",
            "{% set a = [a, b] %}{{ a }}{{ m1.name }}{{ m1.arguments }}",
            "{{ caller(a) if caller else '' }}{{ varargs|length + kwargs|length }}");
    String calls =
        choice.of(
            "{{ m1('ab') }}{{ m1(1, 2, 3, 4) }}",
            "{{ m1('ab', z=1, y=[i]) }}",
            "{{ m1(*m) }}{{ m1(b=2, a=1) }}",
            "{{ m1(**{'a': 1, 'q': 2}) }}{{ m1(1, a=2) }}",
            "{{ m1(1, *[2, 3], **{'k': 4}) }}",
            "{% for x in m %}{{ m1(x, loop.index) }}{% endfor %}",
            "{% call m1('q') %}in{% endcall %}{% call(x) m1('r', 2) %}{{ x }}{{ a }}{% endcall %}",
            "{{ m1(" + typed.any(1) + ") }}",
            "{{ [1, 2]|map('string')|map('upper')|list }}{{ m1(m1(1)) }}",
            "{% set f = m1 %}{{ f('z') }}{{ f }}");
    return "{% macro m1(" + parameters + ") %}" + body + "{% endmacro %}" + calls;
  }

  private String callers() {
    return "{% macro outer(n, sep=', ') %}{% for x in range(n) %}{{ caller(x"
        + choice.of("", ", x * 2", ", k=x", ", loop.last")
        + ") }}{% if not loop.last %}{{ sep }}{% endif %}{% endfor %}{% endmacro %}"
        + "{% macro shell() %}({{ caller() }}){% endmacro %}"
        + "{% call"
        + choice.of("(x)", "(x, y=9)", "(x, k=0)", "(*x)", "(x, y)", "")
        + " outer("
        + choice.of("2", "3, '-'", "n=2, sep='<'", "0", "i")
        + ") %}"
        + choice.of(
            "{{ x }}{{ y }}",
            "{{ x }}{{ y|d }}{{ k|d('.') }}",
            "{% call shell() %}{{ x }}{{ i }}{% endcall %}",
            "{{ varargs }}{{ kwargs }}",
            "{{ caller is defined }}{{ loop is defined }}",
            "{% set i = 8 %}{{ i }}{{ x }}",
            "{% if x is odd %}{% filter upper %}a{{ x }}{% endfilter %}{% endif %}",
            "{% call(z) outer(2) %}{{ x }}{{ z }}{% endcall %}")
        + "{% endcall %}{{ i }}"
        + choice.of("", "{{ outer(2) }}", "{% call shell() %}{{ shell.caller }}{% endcall %}");
  }

  private String inheritance() {
    return choice.of(
            "{% extends 'leaf' %}",
            "{% extends 'mid2' %}",
            "{% extends 'base2' %}",
            "{% set who = 'top' %}{% extends 'leaf' %}",
            "{% macro mine(x) %}<{{ x }}{{ i }}>{% endmacro %}{% extends 'mid2' %}",
            "{% import 'lib' as lib %}{% extends 'leaf' %}",
            "{% extends ['none', 'leaf'] %}",
            "{% extends 'leaf' if b else 'base2' %}")
        + choice.of("", "lost", "{% set who = 'late' %}")
        + "{% block body %}"
        + choice.of(
            "{{ super() }}",
            "({{ super() }}{{ super() }})",
            "{{ super.super() }}",
            "{{ self.title() }}{{ super() }}",
            "{{ who|d('?') }}{{ x|d('no x') }}",
            "{% for x in m %}{{ super() }}{% endfor %}",
            "{{ mine(1) if mine is defined }}{{ lib.c if lib is defined }}",
            "{% include 'inc' %}{% set who = 'in' %}{{ who }}",
            "{% block inner %}I{{ super() if super is defined }}{% endblock %}",
            "{% set t %}{{ super() }}{% endset %}{{ t|upper }}",
            "{% call lib.wrap('i') %}{{ super() }}{% endcall %}")
        + "{% endblock %}"
        + choice.of(
            "",
            "{% block title %}T{% endblock %}",
            "{% block title %}{{ self.body() }}{% endblock title %}",
            "{% block item %}[{{ x|d('-') }}{{ super() }}]{% endblock %}",
            "{% block item scoped %}{{ loop.index }}{% endblock %}",
            "{% if b %}{% block title %}if{% endblock %}{% endif %}");
  }

  /// What [#inheritance] extends.
  static String base(Choice choice) {
    return "{% set who = 'base' %}<{% block title %}base {{ who }}{% endblock %}>"
        + choice.of(
            "{% block body %}B{% block inner %}b{% endblock %}{% endblock %}",
            "{% for x in m %}{% block item scoped %}{{ x }}{% endblock %}{% endfor %}"
                + "{% block body %}{% endblock %}",
            "{% block body required %}{% endblock %}{{ self.title() }}",
            "{% block body %}{{ i }}{% endblock %}{{ self.body()|upper }}",
            "{%- block body -%} b {%- endblock -%} ");
  }

  static String middle(Choice choice) {
    return "{% extends 'base2' %}"
        + choice.of("", "{% set who = 'mid' %}", "{% macro mine(x) %}mid{{ x }}{% endmacro %}")
        + choice.of(
            "{% block body %}M{{ super() }}{% endblock %}",
            "{% block title %}{{ super() }}+{% endblock %}",
            "{% block body %}{% block inner %}m{{ super() if b }}{% endblock %}{% endblock %}",
            "{% block item %}({{ super() }}){% endblock %}",
            "{% block body %}{{ who }}{{ mine(2) if mine is defined }}{% endblock %}");
  }

  static String leaf(Choice choice) {
    return "{% extends 'mid2' %}"
        + choice.of(
            "{% block body %}L{{ super() }}{% endblock %}",
            "{% block title %}L{{ super() }}{% endblock %}{% block body %}l{% endblock %}",
            "{% set x = 1 %}{% block inner %}{{ x }}{{ super() }}{% endblock %}",
            "{% block item scoped %}{{ super() }}{{ loop.index0|d }}{% endblock %}",
            "");
  }

  private String loops() {
    String inner =
        choice.of(
            "{{ loop.index }}.{{ o.index }}",
            "{% if loop.changed(y) %}{{ y }}{% endif %}",
            "{{ loop.cycle('a', 'b', o.index) }}",
            "{{ loop.previtem|d(o.previtem|d('^')) }}",
            "{% if loop.nextitem is defined %}{{ loop.nextitem == y }}{% endif %}",
            "{% if y == x %}{% break %}{% elif loop.first %}{% continue %}{% endif %}{{ y }}",
            "{{ loop.depth }}{{ loop.revindex }}{{ loop.last }}",
            "{% set x = x ~ y %}{{ x }}");
    return choice.of(
        "{% for x in "
            + typed.list(1)
            + " %}{% set o = loop %}{% for y in [1, 1, 2, x] %}"
            + inner
            + "{% else %}E{% endfor %};{{ x }}{% else %}none{% endfor %}",
        "{% for x in rows if x.v is odd or loop is not defined %}{{ loop.length }}{{ x.k }}"
            + "{{ loop.changed(x.g|lower) }}{% endfor %}",
        "{% for g, xs in rows|groupby('g', case_sensitive="
            + choice.of("true", "false")
            + ") %}{{ g }}:{% for x in xs %}{{ x.k }}{{ loop.cycle(1, 2) }}{% endfor %};{% endfor %}",
        "{% for k, v in {'b': 1, 'a': " + typed.any(1) + "}|dictsort %}{{ k }}={{ v }}{% endfor %}",
        "{% for a, (b, c) in [(1, (2, 3)), [4, 'xy']] %}{{ a }}{{ b }}{{ c }}{% endfor %}",
        "{% for x in tree recursive %}{{ '  ' * loop.depth0 }}{{ x.n }}{{ loop.changed(x.n % 2) }}"
            + "{%- if x.c %}{{ loop(x.c)"
            + choice.of("", "|trim", "|indent(2)", "|length")
            + " }}{% endif %}"
            + choice.of("", "{{ loop.nextitem.n|d('$') }}", "{{ loop.index }}", "{{ n }}")
            + "\n{% endfor %}",
        "{% set c = cycler('a', 'b', i) %}{% for x in range(4) %}{{ c.next() }}{{ c.current }}"
            + "{% if x == 2 %}{% set _ = c.reset() %}{% endif %}{% endfor %}{{ c.current }}",
        "{% set j = joiner("
            + choice.of("", "'; '", "i")
            + ") %}{% for x in m %}{{ j() }}{{ x }}{% endfor %}{{ j() }}",
        "{% for x in m|"
            + choice.of("batch(2, '-')", "slice(2)", "reverse", "sort(reverse=true)", "select")
            + " %}{{ loop.length }}{{ x }}{{ loop.previtem is defined }}{% endfor %}",
        "{% for x in 'aé😀' %}{{ x }}{{ loop.last }}{% endfor %}{% for x in 3 %}{% endfor %}");
  }

  private String scopes() {
    return choice.of(
            "{% set x = 1 %}", "{% set x, y = 1, [2] %}", "{% set x %}t{{ i }}{% endset %}", "")
        + choice.of(
            "{% if b %}{% set x = 5 %}{% endif %}{{ x }}",
            "{% for q in [1, 2] %}{{ x }}{% set x = q %}{{ x }}{% endfor %}{{ x }}",
            "{% with x = x, z = x %}{{ x }}{{ z }}{% set x = 7 %}{{ x }}{% endwith %}{{ x }}",
            "{% filter upper %}{% set x = 'in' %}{{ x }}{% endfilter %}{{ x }}",
            "{% set ns = namespace(a=x, b={'k': 1}) %}{% for q in m %}{% set ns.a = q %}"
                + "{% set ns.n = [ns.a, loop.index] %}{% endfor %}{{ ns.a }}{{ ns.n }}{{ ns.b.k }}",
            "{% macro f() %}{{ x }}{% set x = 3 %}{{ x }}{% endmacro %}{{ f() }}{{ x }}",
            "{% set f %}{{ x }}{% set x = 4 %}{{ x }}{% endset %}{{ f }}{{ x }}",
            "{% block one scoped %}{{ x }}{% set x = 6 %}{% endblock %}{{ x }}",
            "{% for x in [x, 2] %}{{ x }}{% endfor %}{{ x }}",
            "{% set x = namespace() %}{% set x.y = namespace(z=1) %}{% set x.y.z = 2 %}{{ x.y.z }}",
            "{% set (p, q), r = (1, 2), 3 %}{{ p }}{{ q }}{{ r }}",
            "{% set x = [] %}{% do x.append(i) %}{% for q in m %}{% do x.append(q) %}{% endfor %}{{ x }}",
            "{% if x is defined %}{% set x = none %}{% else %}{% set y = 2 %}{% endif %}{{ x }}{{ y }}",
            "{% set x|replace('t', '<')|upper %}t{{ i }}{% endset %}{{ x }}{{ x is string }}");
  }

  /// Text that is marked as safe, and what becomes of it.
  private String safe() {
    String marked =
        choice.of(
            "'<b>'|safe",
            "h|e",
            "h|safe",
            "('<%s>'|safe)",
            "h|escape|escape",
            "'&'|forceescape",
            "{'a': '<'}|xmlattr",
            "'http://x.y/?a=1&b=2'|urlize",
            "['<', 1]|tojson",
            "('<i>'|safe ~ '<')",
            "['<', '>'|safe]|join('&')");
    String use =
        choice.of(
            " + '<'",
            " ~ h",
            "|upper",
            "|replace('<', '&')",
            "|replace('b', '<')",
            "|length",
            "|striptags",
            "[1:3]",
            " * 2",
            "|string is escaped",
            "|list",
            "|join('<')",
            "|truncate(4, true, '<')",
            "|center(12)",
            "|indent(2, true)",
            "|wordwrap(3)",
            " % h",
            "|format('<', a='>')",
            ".format('<', '&')",
            ".join(['<', 'a'])",
            ".split('b')",
            "|e",
            "|forceescape",
            "|tojson",
            "|title",
            "|trim('<')",
            "|default('<')",
            " in ['<b>', h]",
            " == '<b>'",
            "|urlencode",
            "|first",
            "|reverse",
            "|pprint",
            "|map('upper')|join",
            ".partition('b')",
            ".upper() ~ '<'",
            ".strip() + h",
            "|safe|e",
            "|unique|join('<')");
    String whole = "(" + marked + ")" + use;
    return choice.of(
        "{{ " + whole + " }}",
        "{% autoescape true %}{{ " + whole + " }}{{ h }}{% endautoescape %}",
        "{% autoescape "
            + choice.of("true", "false", "b")
            + " %}{% set q = "
            + whole
            + " %}{{ q }}{% set p %}<{{ h }}>{% endset %}{{ p }}{{ p is escaped }}{% endautoescape %}",
        "{% macro f(x) %}<{{ x }}>{% endmacro %}{% autoescape true %}{{ f("
            + whole
            + ") }}{{ f(h) is escaped }}{% endautoescape %}{{ f(h)|e }}",
        "{% autoescape true %}{% filter "
            + choice.of("upper", "e", "replace('<', '&')", "trim")
            + " %}<{{ "
            + whole
            + " }}>{% endfilter %}{% endautoescape %}",
        "{% autoescape true %}{% call(x) wrap2() %}{{ x }}{% endcall %}{{ "
            + whole
            + " if b else '<' }}{% endautoescape %}");
  }

  private String spaces() {
    StringBuilder out = new StringBuilder();
    for (int i = 2 + choice.below(6); i > 0; i--) {
      out.append(choice.of("", " ", "\n", "  \n", "\n  ", "\t", "a", " b ", "\n\n", "\r\n  "));
      String open = choice.of("{%", "{%-", "{%+");
      String close = choice.of("%}", "-%}", "+%}");
      out.append(
          choice.of(
              open + " if b " + close + "\n  y" + open + " else " + close + " n\n" + open + "endif"
                  + close,
              open + " set x = 1 " + close,
              open + "for x in m" + close + "\n  {{ x }}\n" + open + " endfor " + close,
              "{{- i -}}",
              "{{ i }}",
              "{#- c #}",
              "{# c -#}",
              "{#+ c +#}",
              open + " raw " + close + "\n {{ x }} \n" + open + " endraw " + close,
              open + " filter trim " + close + "\n t \n" + open + " endfilter " + close,
              "\n# if b\n  line\n# endif\n",
              "  ## line comment\n"));
    }
    return out.append(choice.of("", "\n", " \n\n", "\r\n")).toString();
  }

  private String imports() {
    return choice.of(
            "{% set x = 3 %}",
            "{% set i = 'own' %}", "{% set c = 'mine' %}", "", "{% set hi = 1 %}")
        + choice.of(
            "{% import 'lib' as k with context %}{{ k.hi(1) }}{{ k.c }}",
            "{% import 'lib' as k without context %}{{ k.hi(1) }}{{ k._p is defined }}",
            "{% from 'lib' import hi, c without context %}{{ hi(x) }}{{ c }}",
            "{% from 'lib' import hi as a, hi as b, %}{{ a(1) }}{{ b(2) }}{{ hi|d('-') }}",
            "{% from 'lib' import _p %}{{ _p }}",
            "{% for x in m %}{% import 'lib' as k with context %}{{ k.hi(x) }}{% endfor %}{{ k|d('-') }}",
            "{% macro f() %}{% import 'lib' as k %}{{ k.c }}{{ c|d('-') }}{% endmacro %}{{ f() }}",
            "{% with c = 2 %}{% include 'inc' %}{% from 'lib' import c %}{{ c }}{% endwith %}{{ c|d }}",
            "{% include ['none', 'inc'] without context %}{{ y|d('-') }}",
            "{% for x in [1, 2] %}{% include 'loops' ignore missing %}{% endfor %}",
            "{% if b %}{% import 'lib' as k %}{% endif %}{{ k.c }}",
            "{% import 'lib' as k %}{{ k.up is defined }}{{ k.nope|d('-') }}{{ k.both('<') }}",
            "{% block z %}{% import 'lib' as k %}{{ k.hi(x|d(0)) }}{% endblock %}{{ k|d('-') }}",
            "{% from 'lib' import wrap with context %}{% call(t) wrap('<') %}{{ t }}{{ x|d }}{% endcall %}",
            "{% include 'inc' %}{% include 'inc' with context %}{{ x|d('-') }}{{ y|d('-') }}",
            "{% set f = 'inc' %}{% include f %}{% include f ~ '2' ignore missing %}");
  }

  /// Operators of all precedences in a row.
  private String expression(int depth) {
    if (depth <= 0) {
      return choice.of("1", "2", "i", "f", "s", "'b'", "m", "b", "none", "true", "z", "[1, 2]");
    }
    int d = depth - 1;
    return switch (choice.below(14)) {
      case 0 -> "-" + expression(d) + " ** 2";
      case 1 ->
          expression(d)
              + choice.of(" < ", " <= ", " in ", " != ")
              + expression(d)
              + choice.of(" < ", " >= ", " not in ", " == ")
              + expression(d);
      case 2 -> "not " + expression(d) + choice.of(" in ", " == ", " is ") + choice.of("m", "none");
      case 3 ->
          expression(d)
              + " if "
              + expression(d)
              + " else "
              + expression(d)
              + " if b else "
              + expression(d);
      case 4 ->
          expression(d)
              + choice.of(" + ", " - ", " * ", " // ", " % ", " ~ ", " ** ")
              + expression(d);
      case 5 -> expression(d) + " and " + expression(d) + " or not " + expression(d);
      case 6 ->
          expression(d)
              + " is "
              + choice.of("not ", "")
              + choice.of(
                  "in m",
                  "eq i",
                  "sameas b",
                  "divisibleby 2",
                  "gt -1",
                  "defined",
                  "eq 'b'|upper",
                  "in [1, i]",
                  "string",
                  "number",
                  "ne 1 + 1",
                  "lt(3)",
                  "none and b",
                  "iterable or b");
      case 7 ->
          expression(d)
              + "|"
              + choice.of(
                  "string|length",
                  "d(1) + 1",
                  "int ** 2",
                  "string * 2",
                  "list|first",
                  "d('x')|upper");
      case 8 -> "(" + expression(d) + choice.of(",)", ", " + expression(d) + ")", ")");
      case 9 -> "[" + expression(d) + ", " + expression(d) + ",]" + choice.of("", "[0]", "[-1:]");
      case 10 -> "{'a': " + expression(d) + ", 'a': " + expression(d) + ",}" + choice.of("", ".a");
      case 11 -> choice.of("+", "-", "not ", "- -") + expression(d);
      case 12 ->
          "s"
              + choice.of(
                  "[" + expression(d) + "]",
                  "[:" + expression(d) + "]",
                  "[::" + expression(d) + "]");
      default ->
          "dict(a="
              + expression(d)
              + choice.of("", ", **d", ", b=1")
              + ")"
              + choice.of("", ".a", "['a']");
    };
  }

  private String literal() {
    return choice.of(
        "'\\101\\x42\\u0043'",
        "'\\N{BULLET}'",
        "'\\a\\b\\f\\v\\0'|pprint",
        "'a\\\nb'",
        "'\\x4'",
        "'\\u12'",
        "'\\\\n' ~ \"\\\"\"",
        "'\\8\\9\\q'",
        "'a' \"b\" 'c'",
        "1_000_000 + 0x_ff",
        "0b101 + 0o17",
        "1__0",
        "0_0",
        "012",
        "1e5 ~ 1E-3 ~ 1.5e+2",
        "1_0.2_5e1_0",
        "1.e3",
        ".5",
        "1.real",
        "'%c%%%5.1f' % (65, 2.25)",
        "[1, 2, 3][-1:0:-1]",
        "(1, 2, 3)[::2]",
        "'héllo'[1:4:2]",
        "{1: 'a', 1.0: 'b', true: 'c'}",
        "{'a': {'b': [1, {'c': 2}]}}.a.b[1].c",
        "[[], {}, (), '', 0, 0.0, none, false]|select|list",
        "true + true * 2.5",
        "10 // 3 ~ -10 // 3 ~ -10 % 3 ~ 10 % -3",
        "7 / 2 ~ 2 ** -1 ~ 0 ** 0",
        "'abc' < 'abd' < 'b'",
        "(1, 2) < (1, 3) and [1] != (1,)",
        "1 < 2 > 0 != 5 in [5]");
  }
}
