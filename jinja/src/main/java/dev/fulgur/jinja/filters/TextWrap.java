package dev.fulgur.jinja.filters;

import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Chars;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyError;
import java.util.ArrayList;
import java.util.List;

/// Wraps a line as Python's `textwrap` does, tabs and white space left as they are: at white space,
/// at dashes between words and, if wanted, behind the hyphens of words.
final class TextWrap {

  private final long width;
  private final boolean isWhole;
  private final boolean breakLongWords;
  private final boolean breakOnHyphens;
  private final Budget budget;

  /// @param width how long a line may be; a number that is not whole serves until a word must be
  ///   broken, as in Python
  TextWrap(Object width, boolean breakLongWords, boolean breakOnHyphens, Budget budget) {
    this.isWhole = width instanceof Long;
    double wanted = ((Number) width).doubleValue();
    if (wanted <= 0) {
      throw PyError.value("invalid width " + Print.text(width) + " (must be > 0)");
    }
    this.width = (long) Math.min(Integer.MAX_VALUE, Math.floor(wanted));
    this.breakLongWords = breakLongWords;
    this.breakOnHyphens = breakOnHyphens;
    this.budget = budget;
  }

  List<String> wrap(String line) {
    budget.text(line.length() * 2L);
    return new Run(line).wrap();
  }

  /// One line being wrapped. A chunk is a start and an end; a long word loses its beginning.
  private final class Run {
    private final String line;
    private final List<int[]> chunks;
    private final List<String> lines = new ArrayList<>();
    private int next;

    Run(String line) {
      this.line = line;
      this.chunks = chunks(line);
    }

    private boolean done() {
      return next == chunks.size();
    }

    private boolean isBlank(int[] chunk) {
      return chunk[0] == chunk[1] || Chars.allSpace(line, chunk[0], chunk[1]);
    }

    /// The length of the next chunk, or one more than the width when it is longer.
    private long nextLength() {
      int[] chunk = chunks.get(next);
      int units = chunk[1] - chunk[0];
      long most = width * 2 + 2;
      int to = units > most ? chunk[0] + (int) most : chunk[1];
      return Math.min(width + 1, line.codePointCount(chunk[0], to));
    }

    List<String> wrap() {
      while (!done()) {
        budget.step();
        line();
      }
      return lines;
    }

    private void line() {
      List<int[]> current = new ArrayList<>();
      if (!lines.isEmpty() && isBlank(chunks.get(next))) {
        next++;
      }
      long length = 0;
      while (!done() && length + nextLength() <= width) {
        length += nextLength();
        current.add(chunks.get(next++));
      }
      if (!done() && nextLength() > width) {
        longWord(current, width - length);
      }
      if (!current.isEmpty() && isBlank(current.getLast())) {
        current.removeLast();
      }
      if (!current.isEmpty()) {
        lines.add(line.substring(current.getFirst()[0], current.getLast()[1]));
      }
    }

    /// A word that is longer than a line.
    private void longWord(List<int[]> current, long left) {
      int[] chunk = chunks.get(next);
      if (!breakLongWords) {
        if (current.isEmpty()) {
          current.add(chunk);
          next++;
        }
        return;
      }
      if (!isWhole && width > 0) {
        throw PyError.type("slice indices must be integers or None or have an __index__ method");
      }
      int end = line.offsetByCodePoints(chunk[0], (int) (width == 0 ? 1 : left));
      if (breakOnHyphens) {
        int hyphen = end - 1;
        while (hyphen > chunk[0] && line.charAt(hyphen) != '-') {
          hyphen--;
        }
        if (hyphen > chunk[0] && hasOtherThanHyphens(chunk[0], hyphen)) {
          end = hyphen + 1;
        }
      }
      current.add(new int[] {chunk[0], end});
      chunk[0] = end;
    }

    private boolean hasOtherThanHyphens(int from, int to) {
      for (int i = from; i < to; i++) {
        if (line.charAt(i) != '-') {
          return true;
        }
      }
      return false;
    }
  }

  /// White space of `textwrap`: ASCII only.
  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private List<int[]> chunks(String s) {
    List<int[]> chunks = new ArrayList<>();
    int i = 0;
    while (i < s.length()) {
      int end =
          isSpace(s.charAt(i)) ? spaceEnd(s, i) : breakOnHyphens ? wordEnd(s, i) : plainEnd(s, i);
      chunks.add(new int[] {i, end});
      i = end;
    }
    return chunks;
  }

  private static int spaceEnd(String s, int from) {
    int i = from;
    while (i < s.length() && isSpace(s.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int plainEnd(String s, int from) {
    int i = from;
    while (i < s.length() && !isSpace(s.charAt(i))) {
      i++;
    }
    return i;
  }

  /// The end of a dash between words, or of a word or the first part of a hyphenated one.
  private static int wordEnd(String s, int from) {
    int dashes = dashEnd(s, from);
    if (dashes - from >= 2
        && from > 0
        && isWordPunctuation(s.codePointBefore(from))
        && isWordAt(s, dashes)) {
      return dashes;
    }
    int i = from;
    while (true) {
      i += Character.charCount(s.codePointAt(i));
      if (i >= s.length() || isSpace(s.charAt(i))) {
        return i;
      }
      if (s.charAt(i - 1) == '-' && i - 1 > from && isHyphen(s, i)) {
        return i;
      }
      if (s.charAt(i) == '-' && s.charAt(i - 1) != '-') {
        int end = dashEnd(s, i);
        if (end - i >= 2 && isWordAt(s, end) && isWordPunctuation(s.codePointBefore(i))) {
          return i;
        }
      }
    }
  }

  private static int dashEnd(String s, int from) {
    int i = from;
    while (i < s.length() && s.charAt(i) == '-') {
      i++;
    }
    return i;
  }

  private static boolean isWordAt(String s, int i) {
    return i < s.length() && Chars.isWord(s.codePointAt(i));
  }

  private static boolean isWordPunctuation(int c) {
    return Chars.isWord(c) || "!\"'&.,?".indexOf(c) >= 0;
  }

  private static boolean isLetter(int c) {
    return Chars.isWord(c) && !Chars.isDecimal(c);
  }

  /// Whether the hyphen before `i` is inside a word: two letters before it, or a letter, a hyphen
  /// and a letter or punctuation; and letters behind it.
  private static boolean isHyphen(String s, int i) {
    int hyphen = i - 1;
    if (hyphen < 2) {
      return false;
    }
    int last = s.codePointBefore(hyphen);
    int beforeLast = hyphen - Character.charCount(last);
    if (beforeLast <= 0) {
      return false;
    }
    int previous = s.codePointBefore(beforeLast);
    boolean twoLetters = isLetter(last) && isLetter(previous);
    boolean letterHyphen = false;
    if (!twoLetters && previous == '-' && isWordPunctuation(last)) {
      int at = beforeLast - 1;
      letterHyphen = at > 0 && isLetter(s.codePointBefore(at));
    }
    if (!twoLetters && !letterHyphen) {
      return false;
    }
    int next = s.codePointAt(i);
    if (!isLetter(next)) {
      return false;
    }
    int after = i + Character.charCount(next);
    if (after < s.length() && s.charAt(after) == '-') {
      after++;
    }
    return after < s.length() && isLetter(s.codePointAt(after));
  }
}
