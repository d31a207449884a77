package dev.fulgur.jinja.differential;

/// What loops do with `loop`.
final class Loops {

  private final Choice choice;

  Loops(Choice choice) {
    this.choice = choice;
  }

  /// Statements for the body of a loop over `x`.
  String body() {
    return choice.of("{{ x }}", "{{ x }} ", "-", "\n  {{- x -}}\n")
        + use()
        + (choice.once(2) ? use() : "");
  }

  private String use() {
    return choice.of(
        "{{ loop.index }}",
        "{{ loop.index0 }}{{ loop.revindex }}",
        "{{ loop.first }}",
        "{% if not loop.last %}, {% endif %}",
        "{{ loop.length }}",
        "{{ loop.previtem }}",
        "{{ loop.previtem|d('^') }}<{{ loop.nextitem|d('$') }}",
        "{{ loop.nextitem|d('-') }}",
        "{% if loop.previtem is defined and loop.previtem == x %}={% endif %}",
        "{{ loop.cycle('a', 'b') }}",
        "{{ loop.cycle(*m) }}",
        "{{ loop.cycle(x, 1, none) }}",
        "{{ loop.cycle() }}",
        "{{ loop.changed(x) }}",
        "{{ loop.changed(x, loop.first) }}",
        "{% if loop.changed(x|string|first) %}*{% endif %}",
        "{{ loop.changed() }}",
        "{{ loop }}",
        "{{ loop|length }}",
        "{{ loop is defined }}{{ loop is iterable }}{{ loop is callable }}",
        "{% if loop.index > 2 %}{% break %}{% endif %}",
        "{% if x %}{% continue %}{% endif %}",
        "{% if loop.first %}{% continue %}{% endif %}{{ loop.index }}",
        "{{ loop.nope }}",
        "{{ loop['index'] }}{{ loop.depth }}",
        "{% set x = 1 %}{{ x }}",
        "{% set q = loop %}{% for y in [1, 2] %}{{ q.index }}{{ loop.index }}{{ loop.last }}{% endfor %}",
        "{% set q = loop.index %}{{ q }}",
        "{% set ns.c = loop.index %}{{ ns.c }}",
        "{{ loop(m) }}",
        "{% macro in_loop() %}{{ x }}{{ loop }}{% endmacro %}{{ in_loop() }}",
        "{% for x in loop %}{{ x[0] }}{% if loop.index > 3 %}{% break %}{% endif %}{% endfor %}",
        "{{ loop.depth0 }}{{ loop.revindex0 }}");
  }

  /// The head and the body of a recursive loop.
  String recursive() {
    return choice.of(
            "{% for x in tree recursive %}",
            "{%- for x in tree recursive -%}", "{% for x in tree if x.n != 3 recursive %}")
        + choice.of(
            "{{ x.n }}{{ loop.depth }}{% if x.c %}({{ loop(x.c) }}){% endif %}",
            "{{ loop.index }}/{{ loop.length }}:{{ x.n }}{{ loop(x.c)|upper }}",
            "<{{ x.n }}>{{- loop(x.c) -}}{% if loop.last %}.{% endif %}",
            "{{ x.n }}{% set inner = loop(x.c) %}{{ inner|length }}{{ inner }}",
            "{{ loop.previtem is defined }}{{ loop.depth0 }}{{ loop(x['c']) if x.c }}",
            "{{ x.n }}{% for y in x.c %}{{ loop.index }}{{ loop(y.c) }}{% endfor %}",
            "{{ x.n }}{% if loop.depth < 2 %}{{ loop(x.c + x.c) }}{% endif %}")
        + choice.of("", "{% else %}none")
        + "{% endfor %}";
  }
}
