package dev.fulgur.jinja.runtime;

import java.util.Locale;

/// Upper, lower and title case, with the full mappings of Unicode: `'ß'.upper() == 'SS'`.
public final class StrCase {

  private StrCase() {}

  public static String upper(String s) {
    return s.toUpperCase(Locale.ROOT);
  }

  public static String lower(String s) {
    return s.toLowerCase(Locale.ROOT);
  }

  /// The first character in title case, the others in lower case.
  public static String capitalize(String s) {
    if (s.isEmpty()) {
      return s;
    }
    int first = Character.charCount(s.codePointAt(0));
    return titleCase(s.codePointAt(0)) + lowerAfter(s, first);
  }

  /// The lower case of what follows `from`: a final sigma looks at what is before it.
  private static String lowerAfter(String s, int from) {
    String rest = s.substring(from);
    if (rest.indexOf('\u03a3') < 0) {
      return lower(rest);
    }
    String all = lower(s);
    return all.substring(all.length() - lower(rest).length());
  }

  /// One character in title case.
  private static String titleCase(int c) {
    int simple = Character.toTitleCase(c);
    if (simple != c || c < 0x80) {
      return Character.toString(simple);
    }
    String upper = Character.toString(c).toUpperCase(Locale.ROOT);
    if (upper.length() == Character.charCount(c)) {
      return Character.toString(simple);
    }
    int first = upper.codePointAt(0);
    String rest = upper.substring(Character.charCount(first)).replace('\u0399', '\u0345');
    return Character.toString(first)
        + (Character.getType(first) == Character.MODIFIER_LETTER
            ? rest
            : rest.toLowerCase(Locale.ROOT));
  }

  /// Words in title case; a word is a run of letters with case.
  static String title(String s) {
    StringBuilder out = new StringBuilder(s.length());
    boolean inWord = false;
    String lower = s.indexOf('\u03a3') < 0 ? "" : lower(s);
    boolean sameLength = lower.length() == s.length();
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      if (inWord) {
        if (c == 0x3a3 && sameLength) {
          out.append(lower.charAt(i));
        } else {
          out.append(Character.toString(c).toLowerCase(Locale.ROOT));
        }
      } else {
        out.append(titleCase(c));
      }
      inWord = isCased(c);
      i += Character.charCount(c);
    }
    return out.toString();
  }

  static String swapcase(String s) {
    StringBuilder out = new StringBuilder(s.length());
    String lower = s.indexOf('\u03a3') < 0 ? "" : lower(s);
    boolean sameLength = lower.length() == s.length();
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      String one = Character.toString(c);
      if (Character.isUpperCase(c)) {
        out.append(
            c == 0x3a3 && sameLength
                ? String.valueOf(lower.charAt(i))
                : one.toLowerCase(Locale.ROOT));
      } else if (Character.isLowerCase(c)) {
        out.append(one.toUpperCase(Locale.ROOT));
      } else {
        out.append(one);
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  /// Lower case for comparisons; full case folding of what Java's lower case leaves apart.
  static String casefold(String s) {
    StringBuilder out = new StringBuilder(s.length());
    s.codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                out.append(Character.toLowerCase((char) c));
              } else if ((c >= 0x13a0 && c <= 0x13f5) || (c >= 0x13f8 && c <= 0x13fd)) {
                out.appendCodePoint(c >= 0x13f8 ? c - 8 : c);
              } else if (c >= 0xab70 && c <= 0xabbf) {
                out.appendCodePoint(c - 0xab70 + 0x13a0);
              } else {
                String one = Character.toString(c);
                String upper = c == 0x1e9e ? "SS" : one.toUpperCase(Locale.ROOT);
                boolean expands = upper.codePointCount(0, upper.length()) > 1;
                String folded =
                    expands || (Character.isLowerCase(c) && !upper.equals(one))
                        ? each(upper)
                        : one.toLowerCase(Locale.ROOT);
                out.append(c == 0x130 ? "i\u0307" : c == 0x131 ? one : folded);
              }
            });
    return out.toString();
  }

  /// Lower case character by character: no final sigma.
  private static String each(String s) {
    StringBuilder out = new StringBuilder(s.length());
    s.codePoints().forEach(c -> out.appendCodePoint(Character.toLowerCase(c)));
    return out.toString();
  }

  static boolean isCased(int c) {
    return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
  }

  public static boolean isLower(String s) {
    boolean cased = false;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      if (Character.isUpperCase(c) || Character.isTitleCase(c)) {
        return false;
      }
      cased |= Character.isLowerCase(c);
      i += Character.charCount(c);
    }
    return cased;
  }

  public static boolean isUpper(String s) {
    boolean cased = false;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      if (Character.isLowerCase(c) || Character.isTitleCase(c)) {
        return false;
      }
      cased |= Character.isUpperCase(c);
      i += Character.charCount(c);
    }
    return cased;
  }

  static boolean isTitle(String s) {
    boolean cased = false;
    boolean inWord = false;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      if (Character.isUpperCase(c) || Character.isTitleCase(c)) {
        if (inWord) {
          return false;
        }
        inWord = true;
        cased = true;
      } else if (Character.isLowerCase(c)) {
        if (!inWord) {
          return false;
        }
        cased = true;
      } else {
        inWord = false;
      }
      i += Character.charCount(c);
    }
    return cased;
  }
}
