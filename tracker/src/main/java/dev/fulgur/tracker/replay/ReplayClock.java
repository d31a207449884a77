package dev.fulgur.tracker.replay;

import java.util.function.DoubleSupplier;

/// A clock that shows what it is set to, in seconds since 1970. A tracker that a log is replayed on
/// is opened with one.
public final class ReplayClock implements DoubleSupplier {

  private volatile double seconds;

  /// Sets it.
  public void set(double seconds) {
    this.seconds = seconds;
  }

  @Override
  public double getAsDouble() {
    return seconds;
  }
}
