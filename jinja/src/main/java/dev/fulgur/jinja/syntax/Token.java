package dev.fulgur.jinja.syntax;

/// One token.
///
/// @param pos its offset in the source
/// @param value the name, the text, or the value of a literal; the operator itself for an operator
record Token(Kind kind, int pos, Object value) {

  boolean is(String name) {
    return kind == Kind.NAME && value.equals(name);
  }

  boolean isAny(String... names) {
    if (kind == Kind.NAME) {
      for (String name : names) {
        if (value.equals(name)) {
          return true;
        }
      }
    }
    return false;
  }

  /// How an error message calls it.
  String describe() {
    return kind == Kind.NAME ? (String) value : kind.text();
  }
}
