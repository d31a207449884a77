package dev.fulgur.app.cli;

import dev.fulgur.app.cli.Finding.State;
import dev.fulgur.app.terminal.Style;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.CheckReport;
import dev.fulgur.store.Inspection;
import dev.fulgur.store.StoreContents;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur doctor`: whether a store is fit to be used; and on purpose, a damaged log cut off.
@Command(
    name = "doctor",
    description = {
      "Say whether a database is fit to be used: it opens, fits this program, is whole, and has room.",
      "",
      "With --copy, cut a damaged log off before the damage, so that its database opens again: transactions behind it are given up. Restoring a backup loses less where there is one. 'fulgur log dump' shows the damage and changes nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur doctor",
      "  fulgur doctor --db .fulgur/tracker --json",
      "  fulgur doctor --quick --db /data/prompts      as a readiness probe, every few seconds",
      "  fulgur doctor .fulgur/kv --copy ./log-as-it-was   keep what lies before the damage of a log",
      "",
      "Exit code 0 if it is fit, warnings or not, and 1 if something failed."
    })
final class DoctorVerb extends Verb {

  private static final double WARN_FROM_USE = 0.8;
  private static final double FAIL_FROM_USE = 0.98;
  private static final long WARN_BELOW_DISK_BYTES = 64L << 20;
  private static final long FAIL_BELOW_DISK_BYTES = 1L << 20;
  private static final long WARN_FROM_LAG = 1_000;

  @Mixin private StoreOfVerb storeOfVerb = new StoreOfVerb();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The database, as --db says it; with --copy it may also be the log.")
  private @Nullable Path directory;

  @Option(
      names = "--copy",
      paramLabel = "COPY",
      description =
          "Cut the log off before its damage, and keep it as it was here; a folder that is not there yet.")
  private @Nullable Path copy;

  @Option(
      names = "--quick",
      description = "Do not read every record and index; the rest takes milliseconds.")
  private boolean quick;

  @Override
  int run(Terminal terminal) throws IOException {
    if (copy != null) {
      return LogCut.run(terminal, storeOfVerb.folder(directory), copy);
    }
    Path folder = storeOfVerb.folder(directory).toAbsolutePath().normalize();
    Path log = quick ? null : LogFolder.of(folder);
    List<Finding> findings = new ArrayList<>();
    try (Inspection store = storeOfVerb.open(directory)) {
      StoreStats stats = store.stats();
      findings.add(
          new Finding(
              "opens",
              State.OK,
              "%s, version %s, written by %s"
                  .formatted(
                      Terminal.size(stats.fileBytes()),
                      Terminal.number(stats.version()),
                      engine(store.contents()))));
      findings.add(schema(store.contents()));
      if (store.contents().logOpen()) {
        findings.add(
            new Finding(
                "log",
                State.WARNING,
                "in use or not closed: it may hold commits that are not in the file yet; the program that owns it brings them in"));
      }
      findings.add(use(stats));
      findings.add(disk(stats));
      findings.add(readers(stats));
      if (!quick) {
        findings.add(content(Checks.run(terminal, store)));
      }
      if (log != null) {
        findings.add(LogCut.finding(log));
      }
    } catch (StoreException.SchemaMismatch e) {
      findings.add(new Finding("schema", State.FAILED, String.valueOf(e.getMessage())));
    } catch (StoreException e) {
      findings.add(new Finding("opens", State.FAILED, String.valueOf(e.getMessage())));
    }
    boolean fit = findings.stream().noneMatch(finding -> finding.state() == State.FAILED);
    print(terminal, folder, findings, fit);
    return fit ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String engine(StoreContents contents) {
    String engine = contents.engine();
    return engine == null ? "another program" : "the " + engine + " engine";
  }

  private static Finding schema(StoreContents contents) {
    if (contents.schemas().isEmpty()) {
      return new Finding(
          "schema", State.OK, "none: this library has not written here yet, and may");
    }
    List<String> names =
        contents.schemas().stream().map(s -> s.name() + " " + s.version()).toList();
    String unknown =
        contents.unknownTables().isEmpty()
            ? ""
            : "; of other programs: " + String.join(", ", contents.unknownTables());
    return new Finding("schema", State.OK, String.join(", ", names) + unknown);
  }

  private static Finding use(StoreStats stats) {
    long live = stats.usedBytes() - stats.freeBytes();
    double use = (double) live / stats.quotaBytes();
    State state = Finding.atMost(use, WARN_FROM_USE, FAIL_FROM_USE);
    return new Finding(
        "map",
        state,
        "%s of %s used (%.1f %%), and %s free to be used again%s"
            .formatted(
                Terminal.size(live),
                Terminal.size(stats.quotaBytes()),
                use * 100,
                Terminal.size(stats.freeBytes()),
                state == State.OK ? "" : "; delete, or raise the quota (map_size)"));
  }

  private static Finding disk(StoreStats stats) {
    long free = stats.diskFreeBytes();
    State state =
        free < FAIL_BELOW_DISK_BYTES
            ? State.FAILED
            : free < WARN_BELOW_DISK_BYTES ? State.WARNING : State.OK;
    return new Finding(
        "disk",
        state,
        Terminal.size(free) + " left" + (state == State.OK ? "" : "; free some, or move it"));
  }

  private static Finding readers(StoreStats stats) {
    double use = (double) stats.readersInUse() / Math.max(1, stats.readersMax());
    State state = Finding.atMost(use, WARN_FROM_USE, 1);
    String what = "";
    if (state != State.OK) {
      what = "; close views that are not needed, or end programs that hold them";
    } else if (stats.oldestReaderLag() >= WARN_FROM_LAG) {
      state = State.WARNING;
      what = "; the oldest keeps the pages since then from being used again, close its view";
    }
    return new Finding(
        "readers",
        state,
        "%s of %s slots taken, the oldest %s commits behind%s"
            .formatted(
                Terminal.number(stats.readersInUse()),
                Terminal.number(stats.readersMax()),
                Terminal.number(stats.oldestReaderLag()),
                what));
  }

  private static Finding content(CheckReport report) {
    return report.isClean()
        ? new Finding("content", State.OK, Checks.sentence(report) + ", all whole")
        : new Finding(
            "content",
            State.FAILED,
            "%s damaged, the first: %s 'fulgur check' names them; restore it from a backup"
                .formatted(Terminal.number(report.problemCount()), report.problems().getFirst()));
  }

  private static void print(Terminal terminal, Path folder, List<Finding> findings, boolean fit) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("db", folder.toString());
    object.put("fit", fit);
    object.put("findings", findings.stream().map(Finding::json).toList());
    terminal.json(object);
    terminal.heading(folder.toString());
    for (Finding finding : findings) {
      String mark =
          switch (finding.state()) {
            case OK -> terminal.style(Style.GREEN, "ok     ");
            case WARNING -> terminal.style(Style.YELLOW, "warning");
            case FAILED -> terminal.style(Style.RED, "FAILED ");
          };
      terminal.line(
          "  %s  %-8s %s".formatted(mark, finding.what(), Text.oneLine(finding.sentence(), 1_000)));
    }
    terminal.line(
        fit
            ? terminal.style(Style.GREEN, "fit to be used")
            : terminal.style(Style.RED, "not fit to be used"));
  }
}
