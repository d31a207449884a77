package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;

/// Text of users, made fit for a line of the terminal or the shell.
final class Text {

  private Text() {}

  /// `text` on one line without control characters, cut behind `width` characters.
  static String oneLine(String text, int width) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), width));
    text.codePoints()
        .limit(width + 1L)
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
        .forEach(line::appendCodePoint);
    if (line.codePointCount(0, line.length()) > width) {
      line.setLength(line.offsetByCodePoints(0, width - 1));
      line.append('…');
    }
    return line.toString();
  }

  /// A number of things: `1 row`, `2 rows`.
  static String count(long count, String thing) {
    return Terminal.number(count) + " " + thing + (count == 1 ? "" : "s");
  }

  /// `text` as one word of a POSIX shell.
  static String shellWord(String text) {
    return !text.isEmpty()
            && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-:@".indexOf(c) >= 0)
        ? text
        : "'" + text.replace("'", "'\\''") + "'";
  }
}
