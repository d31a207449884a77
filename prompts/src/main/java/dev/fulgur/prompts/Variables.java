package dev.fulgur.prompts;

import dev.fulgur.jinja.JinjaEnvironment;
import dev.fulgur.jinja.JinjaException;
import java.util.Set;

/// The names that a text takes from outside.
final class Variables {
  private static final JinjaEnvironment PLAIN = JinjaEnvironment.builder().promptFilters().build();

  private Variables() {}

  /// None where the text does not parse: a render says what is wrong.
  static Set<String> of(String text) {
    if (text.indexOf('{') < 0) {
      return Set.of();
    }
    try {
      return PLAIN.analyze(text).variables();
    } catch (JinjaException e) {
      return Set.of();
    }
  }
}
