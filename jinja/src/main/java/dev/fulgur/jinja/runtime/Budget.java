package dev.fulgur.jinja.runtime;

import dev.fulgur.jinja.LimitExceededException.Limit;
import dev.fulgur.jinja.Limits;

/// What is left of the limits of one render. Belongs to the thread that renders.
///
/// A step stands for about as much time as a turn of a loop; whatever makes text or collections
/// pays for their size too, so that steps bound time and memory together.
public final class Budget {

  private static final int CHARS_PER_STEP = 16;

  private final Limits limits;
  private long steps;
  private int depth;

  public Budget(Limits limits) {
    this.limits = limits;
    this.steps = limits.steps();
  }

  public Limits limits() {
    return limits;
  }

  /// One step.
  public void step() {
    if (--steps < 0) {
      throw outOfSteps();
    }
  }

  /// As many steps as items are made or looked at.
  public void steps(long count) {
    steps -= count;
    if (steps < 0) {
      throw outOfSteps();
    }
  }

  private LimitError outOfSteps() {
    return new LimitError(Limit.STEPS, "the template takes more than " + limits.steps() + " steps");
  }

  /// A string of this length is about to be made.
  public void text(long chars) {
    if (chars > limits.textChars()) {
      throw new LimitError(
          Limit.TEXT, "a string would be longer than " + limits.textChars() + " characters");
    }
    steps(chars / CHARS_PER_STEP);
  }

  /// So many characters are about to be read through.
  public void scan(long chars) {
    steps(chars / CHARS_PER_STEP);
  }

  /// An integer of so many bits is about to be made.
  public void bits(long bits) {
    if (bits > limits.integerBits()) {
      throw new LimitError(
          Limit.INTEGER, "an integer would have more than " + limits.integerBits() + " bits");
    }
    steps(bits / 64);
  }

  /// A range of so many items.
  public void range(long length) {
    if (length > limits.range()) {
      throw new LimitError(
          Limit.RANGE, "a range has more than " + limits.range() + " items: " + length);
    }
  }

  /// Goes one macro, loop, include or block deeper; [#leave()] comes back.
  public void enter() {
    step();
    if (++depth > limits.recursion()) {
      throw recursion();
    }
  }

  public void leave() {
    depth--;
  }

  /// The error for what goes too deep.
  public LimitError recursion() {
    return new LimitError(
        Limit.RECURSION,
        "maximum recursion depth exceeded: more than " + limits.recursion() + " levels");
  }
}
