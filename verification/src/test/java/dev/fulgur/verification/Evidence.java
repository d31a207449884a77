package dev.fulgur.verification;

/// Tells the report on reliability what a test did.
public final class Evidence {
  private Evidence() {}

  /// Whether the large runs are asked for.
  public static boolean soak() {
    return Boolean.getBoolean("soak");
  }

  /// The seed that was given, or a new one.
  public static long seed() {
    return Long.getLong("seed", System.nanoTime());
  }

  /// Prints one row, which `docs/reliability.md` is built from.
  ///
  /// @param row the fault
  /// @param what the room or engine that met it
  /// @param runs how often
  /// @param seed what repeats it
  public static void print(String row, String what, long runs, long seed) {
    System.out.println("reliability: " + row + " | " + what + " | " + runs + " | " + seed);
  }

  /// Prints one row of a test that has no seed.
  public static void print(String row, String what, long runs) {
    System.out.println("reliability: " + row + " | " + what + " | " + runs + " | -");
  }
}
