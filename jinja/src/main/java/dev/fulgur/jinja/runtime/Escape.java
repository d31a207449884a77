package dev.fulgur.jinja.runtime;

/// Text made safe for HTML.
public final class Escape {

  private Escape() {}

  /// Writes a value, escaped unless it is safe.
  public static void write(Out out, Object value) {
    switch (value) {
      case Markup m -> out.append(m.text());
      case String s -> write(out, s);
      case Long n -> out.append((long) n);
      case SafeObject o -> out.append(o.html());
      case Undefined u when u.kind() == dev.fulgur.jinja.UndefinedKind.CHAINABLE ->
          out.append(u.text());
      default -> write(out, Print.text(value));
    }
  }

  private static void write(Out out, String s) {
    int plain = 0;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c > '>') {
        continue;
      }
      String entity =
          switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '\'' -> "&#39;";
            case '"' -> "&#34;";
            default -> null;
          };
      if (entity != null) {
        out.append(s, plain, i);
        out.append(entity);
        plain = i + 1;
      }
    }
    out.append(s, plain, s.length());
  }

  static String html(Object value) {
    Out out = Out.unlimited();
    write(out, value);
    return out.toString();
  }

  public static Markup markup(Object value, Budget budget) {
    if (value instanceof Markup m) {
      return m;
    }
    Out out = Out.text(budget);
    write(out, value);
    budget.text(out.length());
    return new Markup(out.toString());
  }

  /// Whether a value says of itself that it is safe.
  public static boolean isSafe(Object value) {
    return value instanceof Markup
        || value instanceof SafeObject
        || (value instanceof Undefined u && u.kind() == dev.fulgur.jinja.UndefinedKind.CHAINABLE);
  }
}
