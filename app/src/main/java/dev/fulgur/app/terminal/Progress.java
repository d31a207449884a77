package dev.fulgur.app.terminal;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// How far long work has come. Close it when the work is done, so that the bar leaves its line.
public interface Progress extends AutoCloseable {

  /// The work stands at `done` of `total` units; `total` may grow.
  void at(long done, long total);

  @Override
  void close();

  /// A progress that shows nothing.
  static Progress silent() {
    return new Progress() {
      @Override
      public void at(long done, long total) {}

      @Override
      public void close() {}
    };
  }

  /// A bar on `stream`.
  static Progress bar(String task, long total, PrintStream stream) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setConsumer(new ConsoleProgressBarConsumer(stream, 100))
            .clearDisplayOnFinish()
            .build();
    return new Progress() {
      @Override
      public void at(long done, long newTotal) {
        bar.maxHint(newTotal);
        bar.stepTo(done);
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }
}
