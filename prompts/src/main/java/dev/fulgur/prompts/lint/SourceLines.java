package dev.fulgur.prompts.lint;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the line of a template file where something of the template stands. A text that is not
/// written as a literal block (`template: |`), line for line, is given the line of its key.
final class SourceLines {
  private static final Pattern TEMPLATE = Pattern.compile("([\"']?)template\\1\\s*:(.*)");
  private static final Pattern LITERAL = Pattern.compile("\\s*\\|[-+0-9]*\\s*(?:#.*)?");
  private static final Pattern INPUTS = Pattern.compile("([\"']?)inputs\\1\\s*:.*");

  private final List<String> lines;
  private int templateLine;
  private boolean isLiteral;
  private int inputsLine;

  /// @param lines of the file
  SourceLines(List<String> lines) {
    this.lines = lines;
    for (int i = 0; i < lines.size(); i++) {
      Matcher key = TEMPLATE.matcher(lines.get(i));
      if (templateLine == 0 && key.matches()) {
        templateLine = i + 1;
        isLiteral = LITERAL.matcher(key.group(2)).matches();
      }
      if (inputsLine == 0 && INPUTS.matcher(lines.get(i)).matches()) {
        inputsLine = i + 1;
      }
    }
  }

  /// The line of the file for a line of the template, both from 1.
  int ofTemplate(int line) {
    return isLiteral ? templateLine + line : Math.max(1, templateLine);
  }

  /// The line where an input is declared.
  int ofInput(String name) {
    Pattern declared = Pattern.compile("\\s+([\"']?)" + Pattern.quote(name) + "\\1\\s*:.*");
    for (int i = inputsLine; i < lines.size() && isInside(lines.get(i)); i++) {
      if (declared.matcher(lines.get(i)).matches()) {
        return i + 1;
      }
    }
    return Math.max(1, inputsLine);
  }

  /// Whether a line may belong to the mapping above it.
  private static boolean isInside(String line) {
    return line.isBlank() || Character.isWhitespace(line.charAt(0)) || line.startsWith("#");
  }

  /// The first line of a template, from 1, that has `name` as a word inside of a tag.
  static int ofName(String template, String name) {
    Pattern word = Pattern.compile("(?<![\\w.'\"])" + Pattern.quote(name) + "(?!\\w)");
    Pattern tag = Pattern.compile("\\{\\{.*?}}|\\{%.*?%}", Pattern.DOTALL);
    Matcher tags = tag.matcher(template);
    while (tags.find()) {
      Matcher found = word.matcher(template).region(tags.start(), tags.end());
      found.useTransparentBounds(true);
      if (found.find()) {
        return 1
            + (int) template.substring(0, found.start()).chars().filter(c -> c == '\n').count();
      }
    }
    return 1;
  }
}
