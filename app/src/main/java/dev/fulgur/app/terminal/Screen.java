package dev.fulgur.app.terminal;

import java.io.PrintStream;
import java.util.List;

/// A view that is drawn in place, on the terminal's other screen, so that closing it leaves the
/// terminal as it was (xterm's private modes 1049 and 25).
///
/// Thread rule: one thread.
public final class Screen implements AutoCloseable {

  private static final String BEGIN = "\u001b[?1049h\u001b[?25l";
  private static final String HOME = "\u001b[H";
  private static final String END_OF_LINE = "\u001b[K";
  private static final String END_OF_SCREEN = "\u001b[J";
  private static final String END = "\u001b[?25h\u001b[?1049l";

  private final PrintStream out;
  private final boolean live;

  /// @param live whether a person looks; else nothing is drawn
  Screen(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
    if (live) {
      out.print(BEGIN);
      out.flush();
    }
  }

  /// Whether it is drawn.
  public boolean isLive() {
    return live;
  }

  /// Draws these lines in place of those before.
  public void show(List<String> lines) {
    if (!live) {
      return;
    }
    StringBuilder text = new StringBuilder(HOME);
    for (String line : lines) {
      text.append(line).append(END_OF_LINE).append("\r\n");
    }
    out.print(text.append(END_OF_SCREEN));
    out.flush();
  }

  /// Brings the terminal back.
  @Override
  public void close() {
    if (live) {
      out.print(END);
      out.flush();
    }
  }
}
