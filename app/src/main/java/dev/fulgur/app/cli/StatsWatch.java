package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Ending;
import dev.fulgur.app.terminal.Screen;
import dev.fulgur.app.terminal.Style;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.Inspection;
import dev.fulgur.store.StoreStats;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a store stands, again and again until it is interrupted: on a terminal in place, in a pipe
/// one line each time, with JSON one object on a line each time.
final class StatsWatch {

  private static final int BAR = 40;

  private final Terminal terminal;
  private final Inspection store;
  private final Duration interval;
  private final long times;

  /// @param times after how many looks it ends, 0 for never
  StatsWatch(Terminal terminal, Inspection store, Duration interval, long times) {
    this.terminal = terminal;
    this.store = store;
    this.interval = interval;
    this.times = times;
  }

  /// A look at the store.
  ///
  /// @param commitsPerSecond by all processes since the look before, NaN at the first
  private record Look(StoreStats stats, long nanos, double commitsPerSecond) {}

  void run() {
    // The terminal is as it was before the process ends.
    try (Ending ending = Ending.listen();
        Screen screen = terminal.screen()) {
      Look before = null;
      for (long i = 0; times == 0 || i < times; i++) {
        Look look = look(before);
        show(screen, look);
        before = look;
        boolean last = i + 1 == times;
        if (last || ending.isAskedWithin(interval)) {
          break;
        }
      }
    }
  }

  private Look look(@Nullable Look before) {
    StoreStats stats = store.stats();
    long now = System.nanoTime();
    double rate =
        before == null
            ? Double.NaN
            : (stats.version() - before.stats().version()) * 1e9 / (now - before.nanos());
    return new Look(stats, now, rate);
  }

  private void show(Screen screen, Look look) {
    if (terminal.isJson()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("db", store.path().toString());
      object.put(
          "commits_per_second",
          Double.isNaN(look.commitsPerSecond())
              ? null
              : Math.round(look.commitsPerSecond() * 10) / 10.0);
      object.putAll(StatsVerb.json(look.stats()));
      terminal.json(object);
    } else if (screen.isLive()) {
      screen.show(lines(look));
    } else {
      terminal.line(line(look));
    }
    terminal.flush();
  }

  private List<String> lines(Look look) {
    StoreStats stats = look.stats();
    long live = stats.usedBytes() - stats.freeBytes();
    double use = (double) live / stats.quotaBytes();
    List<String> lines = new ArrayList<>();
    lines.add(
        terminal.style(Style.BOLD, store.path().toString())
            + "  "
            + LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));
    lines.add("");
    lines.add(
        "map      "
            + bar(use)
            + " %.1f %% of %s".formatted(use * 100, Terminal.size(stats.quotaBytes())));
    lines.add(
        "         %s live, %s free to be used again, file %s, disk has %s left"
            .formatted(
                Terminal.size(live),
                Terminal.size(stats.freeBytes()),
                Terminal.size(stats.fileBytes()),
                Terminal.size(stats.diskFreeBytes())));
    lines.add(
        "commits  %s, %s a second"
            .formatted(Terminal.number(stats.version()), rate(look.commitsPerSecond())));
    lines.add(
        "readers  %s of %s slots, the oldest %s commits behind"
            .formatted(
                Terminal.number(stats.readersInUse()),
                Terminal.number(stats.readersMax()),
                Terminal.number(stats.oldestReaderLag())));
    lines.add("");
    new TreeMap<>(stats.rows())
        .forEach(
            (name, count) ->
                lines.add("%12s  %s".formatted(Terminal.number(count), Text.oneLine(name, 60))));
    stats
        .warnings()
        .forEach(
            warning ->
                lines.add(terminal.style(Style.YELLOW, "warning: ") + Text.oneLine(warning, 200)));
    lines.add("");
    lines.add(terminal.style(Style.DIM, "every " + seconds() + ", Ctrl-C ends"));
    return lines;
  }

  private String line(Look look) {
    StoreStats stats = look.stats();
    return "%s  version %d  %s commits/s  used %s  free %s  readers %d  lag %d"
        .formatted(
            LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS),
            stats.version(),
            rate(look.commitsPerSecond()),
            Terminal.size(stats.usedBytes()),
            Terminal.size(stats.freeBytes()),
            stats.readersInUse(),
            stats.oldestReaderLag());
  }

  private String bar(double use) {
    int full = Math.clamp(Math.round(use * BAR), use > 0 ? 1 : 0, BAR);
    Style style = use < 0.8 ? Style.GREEN : use < 0.98 ? Style.YELLOW : Style.RED;
    return terminal.style(style, "█".repeat(full)) + "░".repeat(BAR - full);
  }

  private static String rate(double perSecond) {
    return Double.isNaN(perSecond) ? "-" : Terminal.number(Math.round(perSecond));
  }

  private String seconds() {
    return Terminal.duration(interval.toNanos());
  }
}
