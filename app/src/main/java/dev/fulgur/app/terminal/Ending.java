package dev.fulgur.app.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C, or another wish that the process ends: it is told to the work, and the process waits for
/// [#close], which says that the work has come to its end.
///
/// Thread rule: any thread; the wish is told by one of its own.
public final class Ending implements AutoCloseable {
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  private Ending(Runnable stop, Duration grace, Runnable late) {
    this.hook =
        Thread.ofPlatform()
            .name("fulgur-end")
            .unstarted(
                () -> {
                  stop.run();
                  asked.countDown();
                  if (!await(ended, grace)) {
                    late.run();
                  }
                });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Listens from now on; the work asks by [#isAskedWithin], and has all the time that it takes.
  public static Ending listen() {
    return new Ending(() -> {}, FOR_EVER, () -> {});
  }

  /// Listens from now on.
  ///
  /// @param stop tells the work to end
  /// @param grace how long the process waits for that
  /// @param late done where that was too short, before the process ends all the same
  public static Ending listen(Runnable stop, Duration grace, Runnable late) {
    return new Ending(stop, grace, late);
  }

  /// Whether the end is asked for, now or before so long; by an interrupt too.
  public boolean isAskedWithin(Duration wait) {
    return await(asked, wait);
  }

  /// Waits until the end is asked for.
  public void awaitAsked() {
    boolean _ = await(asked, FOR_EVER);
  }

  private static boolean await(CountDownLatch latch, Duration wait) {
    try {
      return latch.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// The work has ended.
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      return; // the process is ending: the hook runs
    }
  }
}
