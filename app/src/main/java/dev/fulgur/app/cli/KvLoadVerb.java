package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.kv.KvLoad;
import dev.fulgur.app.terminal.Ending;
import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.app.terminal.Utf8Lines;
import dev.fulgur.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur kv load`: takes JSON lines into a table.
@Command(
    name = "load",
    description = {
      "Load JSON lines into a table: {\"key\": .., \"value\": ..} or [key, value] each.",
      "Lines that cannot be taken are reported with their numbers; the others go in.",
      "Cut short, it says up to which line all is stored. Run it again from the next one, or as it was: a row that is there is only put once more."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur kv load users users.jsonl",
      "  zcat users.jsonl.gz | fulgur kv load users -",
      "  fulgur kv load users users.jsonl --relaxed --batch 5000",
      "  fulgur kv load users users.jsonl --from-line 120001"
    })
final class KvLoadVerb extends Verb {
  private static final int SHOWN_FAILURES = 20;
  private static final Duration GRACE = Duration.ofSeconds(3);

  private @Nullable Ending ending;

  @Mixin private KvOptions kvOptions = new KvOptions();

  @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
  private String table = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE|-",
      description = "JSON lines (default: standard input).")
  private String source = "-";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Rows in a transaction (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private int batch = 1000;

  @Option(
      names = "--from-line",
      paramLabel = "N",
      description = "Begin at this line, to go on where a load was cut short.")
  private long fromLine = 1;

  @Option(
      names = "--relaxed",
      description =
          "Do not wait for the disk at each transaction; all of it is durable when the verb ends.")
  private boolean relaxed;

  @Override
  int run(Terminal terminal) throws Exception {
    if (batch < 1) {
      throw wrongUse("--batch must be 1 or more");
    }
    if (fromLine < 1) {
      throw wrongUse("--from-line must be 1 or more");
    }
    long begun = System.nanoTime();
    KvLoad.Report report;
    try (Utf8Lines lines = Utf8Lines.of(source)) {
      report = load(terminal, lines);
      print(terminal, report, System.nanoTime() - begun);
    } finally {
      if (ending != null) {
        ending.close(); // once all is said
      }
    }
    return report.isWhole() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private KvLoad.Report load(Terminal terminal, Utf8Lines lines) throws Exception {
    long size = size();
    KvLoad.Report report = null;
    try (KvDatabase database = kvOptions.openToWrite(terminal, relaxed, List.of(table));
        Progress progress = terminal.progress("Loading " + table, size)) {
      KvLoad load = new KvLoad(database, kvOptions.require(database, table), batch);
      AtomicLong stored = new AtomicLong();
      // Ctrl-C: what was read is stored, if it can be in time. What was stored when it came is on
      // disk by then, also where commits do not wait for that.
      ending =
          Ending.listen(
              () -> {
                stored.set(load.storedLines());
                load.stop();
              },
              GRACE,
              () -> System.err.println(goOn(stored.get())));
      report =
          load.run(lines, fromLine, (bytes, count) -> progress.at(size > 0 ? bytes : count, size));
    } catch (StoreException.LogFailed e) {
      // The report says so already, and up to which line all is there.
      if (report == null || report.failure() == null) {
        throw e;
      }
    }
    return report;
  }

  private static String goOn(long storedLines) {
    return storedLines == 0
        ? "Nothing is known to be stored; load it again."
        : "Lines up to %d are stored; go on with --from-line %d."
            .formatted(storedLines, storedLines + 1);
  }

  private void print(Terminal terminal, KvLoad.Report report, long nanos) {
    Exception failure = report.failure();
    String why = failure == null ? null : Errors.sentence(failure);
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("table", table);
    object.put("rows", report.rows());
    object.put("transactions", report.transactions());
    object.put("seconds", nanos / 1e9);
    object.put("stored_lines", report.storedLines());
    object.put("stopped", report.stopped());
    object.put("failure", why);
    object.put("failed_lines", report.failedLines());
    object.put(
        "failed",
        report.failures().stream()
            .map(bad -> Map.of("line", bad.line(), "reason", bad.reason()))
            .toList());
    terminal.json(object);
    terminal.line(
        "Loaded %s into %s in %s, %s."
            .formatted(
                Text.count(report.rows(), "row"),
                table,
                Text.count(report.transactions(), "transaction"),
                Terminal.duration(nanos)));
    List<KvLoad.Failure> bad = report.failures();
    for (KvLoad.Failure line : bad.subList(0, Math.min(bad.size(), SHOWN_FAILURES))) {
      terminal.error("Line " + line.line() + " was not taken: " + line.reason() + ".");
    }
    if (report.failedLines() > SHOWN_FAILURES) {
      terminal.error(
          "And %s more lines were not taken; --json lists them."
              .formatted(Terminal.number(report.failedLines() - SHOWN_FAILURES)));
    }
    if (why != null) {
      terminal.error(why);
    }
    if (why != null || report.stopped()) {
      terminal.message(goOn(report.storedLines()));
    }
  }

  /// How many bytes there are, 0 if that cannot be told.
  private long size() throws IOException {
    Path file = Path.of(source);
    return !source.equals("-") && Files.isRegularFile(file) ? Files.size(file) : 0;
  }
}
