package dev.fulgur.jinja.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.jinja.JinjaEnvironment;
import dev.fulgur.jinja.JinjaException;
import dev.fulgur.jinja.TemplateSource;
import dev.fulgur.jinja.TestJson;
import dev.fulgur.jinja.UndefinedKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random templates give here what they give in Python's Jinja2, output or kind of error.
/// `-Dseed=`, `-Dcases=` and `-Dpython=` choose the run.
final class DifferentialTest {

  private static final int SHOWN = 40;

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
  }

  private record Options(
      UndefinedKind undefined, boolean trim, boolean lstrip, boolean keep, boolean autoescape) {

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
          + "}";
    }

    JinjaEnvironment environment(Map<String, String> others) {
      return JinjaEnvironment.builder()
          .undefined(undefined)
          .trimBlocks(trim)
          .lstripBlocks(lstrip)
          .keepTrailingNewline(keep)
          .autoescape(autoescape)
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
            choice.once(5));
    Templates templates = new Templates(choice, true);
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
    return new Case(
        options, templates.template(), templates.others(), inputs.append('}').toString());
  }

  private static String ours(Case c) {
    try {
      return "= "
          + c.options.environment(c.others).compile(c.template).render(TestJson.inputs(c.inputs));
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
        : outcome.replaceAll(" at 0x[0-9a-f]+", "").replaceAll("with id=[0-9]+", "");
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
        String ours = ours(c);
        outputs += ours.startsWith("=") ? 1 : 0;
        if (!essence(ours).equals(essence(theirs))) {
          theirs = theirs(python.render(c.json(false)));
        }
        if (!essence(ours).equals(essence(theirs)) && !Known.differs(c.template, ours, theirs)) {
          wrong.add(
              "case "
                  + i
                  + "\n"
                  + c.template
                  + "\n  "
                  + c.options
                  + "\n  "
                  + c.inputs
                  + "\n  python "
                  + theirs
                  + "\n  ours   "
                  + ours);
        }
      }
    }
    System.out.println(outputs + " of " + cases + " gave output");
    assertThat(wrong.subList(0, Math.min(SHOWN, wrong.size())))
        .as("%d of %d cases with seed %d", wrong.size(), cases, seed)
        .isEmpty();
  }
}
