package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.kv.KvLoad;
import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.app.terminal.Utf8Lines;
import dev.fulgur.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "Lines that cannot be taken are reported with their numbers; the others go in."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur kv load users users.jsonl",
      "  zcat users.jsonl.gz | fulgur kv load users -",
      "  fulgur kv load users users.jsonl --relaxed --batch 5000"
    })
final class KvLoadVerb extends Verb {
  private static final int SHOWN_FAILURES = 20;

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
      names = "--relaxed",
      description =
          "Do not wait for the disk at each transaction; all of it is durable when the verb ends.")
  private boolean relaxed;

  @Override
  int run(Terminal terminal) throws IOException {
    if (batch < 1) {
      throw wrongUse("--batch must be 1 or more");
    }
    long begun = System.nanoTime();
    long size = size();
    KvLoad.Report report;
    try (Utf8Lines lines = Utf8Lines.of(source);
        KvDatabase database = kvOptions.openToWrite(relaxed, List.of(table));
        Progress progress = terminal.progress("Loading " + table, size)) {
      Table<String, String> into = kvOptions.require(database, table);
      report =
          new KvLoad(database, into, batch)
              .run(lines, bytes -> progress.at(bytes, Math.max(bytes, size)));
    }
    long nanos = System.nanoTime() - begun;
    print(terminal, report, nanos);
    return report.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(Terminal terminal, KvLoad.Report report, long nanos) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("table", table);
    object.put("rows", report.rows());
    object.put("transactions", report.transactions());
    object.put("seconds", nanos / 1e9);
    object.put(
        "failed",
        report.failures().stream()
            .map(failure -> Map.of("line", failure.line(), "reason", failure.reason()))
            .toList());
    terminal.json(object);
    terminal.line(
        "Loaded %s into %s in %s, %s."
            .formatted(
                Text.count(report.rows(), "row"),
                table,
                Text.count(report.transactions(), "transaction"),
                Terminal.duration(nanos)));
    int count = report.failures().size();
    for (KvLoad.Failure failure : report.failures().subList(0, Math.min(count, SHOWN_FAILURES))) {
      terminal.error("Line " + failure.line() + " was not taken: " + failure.reason() + ".");
    }
    if (count > SHOWN_FAILURES) {
      terminal.error(
          "And " + (count - SHOWN_FAILURES) + " more lines were not taken; --json lists them all.");
    }
  }

  /// How many bytes there are, 0 if that cannot be told.
  private long size() throws IOException {
    return source.equals("-") ? 0 : Files.size(Path.of(source));
  }
}
