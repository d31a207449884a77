package dev.fulgur.jinja;

import org.jspecify.annotations.Nullable;

/// A place in a template.
///
/// @param template the template's name, or null when it was compiled from a nameless text
/// @param line counted from 1; `\n`, `\r\n` and `\r` end a line
/// @param column counted from 1, in code points
/// @param sourceLine the text of that line, without its end
public record Location(@Nullable String template, int line, int column, String sourceLine) {

  private static final int SHOWN = 160;

  /// The place of an offset in a text whose line ends are all `\n`.
  public static Location of(@Nullable String template, String source, int offset) {
    int at = Math.max(0, Math.min(offset, source.length()));
    int line = 1;
    int start = 0;
    for (int i = source.indexOf('\n'); i >= 0 && i < at; i = source.indexOf('\n', i + 1)) {
      line++;
      start = i + 1;
    }
    int end = source.indexOf('\n', start);
    String text = source.substring(start, end < 0 ? source.length() : end);
    int column = source.codePointCount(start, at) + 1;
    return new Location(template, line, column, text);
  }

  /// The source line, indented, with a caret under the column; a long line is cut around it. Empty
  /// when the line is blank.
  public String caret() {
    if (sourceLine.isBlank()) {
      return "";
    }
    int[] points = sourceLine.codePoints().toArray();
    int at = Math.min(column - 1, points.length);
    int from = Math.max(0, Math.min(at - SHOWN / 2, points.length - SHOWN));
    int to = Math.min(points.length, from + SHOWN);
    StringBuilder text = new StringBuilder("  ");
    StringBuilder under = new StringBuilder("  ");
    for (int i = from; i < to; i++) {
      int shown = Character.isISOControl(points[i]) && points[i] != '\t' ? ' ' : points[i];
      text.appendCodePoint(shown);
      if (i < at) {
        under.append(shown == '\t' ? '\t' : ' ');
      }
    }
    return text.append('\n').append(under).append('^').toString();
  }
}
