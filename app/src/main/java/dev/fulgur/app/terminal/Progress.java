package dev.fulgur.app.terminal;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// How far long work has come. Close it when the work is done, so that the bar leaves its line.
public interface Progress extends AutoCloseable {

  /// The work stands at `done` of `total` units; `total` may grow, and is 0 while it is not known.
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

  /// A bar on `stream`; while the total is not known, the task's name and how much is done.
  ///
  /// @param width columns that it may take
  static Progress bar(String task, long total, PrintStream stream, int width) {
    Progress named = new Named(task, stream, width);
    if (total > 0) {
      named.at(0, total);
    }
    return named;
  }

  /// The name of a task until its total is known, then a bar. What is done is shown a moment later
  /// and not at each step, so that what is shown last is also the last that was said.
  final class Named implements Progress {
    private static final Executor A_MOMENT_LATER =
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS, Thread::startVirtualThread);

    private final String task;
    private final PrintStream stream;
    private @Nullable ProgressBar bar;
    private final int columns;
    private int width;
    private long done;
    private boolean dueLater;
    private boolean closed;

    Named(String task, PrintStream stream, int columns) {
      this.task = task;
      this.stream = stream;
      this.columns = columns;
      show(task + " ...");
    }

    private void show(String whole) {
      String text = whole.substring(0, Math.min(whole.length(), columns));
      stream.print(text + " ".repeat(Math.max(0, width - text.length())) + "\r");
      stream.flush();
      width = text.length();
    }

    @Override
    public synchronized void at(long done, long total) {
      ProgressBar known = bar;
      if (known == null) {
        if (total <= 0) {
          this.done = done;
          if (done > 0 && !dueLater) {
            dueLater = true;
            A_MOMENT_LATER.execute(this::showDone);
          }
          return;
        }
        clear();
        known =
            new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(stream, columns))
                .clearDisplayOnFinish()
                .build();
        bar = known;
      }
      known.maxHint(total);
      known.stepTo(done);
    }

    private synchronized void showDone() {
      dueLater = false;
      if (bar == null && !closed) {
        show(task + " ... " + Terminal.number(done));
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      ProgressBar known = bar;
      if (known == null) {
        clear();
      } else {
        known.close();
      }
    }

    private void clear() {
      show("");
    }
  }
}
