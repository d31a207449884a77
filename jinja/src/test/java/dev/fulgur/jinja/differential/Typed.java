package dev.fulgur.jinja.differential;

/// Random expressions that mostly fit together: numbers where numbers are wanted, text where text
/// is. They get further than wild ones before they fail.
final class Typed {

  private final Choice choice;
  private final Formats formats;

  Typed(Choice choice) {
    this.choice = choice;
    this.formats = new Formats(choice);
  }

  String any(int depth) {
    return switch (choice.below(12)) {
      case 0, 1 -> number(depth);
      case 2, 3, 4 -> text(depth);
      case 5, 6 -> list(depth);
      case 7 -> truth(depth);
      case 8 -> moment(depth);
      default -> widely(depth);
    };
  }

  /// A filter, method or format with arguments of all forms.
  private String widely(int depth) {
    int d = depth - 1;
    return switch (choice.below(10)) {
      case 0, 1 -> "(" + text(d) + ")|" + Filters.ofText(choice);
      case 2 -> choice.of("s", "u", "words", "long", "url", "h") + Methods.ofText(choice);
      case 3 -> "(" + number(d) + ")|" + Filters.ofNumber(choice);
      case 4, 5 ->
          choice.of("rows", "l", "m", "t", "mix", "tree", "d", "attrs", "st", "(" + list(d) + ")")
              + "|"
              + Filters.ofItems(choice);
      case 6 ->
          choice.of("l", "m", "t", "mix", "d", "attrs", "st", "rows[0]", "{'a': 1}", "[1, 2, 1]")
              + Methods.ofContainer(choice);
      case 7 ->
          choice.of("i", "f", "big", "dt", "dt2", "day", "by", "(dt - dt)", "(1.5)", "(255)")
              + Methods.ofScalar(choice);
      case 8 ->
          choice.once(4)
              ? formats.percentOfDict() + choice.of(" % d", " % attrs", "|format(**d)", " % s")
              : formats.percent()
                  + choice.of(" % ", "|format")
                  + "("
                  + choice.of(number(d), number(d), "s", "f", "i", "big", any(0))
                  + ")";
      default ->
          formats.braces()
              + ".format("
              + choice.of(number(d), number(d), "s", "f", "i", "big", "rows[0]", any(0))
              + choice.of("", "", ", 2", ", a=1")
              + ")";
    };
  }

  /// Dates, times, what lies between them, bytes.
  String moment(int depth) {
    return choice.of(
        "dt",
        "day",
        "dt - dt2",
        "(dt - dt2).days",
        "dt.date() - day",
        "day + (dt - dt)",
        "dt < dt2",
        "dt == dt2",
        "[dt, dt2]|sort",
        "[dt, dt2]|max",
        "[day, none]|string",
        "{'at': dt}",
        "(day - day) * 2",
        "(dt - dt2) / 2",
        "(dt - dt2)|string",
        "(dt - dt2).total_seconds()",
        "dt.year ~ '-' ~ dt.month",
        "'{:%Y/%m/%d %H}'.format(dt)",
        "'%s' % day",
        "dt|string|length",
        "day" + Methods.ofScalar(choice),
        "dt" + Methods.ofScalar(choice),
        "dt.time()" + Methods.ofScalar(choice),
        "by" + Methods.ofScalar(choice),
        "by",
        "by|list",
        "by|string|upper",
        "by[0]",
        "by + by",
        "[by]|tojson",
        "s.encode()|length",
        "dt|tojson",
        "st",
        "st|sort",
        "st|tojson",
        "st|pprint",
        "[dt, day]|pprint",
        "1 in st",
        "dt.isoformat() > " + text(depth - 1));
  }

  String number(int depth) {
    if (depth <= 0) {
      return choice.of(
          "1", "2", "i", "z", "7", "2.5", "0.1", "-3", "f", "1e3", "255", "big", "true");
    }
    int d = depth - 1;
    return switch (choice.below(9)) {
      case 0, 1 -> number(d) + choice.of(" + ", " - ", " * ", " + ") + number(d);
      case 2 -> number(d) + choice.of(" / ", " // ", " % ") + choice.of("2", "3", "-2", "1.5", "7");
      case 3 ->
          choice.of("2", "3", "10", "1.5", "-2") + " ** " + choice.of("2", "3", "0", "-1", "10");
      case 4 ->
          "("
              + number(d)
              + ")|"
              + choice.of("abs", "round", "round(1)", "round(2, 'ceil')", "float", "d(1)");
      case 5 -> "(" + text(d) + ")|" + choice.of("length", "wordcount", "int", "float", "int(5)");
      case 6 ->
          "(" + list(d) + ")|" + choice.of("length", "map('string')|map('length')|sum", "count");
      case 7 -> "(" + number(d) + " if " + truth(d) + " else " + number(d) + ")";
      default ->
          choice.of("m|first|d(1)", "[1, 2, 3]|sum", "[3, 1]|max", "rows[0].v", "(7).bit_length()");
    };
  }

