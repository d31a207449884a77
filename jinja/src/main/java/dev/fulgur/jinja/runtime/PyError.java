package dev.fulgur.jinja.runtime;

import dev.fulgur.jinja.JinjaException;
import dev.fulgur.jinja.TemplateRuntimeException;
import dev.fulgur.jinja.UndefinedException;
import org.jspecify.annotations.Nullable;

/// What Python would have raised.
public final class PyError extends RenderError {

  private final String pythonClass;
  private final @Nullable String name;
  private final boolean variable;

  private PyError(String pythonClass, String message, @Nullable String name, boolean variable) {
    super(message);
    this.pythonClass = pythonClass;
    this.name = name;
    this.variable = variable;
  }

  public static PyError of(String pythonClass, String message) {
    return new PyError(pythonClass, message, null, false);
  }

  public static PyError type(String message) {
    return of("TypeError", message);
  }

  public static PyError value(String message) {
    return of("ValueError", message);
  }

  public static PyError index(String message) {
    return of("IndexError", message);
  }

  public static PyError key(Object key) {
    return of("KeyError", Repr.of(key));
  }

  public static PyError attribute(String type, String name) {
    return of("AttributeError", "'" + type + "' object has no attribute " + Repr.text(name));
  }

  /// The error for asking a value for an attribute that its type does not have.
  public static PyError noAttribute(Object value, String name) {
    return value instanceof Undefined u ? u.fail() : attribute(Types.name(value), name);
  }

  /// The error for repeating text or a list by what is no integer.
  public static PyError noCount(Object value) {
    return value instanceof Undefined u
        ? u.fail()
        : type("can't multiply sequence by non-int of type '" + Types.name(value) + "'");
  }

  public static PyError zeroDivision(String message) {
    return of("ZeroDivisionError", message);
  }

  public static PyError overflow(String message) {
    return of("OverflowError", message);
  }

  /// Jinja2's own runtime error.
  public static PyError template(String message) {
    return of("TemplateRuntimeError", message);
  }

  public static PyError filterArgument(String message) {
    return of("FilterArgumentError", message);
  }

  /// A use of something undefined.
  ///
  /// @param name the name that is not there, for the host
  /// @param variable whether it is a variable, and no attribute of something
  public static PyError undefined(String message, @Nullable String name, boolean variable) {
    return new PyError("UndefinedError", message, name, variable);
  }

  /// The variable that is not there, or null.
  public @Nullable String missingName() {
    return variable ? name : null;
  }

  public String pythonClass() {
    return pythonClass;
  }

  /// Whether a handler of `TypeError` and `ValueError` catches it.
  public boolean isTypeOrValue() {
    return switch (pythonClass) {
      case "TypeError", "ValueError", "UnicodeEncodeError", "UnicodeDecodeError" -> true;
      default -> false;
    };
  }

  public boolean is(String other) {
    return pythonClass.equals(other);
  }

  @Override
  public JinjaException toException() {
    return toException("");
  }

  /// What the host gets to see, with a hint.
  ///
  /// @param hint what to add to the message
  public JinjaException toException(String hint) {
    return pythonClass.equals("UndefinedError")
        ? new UndefinedException(reason() + hint, name, location())
        : new TemplateRuntimeException(pythonClass, reason() + hint, location());
  }
}
