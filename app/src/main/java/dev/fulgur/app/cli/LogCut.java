package dev.fulgur.app.cli;

import dev.fulgur.app.cli.Finding.State;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.log.LogDump;
import dev.fulgur.log.LogDump.Entry;
import dev.fulgur.log.LogException;
import dev.fulgur.log.LogSalvage;
import dev.fulgur.log.LogStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The log of a database as `fulgur doctor` looks at it, and cuts it off before its damage.
final class LogCut {

  private LogCut() {}

  /// What the log in this folder is like.
  static Finding finding(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new Finding(
          "log", State.FAILED, folder + " is not there; mount its disk, or put it back");
    }
    LogStorage storage = LogStorage.readOnly(folder);
    Whole whole = new Whole();
    new LogDump(storage, payload -> "").visit(0, whole::look);
    return whole.damage == null
        ? new Finding(
            "log",
            State.OK,
            "whole up to transaction %s, %s of them"
                .formatted(Terminal.number(whole.last), Terminal.number(whole.count)))
        : new Finding(
            "log",
            State.FAILED,
            "damaged, %s; restore a backup, or keep what lies before it with --copy"
                .formatted(whole.damage));
  }

  private static final class Whole {
    private String segment = "";
    private long last;
    private long count;
    private @Nullable String damage;

    void look(Entry entry) {
      switch (entry) {
        case Entry.OfSegment(String name, long _, long _) -> segment = name;
        case Entry.Frame(long _, long sequence, int _, long _, String _) -> {
          last = sequence;
          count++;
        }
        case Entry.Unreadable(String name, String reason) -> found(name + ": " + reason);
        case Entry.Bad(long at, long _, boolean durable) -> {
          if (durable) {
            found("in " + segment + " at offset " + Terminal.number(at));
          }
        }
        case Entry.Hole(String what) -> found(what);
        case Entry.Seal _, Entry.End _ -> {}
      }
    }

    private void found(String where) {
      if (damage == null) {
        damage = where;
      }
    }
  }

  /// Cuts the log off before its damage, and keeps it as it was in `copy`.
  static int run(Terminal terminal, Path folder, Path copy) throws IOException {
    Sources.requireFolder(folder);
    Path found = LogFolder.of(folder);
    Path log = found == null ? folder : found;
    if (Files.exists(copy)) {
      throw new CommandFailed(copy + " exists already; name a folder that is not there yet.");
    }
    LogSalvage.Report report = LogSalvage.cut(log, copy);
    LogException.Damaged damage = report.damage();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("damaged", damage != null);
    object.put("segment", damage == null ? null : damage.segment());
    object.put("offset", damage == null ? null : damage.offset());
    object.put("last_transaction", report.lastSequence());
    object.put("lost_transactions", report.lostFrames());
    object.put("copy", damage == null ? null : copy.toString());
    terminal.json(object);
    terminal.line(
        damage == null
            ? "The log is whole up to transaction %s; nothing was done."
                .formatted(Terminal.number(report.lastSequence()))
            : "Cut off at %s, offset %s: transactions up to %s stay, %s behind it are given up; the log as it was is in %s."
                .formatted(
                    damage.segment(),
                    damage.offset(),
                    Terminal.number(report.lastSequence()),
                    Terminal.number(report.lostFrames()),
                    copy));
    return ExitCode.DONE;
  }
}
