package dev.fulgur.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// How far an open log is, and whether it still writes, for all threads to look at.
final class LogState {
  private static final VarHandle PUBLISHED;

  static {
    try {
      PUBLISHED = MethodHandles.lookup().findVarHandle(LogState.class, "published", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final String place;

  /// The newest commit that may be seen.
  private volatile long published;

  /// The newest commit that is on disk.
  volatile long forced;

  private volatile @Nullable Throwable failure;

  LogState(String place, long sequence) {
    this.place = place;
    this.published = sequence;
    this.forced = sequence;
  }

  long published() {
    return published;
  }

  /// Without the fence of a volatile write, which each relaxed commit would pay for: who may see a
  /// commit was told of it by other means.
  void published(long sequence) {
    PUBLISHED.setRelease(this, sequence);
  }

  /// Nothing is written from now on. The first cause stays.
  synchronized void poison(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /// What is thrown at whoever wants to write once it failed; null if it did not.
  LogException.@Nullable Failed refusal() {
    Throwable cause = failure;
    return cause == null ? null : new LogException.Failed(place, cause);
  }
}
