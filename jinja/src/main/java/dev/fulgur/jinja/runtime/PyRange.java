package dev.fulgur.jinja.runtime;

import java.math.BigInteger;

/// Python's `range`, within 64 bits.
///
/// @param length how many numbers it has
public record PyRange(long start, long stop, long step, long length) {

  public static PyRange of(long start, long stop, long step) {
    BigInteger span = BigInteger.valueOf(stop).subtract(BigInteger.valueOf(start));
    BigInteger stride = BigInteger.valueOf(step);
    if (span.signum() * stride.signum() <= 0) {
      return new PyRange(start, stop, step, 0);
    }
    BigInteger count = span.abs().add(stride.abs()).subtract(BigInteger.ONE).divide(stride.abs());
    return new PyRange(
        start, stop, step, count.bitLength() > 63 ? Long.MAX_VALUE : count.longValue());
  }

  long get(long index) {
    return start + index * step;
  }

  boolean contains(long value) {
    if (step > 0 ? value < start || value >= stop : value > start || value <= stop) {
      return false;
    }
    return Math.floorMod(value - start, step) == 0;
  }

  /// The same numbers, however written.
  boolean sameAs(PyRange other) {
    return length == other.length
        && (length == 0 || (start == other.start && (length == 1 || step == other.step)));
  }
}
