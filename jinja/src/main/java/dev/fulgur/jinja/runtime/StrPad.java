package dev.fulgur.jinja.runtime;

/// Text that is widened, stripped or mapped.
public final class StrPad {

  private StrPad() {}

  /// `center`, `ljust` and `rjust`.
  ///
  /// @param align `^`, `<` or `>`
  static String pad(String s, long width, Object fill, char align, Budget budget) {
    String c = fill instanceof String f ? f : fill instanceof Markup m ? m.text() : null;
    if (c == null) {
      throw PyError.type("The fill character must be a unicode character, not " + Types.name(fill));
    }
    if (Strings.length(c) != 1) {
      throw PyError.type("The fill character must be exactly one character long");
    }
    long margin = width - Strings.length(s);
    if (margin <= 0) {
      return s;
    }
    budget.text(s.length() + margin);
    long left =
        switch (align) {
          case '<' -> 0;
          case '>' -> margin;
          default -> margin / 2 + (margin & width & 1);
        };
    return c.repeat((int) left) + s + c.repeat((int) (margin - left));
  }

  /// In the middle of `width` blanks.
  public static String center(String s, long width, Budget budget) {
    return pad(s, width, " ", '^', budget);
  }

  static String zfill(String s, long width, Budget budget) {
    long margin = width - Strings.length(s);
    if (margin <= 0) {
      return s;
    }
    budget.text(s.length() + margin);
    String zeros = "0".repeat((int) margin);
    boolean signed = s.startsWith("+") || s.startsWith("-");
    return signed ? s.charAt(0) + zeros + s.substring(1) : zeros + s;
  }

  static String expandTabs(String s, int tabSize, Budget budget) {
    Out out = Out.text(budget);
    int column = 0;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '\t') {
        int blanks = tabSize > 0 ? tabSize - column % tabSize : 0;
        out.repeat(' ', blanks);
        column += blanks;
      } else {
        out.append(c);
        column = c == '\n' || c == '\r' ? 0 : column + (Character.isLowSurrogate(c) ? 0 : 1);
      }
    }
    budget.text(out.length());
    return out.toString();
  }

  static String strip(String s, Object chars, boolean left, boolean right, String method) {
    if (chars == None.NONE) {
      return stripSpace(s, left, right);
    }
    String set =
        switch (chars) {
          case String c -> c;
          case Markup m -> m.text();
          default -> throw PyError.type(method + " arg must be None or str");
        };
    int from = 0;
    int to = s.length();
    while (left && from < to && set.indexOf(s.codePointAt(from)) >= 0) {
      from += Character.charCount(s.codePointAt(from));
    }
    while (right && to > from && set.indexOf(s.codePointBefore(to)) >= 0) {
      to -= Character.charCount(s.codePointBefore(to));
    }
    return s.substring(from, to);
  }

  /// `strip` with a set of characters, or white space for none.
  public static String strip(String s, Object chars) {
    return strip(s, chars, true, true, "strip");
  }

  private static String stripSpace(String s, boolean left, boolean right) {
    int from = 0;
    int to = s.length();
    while (left && from < to && Chars.isSpace(s.charAt(from))) {
      from++;
    }
    while (right && to > from && Chars.isSpace(s.charAt(to - 1))) {
      to--;
    }
    return s.substring(from, to);
  }

  static Object translate(Context context, Object self, Object[] args) {
    Out out = Out.text(context.budget());
    String s = Print.text(self);
    if (Numbers.isNumber(args[0]) || args[0] == None.NONE) {
      throw PyError.type("'" + Types.name(args[0]) + "' object is not subscriptable");
    }
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      i += Character.charCount(c);
      Object to = Attributes.item(args[0], (long) c, context);
      switch (to) {
        case None _ -> {}
        case Undefined _ -> out.appendCodePoint(c);
        case Long n -> {
          if (n < 0 || n > Character.MAX_CODE_POINT) {
            throw PyError.value("character mapping must be in range(0x110000)");
          }
          out.appendCodePoint((int) (long) n);
        }
        case String t -> out.append(t);
        case Markup m -> out.append(m.text());
        default -> throw PyError.type("character mapping must return integer, None or str");
      }
    }
    context.budget().text(out.length());
    return StrMethods.like(self, out.toString());
  }
}
