package dev.fulgur.store;

import java.util.Random;

/// The seeds of random tests: printed, and taken back with `-Dseed=`.
final class Seeds {

  private Seeds() {}

  static Random random(String test) {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println(test + ": -Dseed=" + seed);
    return new Random(seed);
  }
}
