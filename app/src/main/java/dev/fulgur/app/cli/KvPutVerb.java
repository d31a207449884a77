package dev.fulgur.app.cli;

import dev.fulgur.app.kv.KvDatabase;
import dev.fulgur.app.kv.KvRow;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur kv put`: stores a value under a key.
@Command(
    name = "put",
    description = "Store a value under a key; the table is made where it is not there.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur kv put users alice '{\"age\": 30}'",
      "  fulgur kv put notes today - < today.txt     the value from standard input",
      "  fulgur kv put users alice new --insert      fails if alice is there"
    })
final class KvPutVerb extends Verb {

  @Mixin private KvOptions kvOptions = new KvOptions();

  @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
  private String table = "";

  @Parameters(index = "1", paramLabel = "KEY", description = "The key, 1 to 511 bytes of UTF-8.")
  private String key = "";

  @Parameters(
      index = "2",
      paramLabel = "VALUE|-",
      description = "The value, any text; - reads it from standard input.")
  private String value = "";

  @Option(names = "--insert", description = "Fail if the key is there.")
  private boolean insert;

  @Override
  int run(Terminal terminal) throws IOException {
    KvRow row = row(value.equals("-") ? input() : value);
    try (KvDatabase database = kvOptions.openToWrite(terminal, false, List.of(table))) {
      Table<String, String> to = kvOptions.require(database, table);
      database
          .store()
          .write(
              tx -> {
                if (insert) {
                  tx.insert(to, row.key(), row.value());
                } else {
                  tx.put(to, row.key(), row.value());
                }
              });
    } catch (StoreException.KeyTaken e) {
      throw new CommandFailed(
          "\"%s\" is in %s already; leave --insert out to replace it.".formatted(key, table));
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("table", table);
    object.put("key", key);
    object.put("stored", true);
    terminal.json(object);
    return ExitCode.DONE;
  }

  /// Standard input as it is, or nothing of it.
  private static String input() throws IOException {
    byte[] read = System.in.readNBytes(KvRow.MAX_VALUE_BYTES + 1);
    if (read.length > KvRow.MAX_VALUE_BYTES) {
      throw new CommandFailed(
          "Nothing was stored: a value has at most %d bytes of UTF-8, and standard input has more."
              .formatted(KvRow.MAX_VALUE_BYTES));
    }
    ByteBuffer bytes = ByteBuffer.wrap(read);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new CommandFailed(
          "Standard input is not UTF-8 at byte %d; values are texts, so encode other bytes first."
              .formatted(bytes.position() + 1));
    }
  }

  /// @throws CommandFailed if the store could not hold it
  private KvRow row(String text) {
    try {
      return new KvRow(key, text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed("Nothing was stored: " + e.getMessage() + ".");
    }
  }
}
