package dev.fulgur.jinja.differential;

import java.util.ArrayList;
import java.util.List;

/// A filter or a method and what may be passed to it; makes calls of it that mostly fit.
///
/// Written as a line: `name ; parameter=value | value ; ...`, a parameter without a name being one
/// that is given by position only, and `$x` in a value some other expression.
///
/// @param name what is called
/// @param parameters what it takes
record Call(String name, List<Parameter> parameters) {

  /// @param name empty where it cannot be given by name
  /// @param values what fits
  record Parameter(String name, List<String> values) {}

  /// The calls of a table, one a line.
  static List<Call> table(String lines) {
    List<Call> calls = new ArrayList<>();
    lines.lines().forEach(line -> calls.add(of(line)));
    return List.copyOf(calls);
  }

  private static Call of(String line) {
    String[] parts = line.strip().split(" ; ", -1);
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      parameters.add(
          new Parameter(
              parts[i].substring(0, equals).strip(),
              List.of(parts[i].substring(equals + 1).split(" \\| ", -1))));
    }
    return new Call(parts[0].strip(), List.copyOf(parameters));
  }

  /// A call, with parentheses if there is anything in them or `always`.
  ///
  /// @param other an expression that fits nowhere in particular
  String make(Choice choice, String other, boolean always) {
    StringBuilder arguments = new StringBuilder();
    boolean byPosition = true;
    for (Parameter parameter : parameters) {
      boolean nameless = parameter.name.isEmpty();
      if (choice.once(3) || (nameless && !byPosition)) {
        byPosition = false;
        continue;
      }
      byPosition &= nameless || !choice.once(3);
      arguments.append(arguments.isEmpty() ? "" : ", ");
      arguments.append(byPosition ? "" : parameter.name + "=");
      String value =
          choice.once(15) ? other : parameter.values.get(choice.below(parameter.values.size()));
      arguments.append(value.replace("$x", other));
    }
    if (choice.once(60)) {
      arguments.append(arguments.isEmpty() ? "" : ", ").append(choice.of("nope=1", "*m", "**d"));
    }
    return arguments.isEmpty() && !always ? name : name + "(" + arguments + ")";
  }
}
