package dev.fulgur.app.terminal;

import dev.fulgur.prompts.value.TaggedJson;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where a verb writes. Results go to standard output, messages and progress to standard error, so
/// that a pipe carries results only. With JSON on, standard output is exactly one JSON object (or
/// the lines of a line format) and [#line], [#table] and [#heading] write nothing.
///
/// Colours are used where the stream is a terminal, unless `NO_COLOR` is set. The launcher says
/// which streams are terminals in the property `fulgur.terminals` (the JVM cannot tell for standard
/// error).
///
/// Thread rule: one thread, but for [#progress], whose steps may come from any.
public final class Terminal {

  private static final int NARROWEST_BAR = 20;
  private static final int WIDEST_BAR = 100;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private boolean json;
  private boolean color;

  /// A terminal on these streams.
  ///
  /// @param outIsTerminal whether a person looks at `out`
  /// @param errIsTerminal whether a person looks at `err`
  public Terminal(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {
    this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    this.color = System.getenv("NO_COLOR") == null;
  }

  /// The terminal of this process.
  public static Terminal ofProcess() {
    String terminals = System.getProperty("fulgur.terminals", "");
    return new Terminal(
        System.out, System.err, terminals.contains("out"), terminals.contains("err"));
  }

  /// One that nobody hears.
  public static Terminal silent() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Terminal(nowhere, nowhere, false, false);
  }

  /// Switches to JSON on standard output.
  public void useJson() {
    json = true;
  }

  /// Whether standard output carries JSON.
  public boolean isJson() {
    return json;
  }

  /// Whether a person looks at standard output.
  public boolean isInteractive() {
    return outIsTerminal && !json;
  }

  /// Switches colours off, also on a terminal.
  public void useNoColor() {
    color = false;
  }

  /// One line of the result for a person.
  public void line(String text) {
    if (!json) {
      out.println(text);
    }
  }

  /// Text as it is, without a line end of ours.
  public void raw(String text) {
    out.print(text);
  }

  /// The stream of results, for verbs that stream; flushed at the end of the verb.
  public PrintStream out() {
    return out;
  }

  /// A heading above lines or a table.
  public void heading(String text) {
    line(style(Style.BOLD, text));
  }

  /// Rows under column names, aligned; columns whose cells are all numbers are aligned to the
  /// right.
  public void table(List<String> columns, List<List<String>> rows) {
    if (!json) {
      out.print(TextTable.format(columns, rows, cell -> style(Style.BOLD, cell)));
    }
  }

  /// The one JSON object of a verb, on one line; nothing where JSON is off.
  public void json(Map<String, ?> object) {
    if (json) {
      out.println(TaggedJson.write(object));
    }
  }

  /// A message for a person, on standard error.
  public void message(String text) {
    out.flush();
    err.println(text);
  }

  /// Something that a person should look at, on standard error.
  public void warn(String text) {
    message((color && errIsTerminal ? Style.YELLOW.wrap("warning:") : "warning:") + " " + text);
  }

  /// Why the verb failed, on standard error.
  public void error(String text) {
    message((color && errIsTerminal ? Style.RED.wrap("error:") : "error:") + " " + text);
  }

  /// A progress bar on standard error while `total` units of `task` are done; silent where nobody
  /// looks.
  public Progress progress(String task, long total) {
    return errIsTerminal ? Progress.bar(task, total, err, width()) : Progress.silent();
  }

  /// How wide a bar may be. The launcher says how wide the terminal is in the property
  /// `fulgur.columns`.
  private static int width() {
    int columns = Integer.getInteger("fulgur.columns", WIDEST_BAR);
    return Math.clamp(columns - 1, NARROWEST_BAR, WIDEST_BAR);
  }

  /// A view drawn in place, where a person looks at standard output.
  public Screen screen() {
    return new Screen(out, isInteractive());
  }

  /// `text` in `style` where standard output is a terminal with colours.
  public String style(Style style, String text) {
    return color && outIsTerminal ? style.wrap(text) : text;
  }

  /// `done` in green or red with a word, for check lists.
  public String mark(boolean good) {
    return good ? style(Style.GREEN, "ok") : style(Style.RED, "FAILED");
  }

  /// A duration for people: `812 us`, `3.4 ms`, `1.25 s`, `2 min 5 s`.
  public static String duration(long nanos) {
    if (nanos < 1_000) {
      return nanos + " ns";
    }
    if (nanos < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
    }
    if (nanos < 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
    if (nanos < 60_000_000_000L) {
      return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
    long seconds = nanos / 1_000_000_000L;
    return seconds / 60 + " min " + seconds % 60 + " s";
  }

  /// A size for people: `912 B`, `4.0 KiB`, `1.5 MiB`.
  public static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    do {
      value /= 1024;
      unit++;
    } while (value >= 1024 && unit < 4);
    return String.format(Locale.ROOT, "%.1f %ciB", value, "KMGTP".charAt(unit));
  }

  /// A number with separators: `12,345`.
  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /// Writes out what is buffered.
  public void flush() {
    out.flush();
    err.flush();
  }
}
