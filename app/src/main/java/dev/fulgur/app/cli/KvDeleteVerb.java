package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `fulgur kv delete`: deletes keys.
@Command(
    name = "delete",
    description = "Delete keys, all in one transaction. Exit code 1 if one of them is not there.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur kv delete users alice", "  fulgur kv delete users alice bob"})
final class KvDeleteVerb extends Verb {

  @Mixin private KvOptions kvOptions = new KvOptions();

  @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
  private String table = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY", description = "The keys.")
  private List<String> keys = List.of();

  @Override
  int run(Terminal terminal) {
    try (KvDatabase database = kvOptions.openThere(terminal)) {
      Table<String, String> from = kvOptions.require(database, table);
      List<String> missing =
          database
              .store()
              .writeAndGet(tx -> keys.stream().filter(key -> !tx.delete(from, key)).toList());
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("table", table);
      object.put("deleted", (long) keys.size() - missing.size());
      object.put("missing", missing);
      terminal.json(object);
      for (String key : missing) {
        terminal.error("There is no \"%s\" in %s.".formatted(key, table));
      }
      return missing.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }
}
