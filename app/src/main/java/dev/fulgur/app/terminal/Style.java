package dev.fulgur.app.terminal;

/// The few looks of text, as ANSI SGR sequences (ECMA-48, section 8.3.117).
public enum Style {
  /// Headings.
  BOLD("1"),
  /// What matters less.
  DIM("2"),
  /// Failure, removed text.
  RED("31"),
  /// Success, added text.
  GREEN("32"),
  /// Warnings.
  YELLOW("33"),
  /// Names that can be typed.
  CYAN("36");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String wrap(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
