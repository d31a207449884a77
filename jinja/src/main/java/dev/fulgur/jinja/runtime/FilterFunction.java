package dev.fulgur.jinja.runtime;

/// A filter or a test: its parameters, the value that it is applied to first among them, and its
/// body.
///
/// @param foldable whether it always gives the same for the same, so that it may be applied to
///   constants when a template is compiled
public record FilterFunction(Signature signature, Body body, boolean foldable) {

  /// What it does with bound arguments.
  public interface Body {
    Object apply(Context context, Object[] args);
  }

  public Object apply(Context context, Args args) {
    return body.apply(context, signature.bind(args));
  }
}
