package dev.fulgur.prompts.search;

import java.util.Locale;
import java.util.function.Consumer;

/// The words of a text: runs of letters, digits and the marks that go with them, in lower case.
final class Words {
  private Words() {}

  static void of(String text, Consumer<String> each) {
    int from = -1;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      boolean in = isPart(c);
      if (in && from < 0) {
        from = i;
      } else if (!in && from >= 0) {
        each.accept(text.substring(from, i).toLowerCase(Locale.ROOT));
        from = -1;
      }
      i += Character.charCount(c);
    }
    if (from >= 0) {
      each.accept(text.substring(from).toLowerCase(Locale.ROOT));
    }
  }

  private static boolean isPart(int c) {
    if (c < 128) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
