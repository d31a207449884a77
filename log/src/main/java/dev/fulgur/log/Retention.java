package dev.fulgur.log;

import java.time.Duration;

/// Which segments stay although the owner has released all that is in them.
///
/// @param segments the newest closed segments to keep, at least 0
/// @param age how long a segment stays after its last write, zero for not at all
public record Retention(int segments, Duration age) {

  /// Nothing stays once it is released.
  public static final Retention RELEASED = new Retention(0, Duration.ZERO);

  public Retention {
    if (segments < 0) {
      throw new IllegalArgumentException(
          "A retention of " + segments + " segments is not possible; give 0 or more.");
    }
    if (age.isNegative()) {
      throw new IllegalArgumentException(
          "A retention age of " + age + " is not possible; give zero or more.");
    }
  }

  /// Keeps the last `segments` closed segments.
  public static Retention lastSegments(int segments) {
    return new Retention(segments, Duration.ZERO);
  }

  /// Keeps a segment for `age` after its last write.
  public static Retention lasting(Duration age) {
    return new Retention(0, age);
  }
}
