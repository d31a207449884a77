package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.prompts.vault.BackupRotation;
import dev.fulgur.store.CheckReport;
import dev.fulgur.store.Inspection;
import dev.fulgur.store.KeepingProgress;
import dev.fulgur.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What the verbs share that copy a store: the target, the bar, and a check of what came out.
abstract class CopyVerb extends Verb {

  @Mixin private StoreOfVerb storeOfVerb = new StoreOfVerb();

  @Parameters(
      paramLabel = "TARGET",
      description = "The folder of the copy: made, and never written over.")
  private Path target = Path.of("");

  @Option(
      names = "--keep",
      paramLabel = "N",
      description =
          "Make TARGET a folder of backups named after their time, and keep the newest N of them.")
  private @Nullable Integer keep;

  @Option(
      names = "--no-check",
      description =
          "Do not read the copy back record by record; its pages are looked at in any case.")
  private boolean noCheck;

  private final String bar;

  CopyVerb(String bar) {
    this.bar = bar;
  }

  /// Makes the copy.
  abstract void copy(Inspection store, Path target, KeepingProgress progress);

  @Override
  int run(Terminal terminal) throws IOException {
    BackupRotation rotation = rotation();
    if (rotation != null) {
      target = rotation.next(Instant.now());
    }
    long begun = System.nanoTime();
    long before;
    Path source;
    try (Inspection store = storeOfVerb.open()) {
      source = store.path();
      before = store.stats().fileBytes();
      try (Progress progress = terminal.progress(bar, before)) {
        copy(store, target, progress::at);
      }
    }
    long nanos = System.nanoTime() - begun;
    long after = Files.size(target.resolve("data.mdb"));
    CheckReport report = noCheck ? null : check(terminal);
    List<Path> gone =
        rotation == null || keep == null || (report != null && !report.isClean())
            ? List.of() // a bad copy takes the place of no good one
            : rotation.trim(keep);
    terminal.json(json(source, before, after, nanos, report));
    for (Path old : gone) {
      terminal.message("Deleted " + old + ", which " + keep + " newer ones replace.");
    }
    terminal.line(
        "%s, %s, is now in %s, %s, in %s."
            .formatted(
                source,
                Terminal.size(before),
                target,
                Terminal.size(after),
                Terminal.duration(nanos)));
    if (report == null) {
      return ExitCode.DONE;
    }
    if (!report.isClean()) {
      terminal.error(
          "the copy has %s, as the store may have; look with 'fulgur check'"
              .formatted(
                  report.problemCount() == 1
                      ? "a problem"
                      : Terminal.number(report.problemCount()) + " problems"));
      Checks.print(terminal, report);
      return ExitCode.FAILED;
    }
    terminal.line("Checked: " + Checks.sentence(report) + ".");
    return ExitCode.DONE;
  }

  private @Nullable BackupRotation rotation() {
    if (keep == null) {
      return null;
    }
    if (keep < 1) {
      throw wrongUse("--keep takes a number of backups, one or more, not " + keep);
    }
    return new BackupRotation(target);
  }

  private CheckReport check(Terminal terminal) {
    StoreOptions image = StoreOptions.defaults().withMode(StoreOptions.Mode.IMAGE);
    try (Inspection copy = Inspection.open(target, StoreOfVerb.KNOWN, image)) {
      return Checks.run(terminal, copy);
    }
  }

  private Map<String, @Nullable Object> json(
      Path source, long before, long after, long nanos, @Nullable CheckReport report) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("db", source.toString());
    object.put("target", target.toAbsolutePath().normalize().toString());
    object.put("db_bytes", before);
    object.put("target_bytes", after);
    object.put("seconds", Math.round(nanos / 1e6) / 1e3);
    object.put("check", report == null ? null : Checks.json(report));
    return object;
  }
}
