package dev.fulgur.jinja.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.jinja.JinjaEnvironment;
import dev.fulgur.jinja.JinjaException;
import dev.fulgur.jinja.Limits;
import dev.fulgur.jinja.TemplateSource;
import dev.fulgur.jinja.TestJson;
import dev.fulgur.jinja.UndefinedKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random templates give here what they give in Python's Jinja2, output or kind of error.
/// `-Dseed=`, `-Dcases=` and `-Dpython=` choose the run; `-Ddifferences=` names a file for what
/// differs.
final class DifferentialTest {

  private static final int SHOWN = 40;

  /// Fewer levels than any stack of Python's has: it spends about four frames on a macro's call.
  private static final int SHALLOW = 100;

  /// An address that was taken apart, and all behind it.
  private static final String ADDRESS_IN_PIECES =
      "(?si)a.{0,14}t.{0,20}0.{0,14}x.{0,14}7.{0,14}f.*";

  /// A case: options, template, other templates and inputs.
  private record Case(Options options, String template, Map<String, String> others, String inputs) {

    /// @param optimized whether Python evaluates constants first, which finds errors in what never
    ///   runs
    String json(boolean optimized) {
      StringBuilder json = new StringBuilder("{\"options\": ").append(options.json(optimized));
      json.append(", \"template\": ").append(TestJson.quote(template));
      json.append(", \"templates\": {");
      others.forEach(
          (name, text) -> {
            json.append(json.charAt(json.length() - 1) == '{' ? "" : ", ");
            json.append(TestJson.quote(name)).append(": ").append(TestJson.quote(text));
          });
      return json.append("}, \"inputs\": ").append(inputs).append('}').toString();
    }

    String shown(int number) {
      return "case " + number + " " + TestJson.quote(template) + "\n  " + json(true);
    }
  }

  private static String quoted(String text) {
    return text.charAt(0) + TestJson.quote(text.substring(1));
  }

  private record Options(
      UndefinedKind undefined,
      boolean trim,
      boolean lstrip,
      boolean keep,
      boolean autoescape,
      String newline,
      boolean lines,
      boolean otherDelimiters) {

    String json(boolean optimized) {
      return "{\"optimized\": "
          + optimized
          + ", \"undefined\": \""
          + undefined
          + "\", \"trim\": "
          + trim
          + ", \"lstrip\": "
          + lstrip
          + ", \"keep\": "
          + keep
          + ", \"autoescape\": "
          + autoescape
          + ", \"newline\": "
          + TestJson.quote(newline).replace("\\u000d", "\\r").replace("\\u000a", "\\n")
          + (lines ? ", \"statement\": \"#\", \"comment\": \"##\"" : "")
          + (otherDelimiters ? ", \"delimiters\": true" : "")
          + "}";
    }

    /// A template in the delimiters of these options.
    String delimited(String template) {
      return otherDelimiters
          ? template
              .replace("{%", "<%")
              .replace("%}", "%>")
              .replace("{{", "${")
              .replace("}}", "}")
              .replace("{#", "<!--")
              .replace("#}", "-->")
          : template;
    }

    JinjaEnvironment environment(Map<String, String> others, Limits limits) {
      JinjaEnvironment.Builder builder = JinjaEnvironment.builder();
      if (otherDelimiters) {
        builder
            .blockDelimiters("<%", "%>")
            .variableDelimiters("${", "}")
            .commentDelimiters("<!--", "-->");
      }
      return builder
          .undefined(undefined)
          .trimBlocks(trim)
          .lstripBlocks(lstrip)
          .keepTrailingNewline(keep)
          .autoescape(autoescape)
          .newlineSequence(newline)
          .linePrefixes(lines ? "#" : null, lines ? "##" : null)
          .limits(limits)
          .doTag(true)
          .loopControls(true)
          .loader(
              name -> {
                String text = others.get(name);
                return text == null ? null : new TemplateSource(name, text);
              })
          .build();
    }
  }

