package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.Config;
import dev.fulgur.prompts.LmdbRegistry;
import dev.fulgur.prompts.TemplateFailure;
import dev.fulgur.prompts.transfer.Migration;
import dev.fulgur.prompts.transfer.MigrationReport;
import dev.fulgur.prompts.transfer.Verification;
import dev.fulgur.prompts.transfer.VerificationReport;
import dev.fulgur.store.StoreOptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `fulgur migrate`: a folder of YAML prompts, or PromptLightning's database, into a database, then
/// verified.
@Command(
    name = "migrate",
    description = "Take a folder of YAML prompts, or PromptLightning's database, into a database.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur migrate                                       as fulgur.yaml says",
      "  fulgur migrate --from ./prompts --to prompts.fulgur",
      "  fulgur migrate --from old.lmdb --to old.lmdb         PromptLightning's database, in place",
      "  fulgur migrate --from ./prompts --to prompts.fulgur --overwrite --json"
    })
final class MigrateVerb extends Verb {

  @Mixin private ConfigOptions configOptions = new ConfigOptions();

  @Option(
      names = "--from",
      paramLabel = "PATH",
      description =
          "A folder of YAML files or a database (default: prompt_dir of the config file).")
  private @Nullable Path from;

  @Option(
      names = {"--to", "--db"},
      paramLabel = "DB",
      description = "The database, made if it is not there (default: db_path of the config file).")
  private @Nullable Path to;

  @Option(
      names = "--overwrite",
      description = "Replace what the database has, and delete what the source does not have.")
  private boolean overwrite;

  @Option(names = "--no-verify", description = "Do not compare both sides afterwards.")
  private boolean noVerify;

  @Override
  int run(Terminal terminal) {
    Path source =
        from == null ? configured(configOptions.config().promptDir(), "prompt_dir") : from;
    Path target = to == null ? configured(configOptions.config().dbPath(), "db_path") : to;
    Sources.requireFolder(source);
    try (LmdbRegistry database = LmdbRegistry.open(target, options())) {
      MigrationReport report;
      try (Progress progress = terminal.progress("Migrating", 0)) {
        report = Migration.from(source, overwrite, progress::at).into(database);
      }
      VerificationReport differences = null;
      if (!noVerify) {
        try (Progress progress = terminal.progress("Verifying", 0)) {
          differences = Verification.of(source, database, progress::at);
        }
      }
      terminal.json(json(report));
      print(terminal, report, source, target);
      boolean same = differences == null || isExpected(terminal, differences, report);
      return report.failed().isEmpty() && same ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  /// A database of the config file is as large as that says.
  private StoreOptions options() {
    Long size = to == null ? configOptions.config().mapSizeBytes() : null;
    StoreOptions options = StoreOptions.defaults();
    return size == null ? options : options.withQuotaBytes(size);
  }

  private Path configured(@Nullable Path path, String key) {
    if (path == null) {
      Config config = configOptions.config();
      throw wrongUse(
          "the config file has no "
              + key
              + " (it says registry "
              + config.registry().name().toLowerCase(java.util.Locale.ROOT)
              + "); name it with "
              + (key.equals("prompt_dir") ? "--from" : "--to"));
    }
    return path;
  }

  private static Map<String, @Nullable Object> json(MigrationReport report) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("migrated", report.migrated());
    object.put("failed", report.failed().stream().map(Sources::json).toList());
    object.put(
        "conflicts",
        report.conflicts().stream()
            .map(
                conflict -> {
                  Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                  fields.put("id", conflict.id());
                  fields.put("kept", conflict.kept());
                  fields.put("dropped", conflict.dropped());
                  return fields;
                })
            .toList());
    object.put("seconds", Math.round(report.took().toNanos() / 1e6) / 1e3);
    return object;
  }

  private static void print(Terminal terminal, MigrationReport report, Path source, Path target) {
    terminal.line(
        "Migrated "
            + Terminal.number(report.migrated())
            + (report.migrated() == 1 ? " template" : " templates")
            + " from "
            + source
            + " to "
            + target
            + " in "
            + Terminal.duration(report.took().toNanos())
            + ".");
    if (report.deleted() > 0) {
      terminal.line("Deleted " + report.deleted() + " that the source does not have.");
    }
    if (report.kept()) {
      terminal.warn(
          "templates that the source does not have were kept, because files that cannot be read may name them; mend those and migrate again");
    }
    Sources.printFailures(terminal, "Not taken", report.failed());
    if (!report.conflicts().isEmpty() && !terminal.isJson()) {
      terminal.line("");
      terminal.heading("Several files name one id; the first by path counts");
      terminal.table(
          List.of("ID", "KEPT", "DROPPED"),
          report.conflicts().stream()
              .map(
                  conflict ->
                      List.of(
                          Text.oneLine(conflict.id(), 50),
                          Text.oneLine(conflict.kept(), 60),
                          Text.oneLine(String.join(", ", conflict.dropped()), 70)))
              .toList());
    }
  }

  /// Whether both sides are the same but for what the migration has reported already.
  private static boolean isExpected(
      Terminal terminal, VerificationReport differences, MigrationReport report) {
    Set<String> reported = new HashSet<>();
    report.failed().forEach(failure -> reported.add(failure.path()));
    List<TemplateFailure> missing =
        differences.missing().stream().filter(each -> !reported.contains(each.path())).toList();
    Set<Object> failedIds = new HashSet<>();
    report.failed().stream().filter(f -> f.id() != null).forEach(f -> failedIds.add(f.id()));
    List<VerificationReport.Difference> different =
        differences.different().stream().filter(each -> !failedIds.contains(each.id())).toList();
    if (missing.isEmpty() && different.isEmpty()) {
      terminal.line(
          "Verified: "
              + Sources.templates(differences.verified())
              + (differences.verified() == 1 ? " is" : " are")
              + " the same on both sides, field by field.");
      return true;
    }
    terminal.error(
        "the database differs from the source in "
            + (missing.size() + different.size())
            + " templates; 'fulgur verify' names them");
    return false;
  }
}
