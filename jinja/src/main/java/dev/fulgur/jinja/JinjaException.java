package dev.fulgur.jinja;

import org.jspecify.annotations.Nullable;

/// What a template did wrong, and where.
///
/// [#getMessage()] is the whole report: the reason, the place, the source line and a caret under
/// the column. The parts are in the accessors. The message follows the shape
///
/// ```text
/// 'usr' is undefined; did you mean 'user'? (template 'letter', line 2, column 10)
///   Dear {{ usr.name }},
///           ^
/// ```
public abstract sealed class JinjaException extends RuntimeException
    permits TemplateSyntaxException,
        TemplateNotFoundException,
        TemplateRuntimeException,
        LimitExceededException {

  private final String pythonClass;
  private final String reason;
  private final @Nullable Location location;

  JinjaException(String pythonClass, String reason, @Nullable Location location) {
    super(report(reason, location));
    this.pythonClass = pythonClass;
    this.reason = reason;
    this.location = location;
  }

  private static String report(String reason, @Nullable Location location) {
    if (location == null) {
      return reason;
    }
    StringBuilder text = new StringBuilder(reason).append(" (");
    if (location.template() != null) {
      text.append("template '").append(location.template()).append("', ");
    }
    text.append("line ").append(location.line());
    text.append(", column ").append(location.column()).append(')');
    String caret = location.caret();
    if (!caret.isEmpty()) {
      text.append('\n').append(caret);
    }
    return text.toString();
  }

  /// The name of the class that Python's Jinja2, or Python itself, raises for this: `TypeError`,
  /// `UndefinedError`, `TemplateSyntaxError`.
  public final String pythonClass() {
    return pythonClass;
  }

  /// The message alone, without the place; one line unless the template put line breaks into it.
  public final String reason() {
    return reason;
  }

  /// Where it happened, or null when no template was at work yet.
  public final @Nullable Location location() {
    return location;
  }

  /// The name of the template at work, or null when it has none.
  public final @Nullable String templateName() {
    return location == null ? null : location.template();
  }

  /// The line in the template, counted from 1, or 0 when no template was at work yet.
  public final int line() {
    return location == null ? 0 : location.line();
  }

  /// The column in the line, in code points counted from 1, or 0 when it is not known.
  public final int column() {
    return location == null ? 0 : location.column();
  }
}
