package dev.fulgur.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// All verbs by name, in the order of the help. A command line that starts with a known verb gets
/// this one only: reading the annotations of all of them would cost more than most verbs take.
final class Verbs {

  private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("init", InitVerb::new);
    ALL.put("list", ListVerb::new);
    ALL.put("search", SearchVerb::new);
    ALL.put("get", GetVerb::new);
    ALL.put("show", ShowVerb::new);
    ALL.put("render", RenderVerb::new);
    ALL.put("vars", VarsVerb::new);
    ALL.put("lint", LintVerb::new);
    ALL.put("watch", WatchVerb::new);
    ALL.put("save", SaveVerb::new);
    ALL.put("delete", DeleteVerb::new);
    ALL.put("versions", VersionsVerb::new);
    ALL.put("diff", DiffVerb::new);
    ALL.put("bump", BumpVerb::new);
    ALL.put("label", LabelVerb::new);
    ALL.put("labels", LabelsVerb::new);
    ALL.put("history", HistoryVerb::new);
    ALL.put("rollback", RollbackVerb::new);
    ALL.put("release", ReleaseVerb::new);
    ALL.put("guard", GuardVerb::new);
    ALL.put("pin", PinVerb::new);
    ALL.put("migrate", MigrateVerb::new);
    ALL.put("verify", VerifyVerb::new);
    ALL.put("export", ExportVerb::new);
    ALL.put("import", ImportVerb::new);
    ALL.put("stats", StatsVerb::new);
    ALL.put("check", CheckVerb::new);
    ALL.put("backup", BackupVerb::new);
    ALL.put("restore", RestoreVerb::new);
    ALL.put("compact", CompactVerb::new);
    ALL.put("doctor", DoctorVerb::new);
    ALL.put("demo", DemoVerb::new);
    ALL.put("bench", BenchVerb::new);
    ALL.put("index", IndexVerb::new);
    ALL.put("symbols", SymbolsVerb::new);
    ALL.put("files", FilesVerb::new);
    ALL.put("outline", OutlineVerb::new);
    ALL.put("memory", MemoryVerb::new);
    ALL.put("threads", ThreadsVerb::new);
    ALL.put("tracker", TrackerGroup::new);
    ALL.put("kv", KvGroup::new);
    ALL.put("log", LogGroup::new);
    ALL.put("completion", CompletionVerb::new);
  }

  private Verbs() {}

  /// Adds to `line` the verb that `arguments` start with, or every verb where they start with none
  /// of them.
  static void addTo(CommandLine line, String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    @Nullable Supplier<Object> one = ALL.get(first);
    if (one != null && !first.equals("completion")) {
      line.addSubcommand(one.get());
    } else {
      ALL.values().forEach(verb -> line.addSubcommand(verb.get()));
    }
  }
}
