package dev.fulgur.jinja;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON for tests of other packages.
public final class TestJson {

  private TestJson() {}

  public static Map<String, @Nullable Object> object(String json) {
    return JsonText.parseObject(json);
  }

  /// Inputs written as JSON with tags.
  public static Map<String, @Nullable Object> inputs(String json) {
    return Tagged.inputs(JsonText.parse(json));
  }

  public static String quote(String s) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c > 0x7e) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
