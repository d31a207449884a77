package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.app.terminal.Progress;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a progress shows before its total is known, and in few columns.
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

  @Test
  void bar_inFewColumns_keepsItsRoomAndLeavesTheNumbersOut() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (PrintStream stream = new PrintStream(shown, false, StandardCharsets.UTF_8);
        Progress progress = Progress.bar("Opening /var/lib/somewhere/kv", 0, stream, 40)) {
      progress.at(512_345_678, 1_024_691_356);
    }
    String text = shown.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("Opening /…ewhere/kv  50% |" + "█".repeat(6));
    assertThat(text.split("\r"))
        .allMatch(line -> line.length() <= 40)
        .anyMatch(l -> l.endsWith("|"));
  }
}
