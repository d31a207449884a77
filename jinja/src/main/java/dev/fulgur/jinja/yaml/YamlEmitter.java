package dev.fulgur.jinja.yaml;

import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Out;
import java.util.Arrays;
import java.util.Locale;

/// Writes events as libyaml's emitter does, in block style.
final class YamlEmitter {

  static final int MAX_SIMPLE_KEY = 128;

  private static final int WIDTH = 80;
  private static final int INDENT = 2;

  private final Budget budget;
  private final Out out;
  private int[] indents = new int[16];
  private int open;
  private int indent = -1;
  private int column;
  private boolean whitespace = true;
  private boolean indention = true;
  private boolean inMapping;
  private boolean[] mappings = new boolean[16];

  YamlEmitter(Budget budget) {
    this.budget = budget;
    this.out = Out.text(budget);
  }

  String finish() {
    budget.text(out.length());
    return out.toString();
  }

  private void put(int c) {
    out.appendCodePoint(c);
    column++;
  }

  private void put(String s) {
    s.codePoints().forEach(this::put);
  }

  private void putBreak() {
    out.append('\n');
    column = 0;
  }

  private void writeIndent() {
    int to = Math.max(indent, 0);
    if (!indention || column > to || (column == to && !whitespace)) {
      putBreak();
    }
    while (column < to) {
      put(' ');
    }
    whitespace = true;
    indention = true;
  }

  private void indicator(String s, boolean needsSpace, boolean keepsIndention) {
    if (needsSpace && !whitespace) {
      put(' ');
    }
    put(s);
    whitespace = false;
    indention = indention && keepsIndention;
  }

  private void push(boolean mapping, boolean indentless) {
    if (open == indents.length) {
      indents = Arrays.copyOf(indents, open * 2);
      mappings = Arrays.copyOf(mappings, open * 2);
    }
    indents[open] = indent;
    mappings[open] = inMapping;
    open++;
    if (indent < 0) {
      indent = 0;
    } else if (!indentless) {
      indent += INDENT;
    }
    inMapping = mapping;
  }

  private void pop() {
    open--;
    indent = indents[open];
    inMapping = mappings[open];
  }

  void startSequence() {
    push(false, inMapping && !indention);
  }

  void item() {
    writeIndent();
    indicator("-", true, true);
  }

  void endSequence() {
    pop();
  }

  void startMapping() {
    push(true, false);
  }

  void endMapping() {
    pop();
  }

  void simpleKey() {
    writeIndent();
  }

  void simpleValue() {
    indicator(":", false, false);
  }

  void complexKey() {
    writeIndent();
    indicator("?", true, true);
  }

  void complexValue() {
    writeIndent();
    indicator(":", true, true);
  }

  void anchor(String name) {
    indicator("&" + name, true, false);
  }

  void alias(String name, boolean key) {
    indicator("*" + name, true, false);
    if (key) {
      put(' ');
    }
  }

  void tag(String tag) {
    if (!whitespace) {
      put(' ');
    }
    put(tag);
    whitespace = false;
    indention = false;
  }

  void empty(String brackets) {
    indicator(brackets, true, false);
  }

  /// A text in the plainest style that it may have.
  ///
  /// @param plainIsText whether it would be read back as what it is without quotes
  void scalar(String text, boolean plainIsText, boolean key) {
    push(inMapping, false);
    styled(text, plainIsText, key);
    pop();
  }

  private void styled(String text, boolean plainIsText, boolean key) {
    YamlScalar a = YamlScalar.analyze(text);
    boolean plain = a.plain() && plainIsText && !(text.isEmpty() && key);
    if (key && a.multiline()) {
      doubleQuoted(text, false);
    } else if (plain) {
      plain(text, !key);
    } else if (a.singleQuoted()) {
      singleQuoted(text, !key);
    } else {
      doubleQuoted(text, !key);
    }
  }

  /// A text of lines that each end with a break.
  void literal(String text, boolean key) {
    push(inMapping, false);
    lines(text, key);
    pop();
  }

  private void lines(String text, boolean key) {
    if (text.isEmpty() || key) {
      doubleQuoted(text, !key);
      return;
    }
    indicator("|", true, false);
    putBreak();
    indention = true;
    whitespace = true;
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty()) {
        writeIndent();
        put(line);
        indention = false;
        putBreak();
        indention = true;
      }
    }
    out.truncate(out.length() - 1);
    column = 1;
    whitespace = false;
    indention = false;
  }

  private static boolean spaceAt(String s, int i) {
    return i < s.length() && s.charAt(i) == ' ';
  }

  private void plain(String s, boolean allowBreaks) {
    if (!whitespace && !s.isEmpty()) {
      put(' ');
    }
    boolean spaces = false;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      if (c == ' ') {
        if (allowBreaks && !spaces && column > WIDTH && !spaceAt(s, i + 1)) {
          writeIndent();
        } else {
          put(c);
        }
        spaces = true;
      } else {
        put(c);
        indention = false;
        spaces = false;
      }
      i += Character.charCount(c);
    }
    whitespace = false;
    indention = false;
  }

  private void singleQuoted(String s, boolean allowBreaks) {
    indicator("'", true, false);
    boolean spaces = false;
    boolean breaks = false;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      if (c == ' ') {
        boolean edge = i == 0 || i == s.length() - 1;
        if (allowBreaks && !spaces && column > WIDTH && !edge && !spaceAt(s, i + 1)) {
          writeIndent();
        } else {
          put(c);
        }
        spaces = true;
      } else if (YamlScalar.isBreak(c)) {
        if (!breaks && c == '\n') {
          putBreak();
        }
        writeBreak(c);
        indention = true;
        breaks = true;
      } else {
        if (breaks) {
          writeIndent();
        }
        if (c == '\'') {
          put('\'');
        }
        put(c);
        indention = false;
        spaces = false;
        breaks = false;
      }
      i += Character.charCount(c);
    }
    if (breaks) {
      writeIndent();
    }
    indicator("'", false, false);
    whitespace = false;
    indention = false;
  }

  private void writeBreak(int c) {
    if (c == '\n') {
      putBreak();
    } else {
      out.appendCodePoint(c);
      column = 0;
    }
  }

  private void doubleQuoted(String s, boolean allowBreaks) {
    indicator("\"", true, false);
    boolean spaces = false;
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      if (!YamlScalar.isPrintable(c) || YamlScalar.isBreak(c) || c == '"' || c == '\\') {
        escaped(c);
        spaces = false;
      } else if (c == ' ') {
        boolean edge = i == 0 || i == s.length() - 1;
        if (allowBreaks && !spaces && column > WIDTH && !edge) {
          writeIndent();
          if (spaceAt(s, i + 1)) {
            put('\\');
          }
        } else {
          put(c);
        }
        spaces = true;
      } else {
        put(c);
        spaces = false;
      }
      i += Character.charCount(c);
    }
    indicator("\"", false, false);
    whitespace = false;
    indention = false;
  }

  private void escaped(int c) {
    put('\\');
    String letter = YamlScalar.shortEscape(c);
    if (letter != null) {
      put(letter);
      return;
    }
    int digits = c <= 0xff ? 2 : c <= 0xffff ? 4 : 8;
    put(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
    String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
    put("0".repeat(digits - hex.length()) + hex);
  }
}
