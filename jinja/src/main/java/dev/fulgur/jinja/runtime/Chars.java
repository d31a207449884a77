package dev.fulgur.jinja.runtime;

/// What Python's `str` says of characters.
public final class Chars {

  private Chars() {}

  /// `str.isspace` of one character; no white space lies outside the basic plane.
  public static boolean isSpace(int c) {
    if (c < 0x80) {
      return c == ' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f);
    }
    return c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  /// Not empty, and white space only.
  public static boolean allSpace(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isSpace(text.charAt(i))) {
        return false;
      }
    }
    return from < to;
  }

  /// A line end of `str.splitlines`.
  public static boolean isLineEnd(int c) {
    return c == '\n'
        || c == '\r'
        || c == 0x0b
        || c == 0x0c
        || (c >= 0x1c && c <= 0x1e)
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  /// `\w` of Python's regular expressions.
  public static boolean isWord(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    return isAlnum(c);
  }

  public static boolean isAlnum(int c) {
    return Character.isLetter(c) || isNumeric(c);
  }

  public static boolean isDecimal(int c) {
    return Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
  }

  /// `str.isdigit`: decimal digits, and the superscripts, circles and stops that carry one digit.
  public static boolean isDigit(int c) {
    if (isDecimal(c)) {
      return true;
    }
    if (Character.getType(c) != Character.OTHER_NUMBER) {
      return false;
    }
    return c == 0xb2
        || c == 0xb3
        || c == 0xb9
        || (c >= 0x1369 && c <= 0x1371)
        || c == 0x19da
        || c == 0x2070
        || (c >= 0x2074 && c <= 0x2079)
        || (c >= 0x2080 && c <= 0x2089)
        || (c >= 0x2460 && c <= 0x2468)
        || (c >= 0x2474 && c <= 0x247c)
        || (c >= 0x2488 && c <= 0x2490)
        || c == 0x24ea
        || (c >= 0x24f5 && c <= 0x24fd)
        || c == 0x24ff
        || (c >= 0x2776 && c <= 0x277e)
        || (c >= 0x2780 && c <= 0x2788)
        || (c >= 0x278a && c <= 0x2792)
        || (c >= 0x10a40 && c <= 0x10a43)
        || (c >= 0x10e60 && c <= 0x10e68)
        || (c >= 0x11052 && c <= 0x1105a)
        || (c >= 0x1f100 && c <= 0x1f10a);
  }

  /// `str.isnumeric`: everything with a numeric value, Chinese numerals among them.
  public static boolean isNumeric(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      case Character.OTHER_LETTER -> CJK_NUMERALS.indexOf(c) >= 0;
      default -> false;
    };
  }

  private static final String CJK_NUMERALS =
      "㐅㒃㠪㭍一七万三九二五亖亿什仟仨伍佰億兆兩八六十千卄卅卌叁参參叄四壱壹幺廾廿弌弍"
          + "弎弐拾捌柒漆玖百肆萬貮貳贰阡陆陌陸零參拾兩零六陸什𠀁𠁤𠃢𠄡𠤪𠦃𠦌𠦜𠫪𠫽𠬙𢎐𢦘𣬛𦉭"
          + "廾";

  /// Whether `repr` shows the character as it is.
  public static boolean isPrintable(int c) {
    if (c < 0x7f) {
      return c >= 0x20;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// Behind the name-like characters that start at `pos`.
  public static int wordEnd(String text, int pos) {
    int p = pos;
    while (p < text.length()) {
      char c = text.charAt(p);
      if (c < 0x80) {
        if (!isWord(c)) {
          break;
        }
        p++;
      } else {
        int cp = text.codePointAt(p);
        if (!isWord(cp) && !isIdentifierPart(cp)) {
          break;
        }
        p += Character.charCount(cp);
      }
    }
    return p;
  }

  private static boolean isIdentifierPart(int c) {
    return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  /// `str.isidentifier`.
  public static boolean isIdentifier(String text) {
    if (text.isEmpty()) {
      return false;
    }
    int first = text.codePointAt(0);
    if (first != '_' && !Character.isUnicodeIdentifierStart(first)) {
      return false;
    }
    for (int i = Character.charCount(first); i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isIdentifierPart(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }
}
