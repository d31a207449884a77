package dev.fulgur.jinja.runtime;

import dev.fulgur.jinja.UndefinedKind;
import org.jspecify.annotations.Nullable;

/// What the values of a template ask of the environment that it was made in.
public interface Engine {

  UndefinedKind undefinedKind();

  /// The filter of this name, or null.
  @Nullable FilterFunction filter(String name);

  /// The test of this name, or null.
  @Nullable FilterFunction test(String name);

  /// The error for a filter or test that is not there: `kind` is `filter` or `test`.
  String unknown(String kind, String name, String end);

  /// The global of this name, or null.
  @Nullable Object global(String name);

  /// What line breaks that filters make look like.
  String newline();
}