  String text(int depth) {
    if (depth <= 0) {
      return choice.of(
          "s",
          "u",
          "h",
          "words",
          "'a'",
          "'x y'",
          "'é<'",
          "'Hello World'",
          "rows[1].k",
          "long",
          "url",
          "'a\\nb\\tc'",
          "'\\x41\\u00e9\\U0001F600\\0'",
          "\"it's\"",
          "'0012.50'");
    }
    int d = depth - 1;
    return switch (choice.below(10)) {
      case 0 -> text(d) + " ~ " + any(d);
      case 1 -> text(d) + " + " + text(d);
      case 2 -> "(" + text(d) + ")" + choice.of("[0:3]", "[::-1]", "[1:]", "[-2:]", " * 2");
      case 3, 4 ->
          "("
              + text(d)
              + ")|"
              + choice.of(
                  "upper",
                  "lower",
                  "title",
                  "capitalize",
                  "trim",
                  "center(20)",
                  "replace('a', 'X')",
                  "indent",
                  "truncate(9)",
                  "truncate(8, true, '…')",
                  "wordwrap(7)",
                  "e",
                  "striptags",
                  "urlencode",
                  "urlize",
                  "reverse",
                  "tojson",
                  "string",
                  "safe",
                  "forceescape",
                  "pprint",
                  "replace('l', '<', 1)",
                  "indent(3, true)",
                  "wordwrap(12, false)");
      case 5 ->
          "("
              + text(d)
              + ")."
              + choice.of(
                  "upper()",
                  "strip()",
                  "title()",
                  "replace('o', '0')",
                  "center(15, '*')",
                  "zfill(8)",
                  "swapcase()",
                  "split()|join('-')",
                  "partition(' ')[0]",
                  "ljust(12, '.')",
                  "splitlines()|join('|')",
                  "expandtabs(3)",
                  "rsplit(' ', 1)|last");
      case 6 ->
          "("
              + list(d)
              + ")|"
              + choice.of("join", "join(', ')", "join('<')", "tojson", "pprint", "string");
      case 7 ->
          "'"
              + choice.of("%s", "%5s|", "%-8s|", "%r", "%.3s", "<%s>")
              + "'"
              + choice.of("|format(", " % (")
              + any(d)
              + ",)";
      case 8 ->
          "'"
              + choice.of("%d", "%5.2f", "%x", "%e", "%g", "%+d", "%05d", "%i")
              + "' % ("
              + number(d)
              + ")|int";
      default ->
          "'"
              + choice.of("{}", "{:>8}", "{0}{0}", "{!r}", "{:^9}|", "{:.2}")
              + "'.format("
              + text(d)
              + ")";
    };
  }

  String list(int depth) {
    if (depth <= 0) {
      return choice.of(
          "l",
          "m",
          "t",
          "[1, 2, 3]",
          "rows",
          "range(5)",
          "['b', 'A', 'c']",
          "d",
          "tree",
          "mix",
          "st",
          "attrs",
          "[0.5, 2, true]",
          "[]",
          "d.items()|list",
          "words.split()");
    }
    int d = depth - 1;
    return switch (choice.below(9)) {
      case 0 -> "[" + any(d) + ", " + any(d) + "]";
      case 1 -> "(" + any(d) + ", " + any(d) + ")";
      case 2 -> "(" + list(d) + ")|list + [" + any(d) + "]";
      case 3 ->
          "("
              + list(d)
              + ")"
              + "|list"
              + "|"
              + choice.of(
                  "reverse|list",
                  "batch(2)|list",
                  "slice(2)|list",
                  "map('string')|list",
                  "unique|list",
                  "select|list",
                  "map('string')|sort",
                  "first",
                  "last");
      case 4 ->
          "rows|"
              + choice.of(
                  "map(attribute='k')|list",
                  "selectattr('v', 'gt', 2)|list",
                  "groupby('g')",
                  "sort(attribute='v')",
                  "rejectattr('g', 'eq', 'a')|list",
                  "map(attribute='v')|list",
                  "sort(attribute='g,v', reverse=true)",
                  "unique('v')|list",
                  "groupby('k')|map('first')|list");
      case 5 ->
          "("
              + text(d)
              + ")|"
              + choice.of("list", "map('upper')|list", "unique|list", "batch(3)|list");
      case 6 -> "{'k': " + any(d) + ", 'j': " + any(d) + "}";
      case 7 -> "d|" + choice.of("dictsort", "items|list", "list", "tojson", "length");
      default -> "(m|sort)" + choice.of("[:2]", "[::-1]", "", "|list", "[1:]");
    };
  }

  String truth(int depth) {
    if (depth <= 0) {
      return choice.of(
          "b", "true", "false", "i > 1", "s is string", "missing is defined", "l", "z");
    }
    int d = depth - 1;
    return switch (choice.below(8)) {
      case 0 -> number(d) + choice.of(" < ", " <= ", " == ", " != ", " > ") + number(d);
      case 1 -> text(d) + choice.of(" < ", " == ", " != ", " in ", " not in ") + text(d);
      case 2 -> "not " + truth(d);
      case 3 -> truth(d) + choice.of(" and ", " or ") + truth(d);
      case 4 -> any(d) + " in " + "(" + list(d) + ")";
      case 5 ->
          number(d)
              + " is "
              + choice.of("odd", "even", "divisibleby 3", "integer", "float", "number");
      case 6 ->
          any(d) + " is " + choice.of("string", "mapping", "iterable", "sequence", "none", "true");
      default -> list(d) + " == " + list(d);
    };
  }
}
