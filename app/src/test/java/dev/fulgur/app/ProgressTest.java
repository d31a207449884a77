package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.app.terminal.Progress;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a progress without a total shows.
final class ProgressTest {

  /// Keeps what is written, and tells when a text is there.
  private static final class Screen extends OutputStream {
    private final StringBuilder shown = new StringBuilder();
    private final String awaited;
    private final CountDownLatch there = new CountDownLatch(1);

    Screen(String awaited) {
      this.awaited = awaited;
    }

    @Override
    public synchronized void write(int b) {
      shown.append((char) b);
    }

    @Override
    public synchronized void flush() {
      if (shown.indexOf(awaited) >= 0) {
        there.countDown();
      }
    }

    synchronized String shown() {
      return shown.toString();
    }
  }

  @Test
  void work_thatPausesAfterItsFirstSteps_isShownAsFarAsItCame() throws InterruptedException {
    Screen screen = new Screen("Loading ... 1,007");
    try (PrintStream stream = new PrintStream(screen, false, StandardCharsets.UTF_8);
        Progress progress = Progress.bar("Loading", 0, stream, 40)) {
      for (int done = 1; done <= 1007; done++) {
        progress.at(done, 0);
      }
      assertThat(screen.there.await(60, TimeUnit.SECONDS)).as(screen.shown()).isTrue();
    }
    assertThat(screen.shown()).endsWith("Loading ... 1,007\r" + " ".repeat(17) + "\r");
  }
}
