package dev.fulgur.jinja;

/// What one render may use. Each limit that is passed ends the render with a
/// [LimitExceededException].
///
/// @param steps units of work: one for each turn of a loop, each call, and each few characters or
///   items that an operation makes; it bounds time and memory together
/// @param outputChars UTF-16 units of output
/// @param recursion macros, recursive loops, includes, blocks and callers that are open at once
/// @param range items of a `range`
/// @param textChars UTF-16 units of one string
/// @param integerBits bits of one integer
public record Limits(
    long steps, int outputChars, int recursion, long range, int textChars, int integerBits) {

  /// Meant for templates of one's own: far above what a prompt needs, low enough that nothing hangs
  /// or runs out of memory.
  public static final Limits DEFAULT =
      new Limits(20_000_000, 64_000_000, 400, 1_000_000, 32_000_000, 1_000_000);

  public Limits {
    if (steps < 1 || outputChars < 1 || recursion < 1 || range < 1 || textChars < 1) {
      throw new IllegalArgumentException("a limit is less than 1");
    }
    if (integerBits < 64) {
      throw new IllegalArgumentException("integerBits is less than 64: " + integerBits);
    }
  }

  public Limits withSteps(long value) {
    return new Limits(value, outputChars, recursion, range, textChars, integerBits);
  }

  public Limits withOutputChars(int value) {
    return new Limits(steps, value, recursion, range, textChars, integerBits);
  }

  public Limits withRecursion(int value) {
    return new Limits(steps, outputChars, value, range, textChars, integerBits);
  }

  public Limits withRange(long value) {
    return new Limits(steps, outputChars, recursion, value, textChars, integerBits);
  }

  public Limits withTextChars(int value) {
    return new Limits(steps, outputChars, recursion, range, value, integerBits);
  }

  public Limits withIntegerBits(int value) {
    return new Limits(steps, outputChars, recursion, range, textChars, value);
  }
}
