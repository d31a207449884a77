package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.kv.KvScript;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.app.terminal.Utf8Lines;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `fulgur kv txn`: several steps as one transaction.
@Command(
    name = "txn",
    description = {
      "Run steps as one transaction: all of it is committed, or nothing.",
      "One JSON object a line, with \"op\" (put, insert, delete, get, check), \"table\", \"key\" and, where needed, \"value\"."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur kv txn transfer.jsonl",
      "  printf '%%s\\n' '{\"op\":\"check\",\"table\":\"t\",\"key\":\"a\",\"value\":\"1\"}' \\",
      "    '{\"op\":\"put\",\"table\":\"t\",\"key\":\"a\",\"value\":\"2\"}' | fulgur kv txn -"
    })
final class KvTxnVerb extends Verb {

  @Mixin private KvOptions kvOptions = new KvOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE|-",
      description = "The steps (default: standard input).")
  private String source = "-";

  @Override
  int run(Terminal terminal) throws IOException {
    KvScript script;
    try (Utf8Lines lines = Utf8Lines.of(source)) {
      script = KvScript.of(lines);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed("The transaction cannot be read: " + e.getMessage() + ".");
    }
    try (KvDatabase database = kvOptions.openToWrite(terminal, false, script.written())) {
      List<KvScript.Found> found = script.run(database);
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("steps", (long) script.size());
      object.put("found", KvScript.json(found));
      object.put("committed", true);
      terminal.json(object);
      for (KvScript.Found one : found) {
        terminal.line(
            one.table()
                + "\t"
                + one.key()
                + "\t"
                + (one.value() == null ? "(nothing)" : Text.oneLine(one.value(), 4_000)));
      }
      terminal.line("Committed " + Text.count(script.size(), "step") + ".");
      return ExitCode.DONE;
    } catch (KvScript.Refused e) {
      throw new CommandFailed(String.valueOf(e.getMessage()));
    }
  }
}
