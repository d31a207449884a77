package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.log.LogDump;
import dev.fulgur.log.LogDump.Entry;
import dev.fulgur.log.LogStorage;
import dev.fulgur.prompts.value.TaggedJson;
import dev.fulgur.store.engine.logged.LoggedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur log dump`: every frame of a log.
@Command(
    name = "dump",
    description = {
      "Print a log frame by frame, good or damaged; nothing is changed, and the store may be open.",
      "With --json: one JSON object a line. Exit code 1 if durable bytes are damaged or gone."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur log dump .fulgur/kv               a database, or a log itself",
      "  fulgur log dump .fulgur/kv --from 1200   from that transaction on",
      "  fulgur log dump .fulgur/kv --json | jq -c 'select(.kind==\"frame\")'"
    })
final class LogDumpVerb extends Verb {
  private static final int WIDTH = 400;

  @Parameters(index = "0", paramLabel = "DIR", description = "The database, or its log.")
  private Path folder = Path.of(".");

  @Option(
      names = "--from",
      paramLabel = "N",
      description = "Leave out transactions with lower numbers.")
  private long from;

  @Override
  int run(Terminal terminal) throws IOException {
    Sources.requireFolder(folder);
    Path log = LogFolder.of(folder);
    LogStorage storage = LogStorage.readOnly(log == null ? folder : log);
    if (!LogDump.isLog(storage)) {
      throw new CommandFailed(
          "There is no log in %s; name the folder of a logged database, or of its log."
              .formatted(folder));
    }
    Damage damage = new Damage();
    new LogDump(storage, payload -> Text.oneLine(LoggedStore.describeFrame(payload), WIDTH))
        .visit(
            from,
            entry -> {
              damage.look(entry);
              if (terminal.isJson()) {
                terminal.raw(TaggedJson.write(json(entry)) + "\n");
              } else {
                terminal.line(LogDump.text(entry));
              }
            });
    return damage.found ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static final class Damage {
    private boolean found;

    void look(Entry entry) {
      found |=
          entry instanceof Entry.Unreadable
              || entry instanceof Entry.Hole
              || (entry instanceof Entry.Bad bad && bad.durable());
    }
  }

  private static Map<String, @Nullable Object> json(Entry entry) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    switch (entry) {
      case Entry.OfSegment(String name, long id, long size) -> {
        object.put("kind", "segment");
        object.put("name", name);
        object.put("log_id", HexFormat.of().toHexDigits(id));
        object.put("bytes", size);
      }
      case Entry.Unreadable(String name, String reason) -> {
        object.put("kind", "unreadable");
        object.put("name", name);
        object.put("reason", reason);
      }
      case Entry.Frame(long at, long sequence, int bytes, long forced, String content) -> {
        object.put("kind", "frame");
        object.put("offset", at);
        object.put("sequence", sequence);
        object.put("bytes", bytes);
        object.put("forced", forced);
        object.put("content", content);
      }
      case Entry.Seal(long at, long sequence) -> {
        object.put("kind", "seal");
        object.put("offset", at);
        object.put("sequence", sequence);
      }
      case Entry.Bad(long at, long to, boolean durable) -> {
        object.put("kind", "bad");
        object.put("offset", at);
        object.put("to", to < 0 ? null : to);
        object.put("durable", durable);
      }
      case Entry.End(long at) -> {
        object.put("kind", "end");
        object.put("offset", at);
      }
      case Entry.Hole(String what) -> {
        object.put("kind", "hole");
        object.put("missing", what);
      }
    }
    return object;
  }
}
