package dev.fulgur.app.cli;

import dev.fulgur.jinja.runtime.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with a command line, as one sentence in the words of its help.
final class WrongUse {
  private static final Pattern NOT_OF_TYPE =
      Pattern.compile("Invalid value for (?:option|positional parameter at index \\S+) .*");
  private static final Pattern NO_PAIR =
      Pattern.compile("(?s).*option '([^']+)' \\(([^)]*)\\) should be in \\S+ format but was (.*)");
  private static final Pattern NO_VALUE =
      Pattern.compile("Missing required parameter for option '([^']+)' \\(([^)]*)\\)");

  private WrongUse() {}

  static String sentence(ParameterException e) {
    String message = String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    Matcher pair = NO_PAIR.matcher(message);
    if (pair.matches()) {
      return pair.group(1) + " takes " + pair.group(2) + ", not '" + pair.group(3) + "'";
    }
    Matcher value = NO_VALUE.matcher(message);
    if (e instanceof MissingParameterException && value.matches()) {
      return value.group(1) + " takes a value, " + value.group(2);
    }
    return NOT_OF_TYPE.matcher(message).matches() ? ofType(message) : message;
  }

  private static String ofType(String message) {
    return message
        .replaceFirst(" is not an? (?:int|long)$", " is not a whole number")
        .replaceFirst(" is not a (?:double|float)$", " is not a number");
  }

  private static String unmatched(UnmatchedArgumentException e) {
    CommandLine line = e.getCommandLine();
    String first = e.getUnmatched().getFirst();
    String shown = "'" + Text.oneLine(first, 60) + "'";
    if (first.startsWith("-") && first.length() > 1) {
      List<String> names = new ArrayList<>();
      line.getCommandSpec().options().forEach(option -> names.addAll(List.of(option.names())));
      return "there is no option " + shown + meant(first.replaceFirst("=.*", ""), names);
    }
    return line.getSubcommands().isEmpty()
        ? shown + " is one argument too many"
        : "there is no verb " + shown + meant(first, line.getSubcommands().keySet());
  }

  private static String meant(String written, Iterable<String> names) {
    List<String> all = new ArrayList<>();
    names.forEach(all::add);
    String near = Suggestions.closest(written, all);
    return near == null ? "" : "; did you mean '" + near + "'?";
  }
}
