package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `fulgur kv get`: prints the value of a key.
@Command(
    name = "get",
    description = "Print the value of a key as it was stored, and nothing else.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur kv get users alice",
      "  fulgur kv get users alice --json    the key and the value as one JSON object"
    })
final class KvGetVerb extends Verb {

  @Mixin private KvOptions kvOptions = new KvOptions();

  @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
  private String table = "";

  @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
  private String key = "";

  @Override
  int run(Terminal terminal) {
    try (KvDatabase database = kvOptions.openToRead(terminal)) {
      Table<String, String> from = kvOptions.require(database, table);
      String value = database.store().read(view -> view.get(from, key));
      if (value == null) {
        throw new CommandFailed(
            "There is no \"%s\" in %s; 'fulgur kv scan %s' shows what there is."
                .formatted(key, table, table));
      }
      if (terminal.isJson()) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("table", table);
        object.put("key", key);
        object.put("value", value);
        terminal.json(object);
      } else {
        terminal.raw(value);
        if (terminal.isInteractive() && !value.endsWith("\n")) {
          terminal.raw("\n");
        }
      }
      return ExitCode.DONE;
    }
  }
}
