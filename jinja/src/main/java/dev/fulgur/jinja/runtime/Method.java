package dev.fulgur.jinja.runtime;

/// A method of a built-in type.
public interface Method {

  Object call(Context context, Object self, Args args);

  /// The body of a method whose arguments are bound to a signature.
  interface Bound {
    Object call(Context context, Object self, Object[] args);
  }

  static Method of(Signature signature, Bound body) {
    return (context, self, args) -> body.call(context, self, signature.bind(args));
  }

  /// A method that changes what it is called on, which the template must have made itself.
  static Method changing(Signature signature, Bound body) {
    return of(
        signature.positionalOnly(),
        (context, self, args) -> {
          Render.requireOwn(self, context);
          return body.call(context, self, args);
        });
  }
}
