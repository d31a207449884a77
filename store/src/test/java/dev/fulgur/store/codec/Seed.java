package dev.fulgur.store.codec;

import java.util.Random;

/// The seed of a random test: printed, and taken back with `-Dseed=`.
final class Seed {

  private Seed() {}

  static Random random(String test) {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println(test + ": -Dseed=" + seed);
    return new Random(seed);
  }
}
