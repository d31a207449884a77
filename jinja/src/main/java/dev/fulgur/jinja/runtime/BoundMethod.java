package dev.fulgur.jinja.runtime;

/// A method of a value, taken off it.
final class BoundMethod implements PyCallable {

  private final Object self;
  private final String name;
  private final Method method;

  BoundMethod(Object self, String name, Method method) {
    this.self = self;
    this.name = name;
    this.method = method;
  }

  @Override
  public Object call(Context context, Args args) {
    return method.call(context, self, args);
  }

  @Override
  public String describe() {
    return self instanceof Markup
        ? "<bound method Markup." + name + " of " + Repr.of(self) + ">"
        : "<built-in method "
            + name
            + " of "
            + Types.qualified(self)
            + " object"
            + Print.address(self)
            + ">";
  }

  @Override
  public String typeName() {
    return self instanceof Markup ? "method" : "builtin_function_or_method";
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Python compares the objects by identity here.
  public boolean equals(Object other) {
    return other instanceof BoundMethod m && m.self == self && m.method == method;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(self) * 31 + method.hashCode();
  }
}
