package dev.fulgur.jinja.runtime;

import dev.fulgur.jinja.UndefinedKind;
import org.jspecify.annotations.Nullable;

/// The value of a name, attribute or item that is not there.
public final class Undefined {

  private final UndefinedKind kind;
  private final @Nullable String hint;
  private final @Nullable Object object;
  private final Object name;

  private Undefined(
      UndefinedKind kind, @Nullable String hint, @Nullable Object object, Object name) {
    this.kind = kind;
    this.hint = hint;
    this.object = object;
    this.name = name;
  }

  /// A name that is not there.
  public static Undefined name(UndefinedKind kind, String name) {
    return new Undefined(kind, null, null, name);
  }

  /// An attribute or item that `object` does not have.
  public static Undefined of(UndefinedKind kind, Object object, Object name) {
    return new Undefined(kind, null, object, name);
  }

  /// Undefined for a reason of its own.
  public static Undefined because(UndefinedKind kind, String hint, String name) {
    return new Undefined(kind, hint, null, name);
  }

  public UndefinedKind kind() {
    return kind;
  }

  boolean isStrict() {
    return kind == UndefinedKind.STRICT;
  }

  String message() {
    if (hint != null) {
      return hint;
    }
    if (object == null) {
      return Repr.of(name) + " is undefined";
    }
    String type = Types.describe(object);
    return name instanceof String || name instanceof Markup
        ? Repr.text(type) + " has no attribute " + Repr.of(name) + suggestion()
        : type + " has no element " + Repr.of(name);
  }

  private String suggestion() {
    if (object instanceof java.util.Map<?, ?> map && name instanceof String wanted) {
      String close = Suggestions.closest(wanted, Suggestions.textKeys(map));
      return close == null ? "" : "; did you mean '" + close + "'?";
    }
    return "";
  }

  /// The error for using it.
  public PyError fail() {
    return PyError.undefined(
        message(), name instanceof String s ? s : null, hint == null && object == null);
  }

  /// What it prints as.
  String text() {
    return switch (kind) {
      case STRICT -> throw fail();
      case DEBUG -> "{{ " + debugMessage() + " }}";
      case DEFAULT, CHAINABLE -> "";
    };
  }

  private String debugMessage() {
    if (hint != null) {
      return "undefined value printed: " + hint;
    }
    if (object == null) {
      return Print.text(name);
    }
    return "no such element: " + Types.describe(object) + "[" + Repr.of(name) + "]";
  }
}
