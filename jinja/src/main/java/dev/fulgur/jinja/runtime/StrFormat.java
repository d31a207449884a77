package dev.fulgur.jinja.runtime;

import org.jspecify.annotations.Nullable;

/// `str.format`: fields in braces, with attributes, items, conversions and specifications, which
/// may hold fields themselves. Attributes are those that templates see.
final class StrFormat {

  private final Context context;
  private final Args args;
  private final @Nullable Object mapping;
  private final boolean escape;
  private int automatic;
  private boolean manual;

  /// What a format that is one field and nothing else was given, when it is markup that fits its
  /// specification as it is: CPython gives that very object back.
  private @Nullable Markup onlyMarkup;

  private StrFormat(Context context, Args args, @Nullable Object mapping, boolean escape) {
    this.context = context;
    this.args = args;
    this.mapping = mapping;
    this.escape = escape;
  }

  static Object format(Context context, Object self, Args args) {
    StrFormat format = new StrFormat(context, args, null, self instanceof Markup);
    String text = format.run(Print.text(self), 2);
    Markup only = format.onlyMarkup;
    return only != null && only.text().equals(text) ? only : StrMethods.like(self, text);
  }

  static Object formatMap(Context context, Object self, Object[] args) {
    StrFormat format = new StrFormat(context, Args.NONE, args[0], self instanceof Markup);
    return StrMethods.like(self, format.run(Print.text(self), 2));
  }

  private String run(String format, int depth) {
    if (depth < 0) {
      throw PyError.value("Max string recursion exceeded");
    }
    Out out = Out.text(context.budget());
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      if (c == '{' || c == '}') {
        boolean doubled = at + 1 < format.length() && format.charAt(at + 1) == c;
        if (doubled) {
          out.append(c);
          at += 2;
        } else if (c == '}') {
          throw PyError.value("Single '}' encountered in format string");
        } else {
          at = field(out, format, at + 1, depth);
        }
      } else {
        out.append(c);
        at++;
      }
    }
    context.budget().text(out.length());
    return out.toString();
  }

  /// Writes the field that starts at `from`, and returns what lies behind its brace.
  private int field(Out out, String format, int from, int depth) {
    if (from >= format.length()) {
      throw PyError.value("Single '{' encountered in format string");
    }
    int nameEnd = nameEnd(format, from);
    char conversion = 0;
    int at = nameEnd;
    if (format.charAt(at) == '!') {
      if (at + 1 >= format.length()) {
        throw PyError.value("end of string while looking for conversion specifier");
      }
      conversion = format.charAt(at + 1);
      at += 2;
      if (at < format.length() && format.charAt(at) != '}' && format.charAt(at) != ':') {
        throw PyError.value("expected ':' after conversion specifier");
      }
    }
    boolean isPlain = at < format.length() && format.charAt(at) == '}';
    int end = isPlain ? at : specEnd(format, at + 1);
    String spec = isPlain ? "" : format.substring(at + 1, end);
    Object value = convert(lookup(format.substring(from, nameEnd)), conversion);
    if (spec.indexOf('{') >= 0 || spec.indexOf('}') >= 0) {
      spec = run(spec, depth - 1);
    }
    if (from == 1 && end + 1 == format.length() && !spec.isEmpty() && value instanceof Markup m) {
      onlyMarkup = m;
    }
    write(out, value, spec);
    return end + 1;
  }

  /// Where a field's name ends, at a brace, colon or exclamation mark outside of brackets.
  private static int nameEnd(String format, int from) {
    for (int i = from; i < format.length(); i++) {
      switch (format.charAt(i)) {
        case '{' -> throw PyError.value("unexpected '{' in field name");
        case '[' -> {
          int close = format.indexOf(']', i + 1);
          i = close < 0 ? format.length() : close;
        }
        case '}', ':', '!' -> {
          return i;
        }
        default -> {}
      }
    }
    throw PyError.value("expected '}' before end of string");
  }

  private static int specEnd(String format, int from) {
    int depth = 1;
    for (int i = from; i < format.length(); i++) {
      char c = format.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw PyError.value("unmatched '{' in format spec");
  }

  private void write(Out out, Object value, String spec) {
    if (!escape) {
      out.append(Formatting.format(value, spec, context.budget()));
    } else if (value instanceof Markup m) {
      if (!spec.isEmpty()) {
        throw PyError.value("Unsupported format specification for Markup.");
      }
      out.append(m.text());
    } else if (Escape.isSafe(value)) {
      if (!spec.isEmpty()) {
        throw PyError.value("Format specifier " + spec + " given, but there is no __html_format__");
      }
      Escape.write(out, value);
    } else {
      Escape.write(out, Formatting.format(value, spec, context.budget()));
    }
  }

  private Object convert(Object value, char conversion) {
    return switch (conversion) {
      case 0 -> value;
      case 's' -> Print.text(value, context.budget());
      case 'r' -> Repr.of(value);
      case 'a' -> PercentFormat.ascii(Repr.of(value));
      default -> throw PyError.value("Unknown conversion specifier " + conversion);
    };
  }

  private Object lookup(String name) {
    int first = 0;
    while (first < name.length() && name.charAt(first) != '.' && name.charAt(first) != '[') {
      first++;
    }
    Object value = argument(name.substring(0, first));
    int at = first;
    while (at < name.length()) {
      if (name.charAt(at) == '.') {
        int end = at + 1;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
          end++;
        }
        value = attribute(value, name.substring(at + 1, end));
        at = end;
      } else if (name.charAt(at) == '[') {
        int end = name.indexOf(']', at);
        if (end < 0) {
          throw PyError.value("Missing ']' in format string");
        }
        value = item(value, name.substring(at + 1, end));
        at = end + 1;
      } else {
        throw PyError.value("Only '.' or '[' may follow ']' in format field specifier");
      }
    }
    return value;
  }

  private Object argument(String name) {
    if (name.isEmpty() || isIndex(name)) {
      boolean auto = name.isEmpty();
      if (auto ? manual : automatic > 0) {
        throw PyError.value(
            auto
                ? "cannot switch from manual field specification to automatic field numbering"
                : "cannot switch from automatic field numbering to manual field specification");
      }
      manual = !auto;
      if (mapping != null) {
        throw PyError.value("Format string contains positional fields");
      }
      long index = auto ? automatic++ : index(name);
      if (index >= args.size()) {
        throw PyError.index(
            "Replacement index " + index + " out of range for positional args tuple");
      }
      return args.get((int) index);
    }
    if (mapping != null) {
      return Subscript.get(mapping, name, context);
    }
    Object value = args.find(name);
    if (value == null) {
      throw PyError.key(name);
    }
    return value;
  }

  private static boolean isIndex(String s) {
    return !s.isEmpty() && s.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static long index(String digits) {
    if (digits.length() > 18) {
      throw PyError.value("Too many decimal digits in format string");
    }
    return Long.parseLong(digits);
  }

  private Object attribute(Object value, String name) {
    if (name.isEmpty()) {
      throw PyError.value("Empty attribute in format string");
    }
    if (value instanceof Undefined u && u.kind() != dev.fulgur.jinja.UndefinedKind.CHAINABLE) {
      throw u.fail();
    }
    Object found = Attributes.get(value, name, context);
    if (found == null) {
      throw PyError.attribute(Types.name(value), name);
    }
    return found;
  }

  private Object item(Object value, String key) {
    if (key.isEmpty()) {
      throw PyError.value("Empty attribute in format string");
    }
    Object index = isIndex(key) ? (Object) index(key) : key;
    return Subscript.get(value, index, context);
  }
}
