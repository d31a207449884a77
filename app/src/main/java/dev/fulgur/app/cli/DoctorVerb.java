package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.log.LogException;
import dev.fulgur.log.LogSalvage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur doctor`: makes a database with a damaged log open again, on purpose.
@Command(
    name = "doctor",
    description = {
      "Cut a damaged log off before the damage, so that its database opens again.",
      "Transactions behind the damage are given up; the log as it was is copied first. Restoring a backup loses less where there is one. 'fulgur log dump' shows the damage and changes nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur log dump .fulgur/kv                          where is the damage",
      "  fulgur doctor .fulgur/kv --copy ./log-as-it-was     keep what lies before it"
    })
final class DoctorVerb extends Verb {

  @Parameters(index = "0", paramLabel = "DIR", description = "The database, or its log.")
  private Path folder = Path.of(".");

  @Option(
      names = "--copy",
      required = true,
      paramLabel = "DIR",
      description = "Where the log as it was is kept; a folder that is not there yet.")
  private Path copy = Path.of(".");

  @Override
  int run(Terminal terminal) throws IOException {
    Sources.requireFolder(folder);
    Path within = folder.resolve("log");
    Path log = Files.isDirectory(within) ? within : folder;
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
