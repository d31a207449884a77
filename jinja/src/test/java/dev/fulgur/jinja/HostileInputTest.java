package dev.fulgur.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Templates and inputs that mean harm, or are merely odd: each ends in output or in a clear error.
final class HostileInputTest {

  private static final JinjaEnvironment JINJA =
      JinjaEnvironment.builder().undefined(UndefinedKind.STRICT).doTag(true).build();

  private static String render(String template, Map<String, ?> inputs) {
    return JINJA.compile(template).render(inputs);
  }

  private static LimitExceededException.Limit limitOf(String template) {
    Throwable error = catchThrowable(() -> render(template, Map.of("l", List.of(1))));
    assertThat(error).as(template).isInstanceOf(LimitExceededException.class);
    return ((LimitExceededException) error).limit();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 'a' * 10**9 }}",
        "{{ 'a'|center(10**9) }}",
        "{{ 'a'.ljust(10**9) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '%.*f' % (10**9, 1.5) }}",
        "{{ 'a\nb'|indent(10**9) }}",
        "{% set ns = namespace(s='a') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}"
            + "{% endfor %}",
        "{% set ns = namespace(s='aa') %}{% for i in range(60) %}"
            + "{% set ns.s = ns.s|replace('a', ns.s) %}{% endfor %}",
        "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}"
            + "{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l|string|length }}",
        "{{ [1]|tojson(10**9) }}",
        "{{ lipsum(n=10**9) }}"
      })
  void text_thatGrowsWithoutEnd_isRefused(String template) {
    assertThat(limitOf(template))
        .isIn(LimitExceededException.Limit.TEXT, LimitExceededException.Limit.STEPS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ ([1] * 10**9)|length }}",
        "{% for i in l %}{% do l.append(i) %}{% endfor %}",
        "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = ns.l + ns.l %}"
            + "{% endfor %}",
        "{% for a in range(99999) %}{% if 1 in [range(99999)|list] %}{% endif %}{% endfor %}"
      })
  void loops_thatDoNotEnd_runOutOfSteps(String template) {
    assertThat(limitOf(template)).isEqualTo(LimitExceededException.Limit.STEPS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}",
        "{% for x in l recursive %}{{ loop(l) }}{% endfor %}",
        "{% block b %}{{ self.b() }}{% endblock %}"
      })
  void recursion_withoutEnd_isRefused(String template) {
    assertThat(limitOf(template)).isEqualTo(LimitExceededException.Limit.RECURSION);
  }

  @Test
  void recursion_inThreadOfLittleStack_isRefused() throws InterruptedException {
    AtomicReference<Throwable> error = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () ->
                error.set(
                    catchThrowable(
                        () -> render("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", Map.of()))),
            "little stack",
            160 * 1024);
    thread.start();
    thread.join();
    assertThat(error.get()).isInstanceOf(LimitExceededException.class);
  }

  @Test
  void integers_thatGrow_areRefused() {
    assertThat(limitOf("{{ 10 ** 10000000 }}")).isEqualTo(LimitExceededException.Limit.INTEGER);
    assertThat(
            limitOf(
                "{% set ns = namespace(n=3) %}{% for i in range(99) %}{% set ns.n = ns.n * ns.n %}"
                    + "{% endfor %}"))
        .isEqualTo(LimitExceededException.Limit.INTEGER);
    assertThatThrownBy(() -> render("{{ 10 ** 5000 }}", Map.of()))
        .isInstanceOfSatisfying(
            TemplateRuntimeException.class,
            e -> assertThat(e.pythonClass()).isEqualTo("ValueError"));
  }

  @Test
  void range_ofTooMany_isRefused() {
    assertThat(limitOf("{{ range(10 ** 12)|length }}"))
        .isEqualTo(LimitExceededException.Limit.RANGE);
  }

  @Test
  void output_thatIsTooLong_isRefused() {
    Template template = JINJA.compile("{% for i in range(1000) %}0123456789{% endfor %}");
    assertThat(template.render(Map.of(), Limits.DEFAULT.withOutputChars(10_000))).hasSize(10_000);
    assertThatThrownBy(() -> template.render(Map.of(), Limits.DEFAULT.withOutputChars(9_999)))
        .isInstanceOfSatisfying(
            LimitExceededException.class,
            e -> assertThat(e.limit()).isEqualTo(LimitExceededException.Limit.OUTPUT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "{'a':",
        "-",
        "not ",
        "x[",
        "x(",
        "x if ",
        "{% if x %}",
        "{% for x in y %}"
      })
  void nesting_thatIsTooDeep_isAnError(String piece) {
    String start = piece.startsWith("{%") ? "" : "{{ ";
    assertThatThrownBy(() -> JINJA.compile(start + piece.repeat(100_000)))
        .isInstanceOf(TemplateSyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1", "|string", ".a", "[0]", " and x", "**2", " is none", "()", "//3"})
  void expression_thatIsTooLong_isAnError(String piece) {
    assertThatThrownBy(() -> JINJA.compile("{{ x" + piece.repeat(100_000) + " }}"))
        .isInstanceOf(TemplateSyntaxException.class);
  }

  @Test
  void values_nestedDeeply_areRefusedOrPrinted() {
    List<Object> deep = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      List<Object> outer = new ArrayList<>();
      outer.add(deep);
      deep = outer;
    }
    List<Object> value = deep;
    for (String use : List.of("{{ l }}", "{{ l|tojson }}", "{{ l|pprint }}", "{{ l == [l] }}")) {
      Throwable error = catchThrowable(() -> render(use, Map.of("l", value)));
      assertThat(error).as(use).isInstanceOf(JinjaException.class);
      assertThat(((JinjaException) error).pythonClass()).isEqualTo("RecursionError");
    }
  }

  @Test
  void template_ofTenMegabytes_renders() {
    String text = "x".repeat(10_000_000);
    assertThat(render(text + "{{ 1 }}", Map.of())).hasSize(10_000_001);
    String prints = "{{ a }} ".repeat(250_000);
    assertThat(render(prints, Map.of("a", "b"))).hasSize(500_000);
    String open = "{% if a %}".repeat(100_000);
    assertThatThrownBy(() -> JINJA.compile(open)).isInstanceOf(TemplateSyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "urlize", "striptags", "wordwrap(5)", "title", "e", "wordcount", "indent", "truncate(9)",
        "xmlattr", "tojson", "pprint", "urlencode", "trim", "replace('a', 'b')", "int", "float",
        "upper", "list|length", "unique|list|length", "sort|length", "reverse", "center(9)"
      })
  void filters_ofLongText_endSoon(String filter) {
    for (String piece :
        List.of("a", "<", "&", "-", ".", "(", "@", "1:", "<!--", "a-b", " ", "://")) {
      String text = piece.repeat(200_000 / piece.length());
      Throwable error = catchThrowable(() -> render("{{ s|" + filter + " }}", Map.of("s", text)));
      assertThat(error == null || error instanceof JinjaException)
          .as("%s of %s: %s", filter, piece, error)
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in range(1000000) %}{% if s < t %}{% endif %}{% endfor %}",
        "{% for a in range(1000000) %}{% if s == t %}{% endif %}{% endfor %}",
        "{% for a in range(1000000) %}{% if [[s]] == [[t]] %}{% endif %}{% endfor %}",
        "{% for a in range(1000000) %}{% if n == n|list %}{% endif %}{% endfor %}",
        "{% for a in range(1000000) %}{{ d[t] }}{{ d.get(t) }}{% endfor %}",
        "{% for a in range(1000000) %}{{ [t, s]|sort|first|length }}{% endfor %}",
        "{% for a in range(1000000) %}{{ s is eq t }}{{ [s]|select('eq', t)|first|length }}{% endfor %}",
        "{% for a in range(1000000) %}{{ [s].index(t) }}{% endfor %}",
        "{% for a in range(1000000) %}{{ '%d' % 10 ** 4000 }}{% endfor %}",
        "{% set x = namespace(a=[1], b=[1]) %}{% for i in range(60) %}"
            + "{% set x.a = [x.a, x.a] %}{% set x.b = [x.b, x.b] %}{% endfor %}{{ x.a == x.b }}",
        "{% set x = namespace(a=[1], b=[1]) %}{% for i in range(60) %}"
            + "{% set x.a = [x.a, x.a] %}{% set x.b = [x.b, x.b] %}{% endfor %}{{ x.a < x.b }}"
      })
  void comparisons_ofLargeValues_runOutOfSteps(String template) {
    String s = "x".repeat(2_000_000);
    Map<String, Object> inputs =
        Map.of(
            "s",
            s,
            "t",
            "x".repeat(2_000_000),
            "n",
            Collections.nCopies(200_000, 7),
            "d",
            Map.of(s, 1));
    Template compiled = JINJA.compile(template);
    assertThatThrownBy(() -> compiled.render(inputs))
        .as(template)
        .isInstanceOfSatisfying(
            LimitExceededException.class,
            e ->
                assertThat(e.limit())
                    .isIn(LimitExceededException.Limit.STEPS, LimitExceededException.Limit.OUTPUT));
  }

  @Test
  void tuples_thatHoldOthersManyTimesOver_areKeysAllTheSame() {
    assertThat(
            render(
                "{% set x = namespace(t=(1,)) %}{% for i in range(60) %}{% set x.t = (x.t, x.t) %}"
                    + "{% endfor %}{{ {x.t: 1}[x.t] }}",
                Map.of()))
        .isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"find", "rfind", "count", "split", "rsplit", "partition", "replace"})
  void search_ofTextThatRepeatsItself_endsSoon(String method) {
    String more = method.equals("replace") ? ", 'y'" : "";
    String use = "{{ s." + method + "(p" + more + ")|string|length }}{{ p in s }}";
    Map<String, Object> inputs =
        Map.of("s", "ab".repeat(1_000_000), "p", "ba".repeat(400_000) + "c");
    assertThat(render(use, inputs)).endsWith("False");
  }

  @Test
  void templates_thatNameThemselves_areRefusedWithTheirLine() {
    for (String tag : List.of("extends", "include", "import")) {
      String text = "\n{% " + tag + " 'a'" + (tag.equals("import") ? " as a" : "") + " %}";
      JinjaEnvironment jinja =
          JinjaEnvironment.builder().loader(name -> new TemplateSource(name, text)).build();
      assertThatThrownBy(() -> jinja.template("a").render(Map.of()))
          .isInstanceOfSatisfying(
              LimitExceededException.class,
              e -> {
                assertThat(e.limit()).isEqualTo(LimitExceededException.Limit.RECURSION);
                assertThat(e.line()).as(tag).isEqualTo(2);
                assertThat(e.getMessage()).contains("template 'a'");
              });
    }
  }

  @Test
  void text_withNulAndLoneSurrogates_staysAsItIs() {
    assertThat(render("{{ 'a\\ud800b'|length }}{{ 'a\\ud800b' }}", Map.of()))
        .isEqualTo("3a\ud800b");
    assertThat(render("{{ 'a\ud800b'|length }}", Map.of())).isEqualTo("3");
    assertThat(render("{{ s|upper|reverse|length }}", Map.of("s", "a\ud800b"))).isEqualTo("3");
    assertThat(render("\0{{ s }}\0", Map.of("s", "a\0\ud800b"))).isEqualTo("\0a\0\ud800b\0");
    assertThat(render("{{ [s] }}", Map.of("s", "\0\ud800"))).isEqualTo("['\\x00\\ud800']");
  }

  @Test
  void inputs_ofUnknownClass_areRefused() {
    assertThatThrownBy(() -> render("{{ x }}", Map.of("x", new Object())))
        .isInstanceOfSatisfying(
            TemplateRuntimeException.class,
            e -> {
              assertThat(e.reason()).contains("cannot use an object of java.lang.Object");
              assertThat(e.line()).isEqualTo(1);
              assertThat(e.column()).isEqualTo(4);
            });
    assertThat(render("{{ l|length }}", Map.of("l", List.of(new Object())))).isEqualTo("1");
  }

  @Test
  void host_isOutOfReach() {
    for (String path : List.of("getClass", "class", "__class__.__mro__", "__class__.__bases__")) {
      for (String value : List.of("s", "l", "m", "1", "none")) {
        assertThatThrownBy(
                () ->
                    render(
                        "{{ (" + value + ")." + path + " }}",
                        Map.of("s", "a", "l", List.of(1), "m", Map.of("a", 1))))
            .as("%s.%s", value, path)
            .isInstanceOf(UndefinedException.class);
      }
    }
    assertThatThrownBy(() -> render("{{ '{0.__class__.__mro__}'.format(1) }}", Map.of()))
        .isInstanceOf(TemplateRuntimeException.class);
  }

  @Test
  void values_withTemplatesInThem_arePrintedOnly() {
    assertThat(render("{{ s }}", Map.of("s", "{{ 1 + 1 }}{% for %}")))
        .isEqualTo("{{ 1 + 1 }}{% for %}");
  }
}
