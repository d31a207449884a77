package dev.fulgur.prompts.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.prompts.InputSpec;
import dev.fulgur.prompts.InputType;
import dev.fulgur.prompts.Oracle;
import dev.fulgur.prompts.PromptException;
import dev.fulgur.prompts.SpecValues;
import dev.fulgur.prompts.TemplateSpec;
import dev.fulgur.prompts.ValidationException;
import dev.fulgur.prompts.ValidationException.Problem;
import dev.fulgur.prompts.value.OrderedMap;
import dev.fulgur.prompts.value.PythonText;
import dev.fulgur.prompts.value.TaggedJson;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InputCoercionTest {

  @TestFactory
  List<DynamicTest> coerce_casesOfTheOriginal_areAsThere() {
    return Oracle.lines("handle_cases.jsonl.gz").stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(String.valueOf(sample.get("name")), () -> check(sample)))
        .toList();
  }

  private static void check(Map<?, ?> sample) {
    if (!sample.containsKey("coerced") && !sample.containsKey("coerce_error")) {
      assertThatThrownBy(() -> SpecValues.ofValue(sample.get("spec"), "case"))
          .isInstanceOf(PromptException.InvalidTemplate.class);
      return;
    }
    TemplateSpec spec = SpecValues.ofValue(sample.get("spec"), "case");
    Map<String, @Nullable Object> inputs = texts(Oracle.map(sample.get("inputs")));
    if (sample.containsKey("coerced")) {
      assertThat(TaggedJson.write(InputCoercion.coerce(spec, inputs)))
          .isEqualTo(TaggedJson.write(sample.get("coerced")));
    } else {
      Object message = Oracle.map(sample.get("coerce_error")).get("message");
      assertThatThrownBy(() -> InputCoercion.coerce(spec, inputs))
          .isInstanceOf(ValidationException.class)
          .hasMessageContaining(String.valueOf(message));
    }
  }

  private static Map<String, @Nullable Object> texts(Map<?, ?> map) {
    Map<String, @Nullable Object> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put(String.valueOf(key), value));
    return texts;
  }

  @Test
  void coerce_severalBadInputs_namesThemAll() {
    var inputs = new OrderedMap.Builder<String, InputSpec>(4);
    inputs.put("a", InputSpec.REQUIRED_TEXT);
    inputs.put("b", new InputSpec(InputType.NUMBER, true, null));
    inputs.put("c", new InputSpec(InputType.OBJECT, false, null));
    inputs.put("d", new InputSpec(InputType.STRINGS, true, List.of("x")));
    TemplateSpec spec = new TemplateSpec("t", "1", null, "x", inputs.build(), Map.of());
    assertThatThrownBy(
            () -> InputCoercion.coerce(spec, Map.of("b", "x", "c", List.of(), "d", List.of(1))))
        .isInstanceOfSatisfying(
            ValidationException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::input)
                    .containsExactly("a", "b", "c", "d"))
        .hasMessage(
            "missing input: a; input 'b': could not convert string to float: 'x'; type mismatch"
                + " for 'c': expected object; type mismatch for 'd': expected array<string>");
  }

  @ParameterizedTest
  @CsvSource({
    "1e16,1e+16",
    "123456789012345.6,123456789012345.6",
    "1e15,1000000000000000.0",
    "0.0001,0.0001",
    "0.00001,1e-05",
    "1.5e300,1.5e+300",
    "-2.5,-2.5",
    "5e-324,5e-324",
    "-0.0,-0.0",
    "100.0,100.0",
    "1e22,1e+22",
    "1.2345e-7,1.2345e-07"
  })
  void str_ofAFloat_isAsPythonPrintsIt(double number, String text) {
    assertThat(PythonText.str(number)).isEqualTo(text);
  }

  @Test
  void str_ofContainers_isAsPythonPrintsThem() {
    Object value =
        TaggedJson.read(
            "[1, 2.0, null, true, \"it's\", \"a\\\"b'\", {\"$tuple\": [\"x\"]}, {\"$bytes\": \"Jw==\"},"
                + " {\"k\": {\"$date\": \"2024-01-02\"}}, {\"$set\": []}, \"é\\n\\u200b\"]");
    assertThat(PythonText.str(value))
        .isEqualTo(
            "[1, 2.0, None, True, \"it's\", 'a\"b\\'', ('x',), b\"'\", {'k': datetime.date(2024, 1,"
                + " 2)}, set(), 'é\\n\\u200b']");
    assertThat(PythonText.str(Arrays.asList((Object) null))).isEqualTo("[None]");
    assertThat(
            PythonText.str(TaggedJson.read("{\"$datetime\":\"2001-12-14T21:59:43.100000-05:00\"}")))
        .isEqualTo("2001-12-14 21:59:43.100000-05:00");
  }
}
