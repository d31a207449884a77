package dev.fulgur.prompts.yaml;

import dev.fulgur.prompts.value.Bytes;
import dev.fulgur.prompts.value.SurrogateText;
import dev.fulgur.prompts.value.Timestamp;
import dev.fulgur.prompts.value.Tuple;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes values as YAML 1.1 that [Yaml] and PyYAML read back as equal ones, to be read and edited
/// by hand: mappings and sequences as blocks, text of several lines as a literal block, other text
/// without quotes where it needs none. A [Tuple] is written as a sequence.
public final class YamlWriter {
  private static final int STEP = 2;
  private static final int MAX_SIMPLE_KEY = 500;

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  /// The document of a mapping, ending in a line feed.
  ///
  /// @throws IllegalArgumentException if a value is of a kind that YAML's own types do not have
  public static String write(Map<?, ?> root) {
    YamlWriter writer = new YamlWriter();
    if (root.isEmpty()) {
      writer.out.append("{}\n");
    } else {
      writer.mapping(root, 0);
    }
    return writer.out.toString();
  }

  private void mapping(Map<?, ?> map, int indent) {
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        out.repeat(' ', indent);
      }
      first = false;
      entry(entry.getKey(), entry.getValue(), indent);
    }
  }

  private void entry(@Nullable Object key, @Nullable Object value, int indent) {
    String name = inline(key);
    if (name.length() > MAX_SIMPLE_KEY) {
      out.append("? ").append(name).append('\n').repeat(' ', indent).append(':');
    } else {
      out.append(name).append(':');
    }
    value(value, indent, false);
  }

  /// Writes a value behind `:` or `-`, with the line feed that ends it.
  private void value(@Nullable Object value, int indent, boolean inSequence) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        block(indent, inSequence);
        mapping(map, indent + STEP);
      }
      case List<?> list when !list.isEmpty() -> sequence(list, indent, inSequence);
      case Tuple tuple when !tuple.items().isEmpty() -> sequence(tuple.items(), indent, inSequence);
      case Set<?> set when !set.isEmpty() -> {
        out.append(" !!set\n");
        for (Object element : set) {
          out.repeat(' ', indent + STEP).append("? ").append(inline(element)).append('\n');
        }
      }
      case String text when isLiteral(text) -> literal(text, indent + STEP);
      case null, default -> out.append(' ').append(inline(value)).append('\n');
    }
  }

  /// Begins a collection: on the same line behind a dash, else on the next.
  private void block(int indent, boolean inSequence) {
    if (inSequence) {
      out.append(' ');
    } else {
      out.append('\n').repeat(' ', indent + STEP);
    }
  }

  private void sequence(List<?> list, int indent, boolean inSequence) {
    block(indent, inSequence);
    boolean first = true;
    for (Object item : list) {
      if (!first) {
        out.repeat(' ', indent + STEP);
      }
      first = false;
      out.append('-');
      value(item, indent + STEP, true);
    }
  }

  private static boolean isLiteral(String text) {
    if (text.indexOf('\n') < 0 || text.isBlank()) {
      return false;
    }
    for (int i = 0; i < text.length(); ) {
      int ch = text.codePointAt(i);
      if (ch != '\n' && !isPlain(ch)) {
        return false;
      }
      i += Character.charCount(ch);
    }
    return true;
  }

  private void literal(String text, int indent) {
    out.append(" |");
    char first = text.charAt(0);
    if (first == ' ' || first == '\n' || first == '\t') {
      out.append(STEP);
    }
    if (!text.endsWith("\n")) {
      out.append('-');
    } else if (text.length() > 1 && text.charAt(text.length() - 2) == '\n') {
      out.append('+');
    }
    out.append('\n');
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      String line = text.substring(start, end < 0 ? text.length() : end);
      if (!line.isEmpty()) {
        out.repeat(' ', indent).append(line);
      }
      out.append('\n');
      start = end < 0 ? text.length() : end + 1;
    }
  }

  /// A value on one line: a scalar or an empty collection, or, as the key of a mapping, whatever it
  /// is.
  private static String inline(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> text(text);
      case Boolean flag -> flag.toString();
      case Long number -> number.toString();
      case Integer number -> number.toString();
      case BigInteger number -> number.toString();
      case Double number -> real(number);
      case SurrogateText text -> quoted(text.codePoints());
      case Bytes bytes -> "!!binary \"" + Base64.getEncoder().encodeToString(bytes.toArray()) + '"';
      case LocalDate date -> date.toString();
      case Timestamp timestamp -> timestamp.iso();
      case Map<?, ?> map when map.isEmpty() -> "{}";
      case Set<?> set when set.isEmpty() -> "!!set {}";
      case List<?> list when list.isEmpty() -> "[]";
      case Tuple tuple when tuple.items().isEmpty() -> "[]";
      default ->
          throw new IllegalArgumentException(
              "A " + value.getClass().getSimpleName() + " cannot be written here as YAML.");
    };
  }

  private static String real(double number) {
    if (Double.isNaN(number)) {
      return ".nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? ".inf" : "-.inf";
    }
    String text = Double.toString(number);
    int exponent = text.indexOf('E');
    if (exponent < 0) {
      return text;
    }
    String sign = text.charAt(exponent + 1) == '-' ? "" : "+";
    return text.substring(0, exponent) + 'e' + sign + text.substring(exponent + 1);
  }

  private static String text(String text) {
    return isBare(text) ? text : quoted(text.codePoints().toArray());
  }

  /// Whether the text reads back as itself without quotes, in a block. Texts of which that is hard
  /// to say are not among them.
  private static boolean isBare(String text) {
    if (text.isEmpty() || !Tags.ofPlain(text).equals(Tags.STR)) {
      return false;
    }
    if (!Character.isLetterOrDigit(text.codePointAt(0)) || text.endsWith(" ")) {
      return false;
    }
    for (int i = 0; i < text.length(); ) {
      int ch = text.codePointAt(i);
      boolean indicator =
          (ch == ':' && (i + 1 == text.length() || text.charAt(i + 1) == ' '))
              || (ch == '#' && text.charAt(i - 1) == ' ');
      if (indicator || !isPlain(ch) || ch == '\t') {
        return false;
      }
      i += Character.charCount(ch);
    }
    return !isYes(text);
  }

  /// The words that other readers of YAML 1.1 take for booleans.
  private static boolean isYes(String text) {
    return text.equalsIgnoreCase("y") || text.equalsIgnoreCase("n");
  }

  private static boolean isPlain(int ch) {
    return (ch >= ' ' && ch <= '~')
        || ch == '\t'
        || (ch >= 0xa1 && ch <= 0xd7ff && ch != 0x2028 && ch != 0x2029)
        || (ch >= 0xe000 && ch < 0xfeff)
        || (ch > 0xfeff && ch <= 0xfffd)
        || ch >= 0x10000;
  }

  private static String quoted(int[] codePoints) {
    StringBuilder text = new StringBuilder("\"");
    for (int ch : codePoints) {
      switch (ch) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        case '\r' -> text.append("\\r");
        default -> {
          if (isPlain(ch)) {
            text.appendCodePoint(ch);
          } else {
            text.append(String.format(ch < 0x100 ? "\\x%02x" : "\\u%04x", ch));
          }
        }
      }
    }
    return text.append('"').toString();
  }
}