  private static Case random(long seed) {
    Choice choice = new Choice(seed);
    UndefinedKind[] kinds = UndefinedKind.values();
    Options options =
        new Options(
            choice.once(3) ? UndefinedKind.STRICT : choice.of(kinds),
            choice.once(2),
            choice.once(2),
            choice.once(4),
            choice.once(5),
            choice.once(8) ? choice.of("\r\n", "\r") : "\n",
            choice.once(12),
            choice.once(15));
    Templates templates = new Templates(choice);
    StringBuilder inputs = new StringBuilder("{");
    new Values(choice)
        .inputs()
        .forEach(
            (name, json) ->
                inputs
                    .append(inputs.length() > 1 ? ", " : "")
                    .append('"')
                    .append(name)
                    .append("\": ")
                    .append(json));
    String template = options.delimited(templates.template());
    Map<String, String> others = templates.others();
    others.replaceAll((name, text) -> options.delimited(text));
    return new Case(options, template, others, inputs.append('}').toString());
  }

  private static String ours(Case c, Limits limits) {
    try {
      return "= "
          + c.options
              .environment(c.others, limits)
              .compile(c.template)
              .render(TestJson.inputs(c.inputs));
    } catch (JinjaException e) {
      return "! " + e.pythonClass() + "  (" + e.reason() + ")";
    } catch (RuntimeException | StackOverflowError e) {
      return "! BUG " + e + " at " + e.getStackTrace()[0];
    }
  }

  private static String theirs(String answer) {
    Map<String, @Nullable Object> json = TestJson.object(answer);
    return json.containsKey("error")
        ? "! " + json.get("error") + "  (" + json.get("message") + ")"
        : "= " + json.get("output");
  }

  /// What two runs must have in common: the output without addresses, or the kind of error.
  private static String essence(String outcome) {
    return outcome.startsWith("!")
        ? outcome.substring(0, outcome.indexOf("  "))
        : outcome
            .replaceAll("(?i) at 0x[0-9a-f]+", "")
            .replaceAll("with id=[0-9]+", "")
            .replace("object sync_do_unique", "object do_unique") // its name before 3.1.6
            .replaceAll(ADDRESS_IN_PIECES, "");
  }

  /// Whether a template recurses further than Python's stack allows and no further than our limit:
  /// with a limit below Python's it is an error here too.
  private static boolean isDeeperThanPython(Case c, String theirs) {
    return theirs.startsWith("! RecursionError")
        && ours(c, Limits.DEFAULT.withRecursion(SHALLOW)).startsWith("! RecursionError");
  }

  @Test
  void templates_atRandom_giveTheSameAsPython(@TempDir Path folder) throws IOException {
    long seed = Long.getLong("seed", 20_240_501);
    int cases = Integer.getInteger("cases", 2000);
    int outputs = 0;
    List<String> wrong = new ArrayList<>();
    PythonJinja python =
        PythonJinja.start(System.getProperty("python", "/usr/bin/python3"), folder);
    Assumptions.assumeTrue(
        python != null, "skipped: there is no Python with Jinja2 (-Dpython= names one)");
    if (python == null) {
      return;
    }
    try (python) {
      System.out.println("differential test: seed " + seed + ", against " + python.hello);
      for (int i = 0; i < cases; i++) {
        Case c = random(seed * 1_000_003 + i);
        String theirs = theirs(python.render(c.json(true)));
        String ours = ours(c, Limits.DEFAULT);
        outputs += ours.startsWith("=") ? 1 : 0;
        if (!essence(ours).equals(essence(theirs))) {
          theirs = theirs(python.render(c.json(false)));
        }
        if (!essence(ours).equals(essence(theirs))
            && !Known.differs(c.template, ours, theirs)
            && !isDeeperThanPython(c, theirs)) {
          wrong.add(c.shown(i) + "\n  python " + quoted(theirs) + "\n  ours   " + quoted(ours));
        }
      }
    }
    System.out.println(outputs + " of " + cases + " gave output");
    String list = System.getProperty("differences");
    if (list != null) {
      Files.write(Path.of(list), wrong);
    }
    assertThat(wrong.subList(0, Math.min(SHOWN, wrong.size())))
        .as("%d of %d cases with seed %d", wrong.size(), cases, seed)
        .isEmpty();
  }
}
