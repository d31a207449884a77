package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.Truth;
import org.jspecify.annotations.Nullable;

/// A compiled expression: immutable, shared by all renders.
abstract class Ex {

  abstract Object eval(Frame f);

  /// Its truth, without a value in between where that is cheaper.
  boolean test(Frame f) {
    return Truth.of(eval(f));
  }

  /// Prints it as it is.
  void print(Frame f) {
    Print.write(f.out, eval(f));
  }

  /// Its value when that is known without rendering, new each time if it can be changed, or null.
  @Nullable Object constant() {
    return null;
  }
}
