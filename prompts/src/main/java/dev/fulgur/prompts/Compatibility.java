package dev.fulgur.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whether the callers of one version of a template can call another one as they are.
public final class Compatibility {
  private Compatibility() {}

  /// What breaks for callers of `before` who get `after`: inputs that they must give now and did
  /// not have to, and inputs of another type. One clause each; empty if nothing does.
  public static List<String> breaks(TemplateSpec before, TemplateSpec after) {
    List<String> breaks = new ArrayList<>();
    for (Map.Entry<String, InputSpec> entry : after.inputs().entrySet()) {
      String name = PromptException.quote(entry.getKey());
      InputSpec now = entry.getValue();
      InputSpec was = before.inputs().get(entry.getKey());
      if (was == null) {
        if (mustBeGiven(now)) {
          breaks.add("the input " + name + " is new, required and has no default");
        }
      } else if (was.type() != now.type()) {
        breaks.add(
            "the input "
                + name
                + " is "
                + now.type().label()
                + " where it was "
                + was.type().label());
      } else if (mustBeGiven(now) && !mustBeGiven(was)) {
        breaks.add("the input " + name + " is required now and has no default");
      }
    }
    return breaks;
  }

  private static boolean mustBeGiven(InputSpec input) {
    return input.required() && input.defaultValue() == null;
  }
}
