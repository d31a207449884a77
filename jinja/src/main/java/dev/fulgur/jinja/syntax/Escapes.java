package dev.fulgur.jinja.syntax;

import dev.fulgur.jinja.runtime.Source;

/// The escapes of a string literal, as Python's `unicode-escape` reads them. A character outside
/// ASCII that follows a backslash becomes its own escape behind that backslash.
final class Escapes {

  private final Source source;
  private final int pos;
  private final String raw;
  private final StringBuilder out;
  private int at;

  private Escapes(Source source, int pos, String raw) {
    this.source = source;
    this.pos = pos;
    this.raw = raw;
    this.out = new StringBuilder(raw.length());
  }

  static String decode(Source source, int pos, String raw) {
    return new Escapes(source, pos, raw).run();
  }

  private String run() {
    while (at < raw.length()) {
      char c = raw.charAt(at++);
      if (c == '\\') {
        escape();
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private void escape() {
    int c = raw.codePointAt(at);
    at += Character.charCount(c);
    switch (c) {
      case '\n' -> {}
      case '\\', '\'', '"' -> out.append((char) c);
      case 'a' -> out.append('\u0007');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'v' -> out.append('\u000b');
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c);
      case 'x' -> hex(2, "truncated \\xXX escape");
      case 'u' -> hex(4, "truncated \\uXXXX escape");
      case 'U' -> hex(8, "truncated \\UXXXXXXXX escape");
      case 'N' -> named();
      default -> {
        out.append('\\');
        if (c < 0x80) {
          out.append((char) c);
        } else if (c < 0x100) {
          out.append(String.format("x%02x", c));
        } else if (c < 0x10000) {
          out.append(String.format("u%04x", c));
        } else {
          out.append(String.format("U%08x", c));
        }
      }
    }
  }

  private void octal(int first) {
    int value = first - '0';
    for (int i = 0; i < 2 && at < raw.length(); i++) {
      int digit = raw.charAt(at) - '0';
      if (digit < 0 || digit > 7) {
        break;
      }
      value = value * 8 + digit;
      at++;
    }
    out.append((char) value);
  }

  private void hex(int digits, String truncated) {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit =
          at < raw.length() && raw.charAt(at) < 0x80 ? Character.digit(raw.charAt(at), 16) : -1;
      if (digit < 0) {
        throw source.error(truncated, pos);
      }
      value = value * 16 + digit;
      at++;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw source.error("illegal Unicode character", pos);
    }
    out.appendCodePoint((int) value);
  }

  private void named() {
    int end = raw.indexOf('}', at);
    if (at >= raw.length() || raw.charAt(at) != '{' || end < 0 || end == at + 1) {
      throw source.error("malformed \\N character escape", pos);
    }
    try {
      out.appendCodePoint(Character.codePointOf(raw.substring(at + 1, end)));
    } catch (IllegalArgumentException e) {
      throw source.error("unknown Unicode character name", pos);
    }
    at = end + 1;
  }
}
