package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.store.Cursor;
import dev.fulgur.store.Range;
import dev.fulgur.store.Snapshot;
import dev.fulgur.store.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur kv scan`: prints rows in the order of their keys.
@Command(
    name = "scan",
    description = {
      "Print rows in the order of their keys, from one snapshot.",
      "With --json: one JSON object a line, as 'kv load' takes them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur kv scan users --prefix al",
      "  fulgur kv scan users --from b --to d --limit 100",
      "  fulgur kv scan users --descending --limit 1     the last one",
      "  fulgur kv scan users --json > users.jsonl       to load elsewhere"
    })
final class KvScanVerb extends Verb {

  @Mixin private KvOptions kvOptions = new KvOptions();

  @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
  private String table = "";

  @Option(names = "--prefix", paramLabel = "TEXT", description = "Only keys that begin with this.")
  private @Nullable String prefix;

  @Option(names = "--from", paramLabel = "KEY", description = "Only keys from this one on.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "KEY", description = "Only keys below this one.")
  private @Nullable String to;

  @Option(names = "--limit", paramLabel = "N", description = "At most this many rows.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = {"--descending", "--reverse"},
      description = "From the last key to the first.")
  private boolean descending;

  @Option(names = "--keys", description = "Print keys only.")
  private boolean keysOnly;

  @Override
  int run(Terminal terminal) {
    if (limit < 0) {
      throw wrongUse("--limit must be zero or more");
    }
    Range<String> range = new Range<>(from, true, to, false, prefix, null, descending);
    try (KvDatabase database = kvOptions.openToRead(terminal)) {
      Table<String, String> rows = kvOptions.require(database, table);
      try (Snapshot view = database.store().view();
          Cursor<String, String> cursor = view.cursor(rows, range)) {
        for (long i = 0; i < limit && cursor.next(); i++) {
          print(terminal, cursor);
        }
      }
      return ExitCode.DONE;
    }
  }

  private void print(Terminal terminal, Cursor<String, String> cursor) {
    String key = cursor.key();
    if (!terminal.isJson()) {
      terminal.line(
          keysOnly ? Text.oneLine(key, 600) : key + "\t" + Text.oneLine(cursor.record(), 4_000));
      return;
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("key", key);
    if (!keysOnly) {
      object.put("value", cursor.record());
    }
    terminal.raw(TaggedJson.write(object) + "\n");
  }
}
