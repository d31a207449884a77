package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Progress;
import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.tracker.migrate.Migration;
import dev.fulgur.tracker.migrate.Source;
import dev.fulgur.tracker.replay.ReplayClock;
import dev.fulgur.tracker.replay.Shadow;
import dev.fulgur.tracker.sqlite.SqliteTracker;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `fulgur tracker verify`
@Command(
    name = "verify",
    description = "Compare the tracker with an old one, record by record.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur tracker verify --from tracker.db                          what is stored",
      "  fulgur tracker verify --from tracker.db --shadow ops.ndjson      and what both answer"
    })
final class TrackerVerifyVerb extends TrackerVerb {

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private OldTracker old;

  @Option(
      names = "--shadow",
      paramLabel = "LOG",
      description =
          "Make the writes of this log on copies of both and name the first answer that differs;"
              + " with a tracker.db only.")
  private @Nullable Path shadow;

  @Override
  int work(Terminal terminal) throws Exception {
    List<String> differences;
    Shadow.Report answers = null;
    try (StoreTracker tracker = openToRead()) {
      try (Source source = old.open();
          Progress progress = terminal.progress("Comparing", 1)) {
        differences = Migration.verify(source, tracker, at -> progress.at(at.done(), at.total()));
      }
      if (shadow != null) {
        answers = shadow(terminal, tracker, shadow);
      }
    }
    few(differences, terminal::error);
    String answered = answers == null ? null : answers.difference();
    if (answered != null) {
      terminal.error(answered);
    }
    terminal.line(
        differences.isEmpty()
            ? "Every record of the source is in the tracker, and no other."
            : "The tracker differs from the source.");
    if (answers != null && answered == null) {
      terminal.line(
          "%s writes on both, %s answers compared, none differs."
              .formatted(Terminal.number(answers.writes()), Terminal.number(answers.answers())));
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("differences", differences);
    if (answers != null) {
      json.put("writes", answers.writes());
      json.put("answers", answers.answers());
      json.put("first_difference", answered);
    }
    terminal.json(json);
    return differences.isEmpty() && answered == null ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Shadow.Report shadow(Terminal terminal, StoreTracker tracker, Path log)
      throws IOException {
    if (old.isFolder()) {
      throw wrongUse("--shadow needs a tracker.db to compare with, not a folder");
    }
    Path copies = Files.createTempDirectory("fulgur-shadow-");
    try {
      Path sqlite = copies.resolve("tracker.db");
      Files.copy(old.path(), sqlite);
      Path ahead = Path.of(old.path() + "-wal");
      if (Files.exists(ahead)) {
        Files.copy(ahead, Path.of(sqlite + "-wal"));
      }
      Path store = copies.resolve("tracker");
      tracker.store().backup(store);
      ReplayClock clock = new ReplayClock();
      try (SqliteTracker first = SqliteTracker.open(sqlite, clock);
          StoreTracker second = StoreTracker.open(store, StoreOptions.defaults(), clock);
          Progress progress = terminal.progress("Writing on both", 1)) {
        return Shadow.run(log, first, second, clock, done -> progress.at(done, done + 1));
      }
    } finally {
      delete(copies);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
