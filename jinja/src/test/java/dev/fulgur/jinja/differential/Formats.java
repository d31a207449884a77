package dev.fulgur.jinja.differential;

/// Random formats, of `%` and of `format`.
final class Formats {

  private final Choice choice;

  Formats(Choice choice) {
    this.choice = choice;
  }

  /// A format for one value, quoted.
  String percent() {
    return "'" + choice.of("", "<", "a ") + one() + choice.of("", "|", "%%") + "'";
  }

  private String one() {
    return "%"
        + choice.of("", "", "", "-", "+", " ", "#", "0", "-+", "0+", "# ", "-0", "+#0")
        + choice.of("", "", "", "1", "5", "12", "20")
        + choice.of("", "", ".0", ".1", ".2", ".3", ".10", ".17", ".")
        + choice.of("", "", "", "", "l", "h")
        + choice.of(
            "d", "i", "u", "o", "x", "X", "e", "E", "f", "F", "g", "G", "c", "r", "s", "a", "f",
            "s", "g", "y");
  }

  /// A format whose only argument is a dict, quoted.
  String percentOfDict() {
    return "'"
        + choice.of("%(a)s", "%(x)r %(a)s", "%(nope)s", "%(B)5s|", "%(a)d", "%s", "%(é)s")
        + "'";
  }

  /// A format of braces for one value, quoted.
  String braces() {
    return "'"
        + choice.of("", "", "{{", "a ")
        + "{"
        + choice.of("", "", "", "0", "0.real", "0[0]", "0[k]", "1", "a")
        + choice.of("", "", "", "!r", "!s", "!a")
        + (choice.once(4) ? "" : ":" + specification())
        + "}"
        + choice.of("", "", "}}", "|")
        + "'";
  }

  private String specification() {
    return choice.of("", "", "<", ">", "^", "*^", "0=", "=", "日<", "{<")
        + choice.of("", "", "", "+", "-", " ")
        + choice.of("", "", "", "", "#", "z")
        + choice.of("", "", "", "0")
        + choice.of("", "", "1", "6", "12", "25")
        + choice.of("", "", "", ",", "_")
        + choice.of("", "", ".0", ".1", ".2", ".4", ".12")
        + choice.of(
            "", "", "s", "d", "b", "o", "x", "X", "c", "n", "e", "E", "f", "F", "g", "G", "%");
  }
}
