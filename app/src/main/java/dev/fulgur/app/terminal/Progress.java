package dev.fulgur.app.terminal;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
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

    /// Below so many columns the numbers beside a bar would leave it no room.
    private static final int NARROW = 60;

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
        ProgressBarBuilder builder =
            new ProgressBarBuilder()
                .setTaskName(shortened(columns / 2))
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(stream, columns))
                .clearDisplayOnFinish();
        if (columns < NARROW) {
          builder.setRenderer(Named::narrow);
        }
        known = builder.build();
        bar = known;
      }
      known.maxHint(total);
      known.stepTo(done);
    }

    /// The name, or its beginning and its end where it is longer than that.
    private String shortened(int most) {
      int half = (most - 1) / 2;
      return task.length() <= most
          ? task
          : task.substring(0, half) + "…" + task.substring(task.length() - half);
    }

    private static String narrow(ProgressState state, int width) {
      double share = Math.clamp((double) state.getCurrent() / Math.max(1, state.getMax()), 0, 1);
      String name = "%s %3d%% |".formatted(state.getTaskName(), (int) (share * 100));
      int room = Math.max(0, width - name.length() - 1);
      int full = (int) (share * room);
      return name + "█".repeat(full) + " ".repeat(room - full) + "|";
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
