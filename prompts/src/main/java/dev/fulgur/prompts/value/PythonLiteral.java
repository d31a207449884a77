package dev.fulgur.prompts.value;

import java.util.Arrays;

/// Text with surrogates as Python's `repr` shows it: in quotes, with escapes for what is not
/// printable.
final class PythonLiteral {
  private PythonLiteral() {}

  static String write(int[] codePoints) {
    boolean hasSingle = contains(codePoints, '\'');
    char quote = hasSingle && !contains(codePoints, '"') ? '"' : '\'';
    StringBuilder out = new StringBuilder().append(quote);
    for (int ch : codePoints) {
      if (ch == quote || ch == '\\') {
        out.append('\\').append((char) ch);
      } else if (ch == '\n') {
        out.append("\\n");
      } else if (ch == '\r') {
        out.append("\\r");
      } else if (ch == '\t') {
        out.append("\\t");
      } else if (isPrintable(ch)) {
        out.appendCodePoint(ch);
      } else if (ch <= 0xff) {
        out.append(String.format("\\x%02x", ch));
      } else {
        out.append(String.format(ch <= 0xffff ? "\\u%04x" : "\\U%08x", ch));
      }
    }
    return out.append(quote).toString();
  }

  /// The code points of a literal that [#write] or Python wrote.
  ///
  /// @throws IllegalArgumentException if the text is no such literal
  static int[] read(String literal) {
    int end = literal.length() - 1;
    if (end < 1 || literal.charAt(0) != literal.charAt(end)) {
      throw new IllegalArgumentException("not a Python literal: " + literal);
    }
    int[] codePoints = new int[literal.length()];
    int count = 0;
    for (int i = 1; i < end; ) {
      int ch = literal.codePointAt(i);
      if (ch != '\\') {
        i += Character.charCount(ch);
        codePoints[count++] = ch;
        continue;
      }
      char escape = literal.charAt(i + 1);
      int digits =
          switch (escape) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
          };
      codePoints[count++] =
          switch (escape) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x', 'u', 'U' -> hex(literal, i + 2, digits);
            default -> escape;
          };
      i += 2 + digits;
    }
    return Arrays.copyOf(codePoints, count);
  }

  private static int hex(String literal, int from, int digits) {
    if (from + digits >= literal.length()) {
      throw new IllegalArgumentException("an escape is cut short in " + literal);
    }
    return Integer.parseUnsignedInt(literal, from, from + digits, 16);
  }

  private static boolean contains(int[] codePoints, int ch) {
    for (int codePoint : codePoints) {
      if (codePoint == ch) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPrintable(int ch) {
    return switch (Character.getType(ch)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> ch == ' ';
      default -> true;
    };
  }
}
