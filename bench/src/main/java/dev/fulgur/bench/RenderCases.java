package dev.fulgur.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The templates that are rendered, written so that every engine takes them, and their inputs.
final class RenderCases {

  static final List<String> NAMES = List.of("one variable", "15 lines", "12 inputs", "1,000 rows");

  private RenderCases() {}

  static String template(String name) {
    return switch (name) {
      case "one variable" -> "Hello {{ name }}!";
      case "15 lines" ->
          """
          # {{ title }}

          Dear {{ user.name }},

          {% for item in items %}
          - {{ item }}
          {% endfor %}
          {% if flag %}
          You are {{ user.age }} years old.
          {% else %}
          We do not know you.
          {% endif %}

          Price: {{ price }}
          Bye, {{ sender | upper }}
          """;
      case "12 inputs" ->
          """
          You are {{ role }}, an expert in {{ field }}.
          Task: {{ task }}
          Audience: {{ audience }}
          Tone: {{ tone }}, language {{ language }}, at most {{ limit }} words.
          Context:
          {{ context }}
          {% if examples | length > 0 %}
          Examples:
          {% for e in examples %}
          {{ loop.index }}. {{ e }}
          {% endfor %}
          {% endif %}
          {% if strict %}Answer with JSON only.{% endif %}
          Keywords: {{ keywords | join(', ') }}
          Question: {{ question }}
          """;
      default -> "{% for r in rows %}{{ loop.index }}. {{ r.name }}: {{ r.value }}\n{% endfor %}";
    };
  }

  static Map<String, Object> inputs(String name) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    switch (name) {
      case "one variable" -> inputs.put("name", "World");
      case "15 lines" -> {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("name", "Zoe");
        user.put("age", 41);
        inputs.put("title", "Report");
        inputs.put("user", user);
        inputs.put("items", List.of("one", "two", "three"));
        inputs.put("flag", true);
        inputs.put("price", 99.9);
        inputs.put("sender", "Bob");
      }
      case "12 inputs" -> {
        for (String key :
            List.of("role", "field", "task", "audience", "tone", "language", "context")) {
          inputs.put(key, "some text for the " + key + " of it");
        }
        inputs.put("limit", 200);
        inputs.put("examples", List.of("the first example", "the second example", "the third"));
        inputs.put("strict", true);
        inputs.put("keywords", List.of("alpha", "beta", "gamma"));
        inputs.put("question", "some text for the question");
      }
      default -> {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("name", "row " + i);
          row.put("value", i * 7);
          rows.add(row);
        }
        inputs.put("rows", rows);
      }
    }
    return inputs;
  }
}
