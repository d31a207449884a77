package dev.fulgur.jinja.differential;

import java.util.Random;

/// Random choices, all from one seed.
final class Choice {

  private final Random random;

  Choice(long seed) {
    this.random = new Random(seed);
  }

  int below(int n) {
    return random.nextInt(n);
  }

  boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  @SafeVarargs
  final <T> T of(T... options) {
    return options[random.nextInt(options.length)];
  }
}
