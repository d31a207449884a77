package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.tracker.ThreadRecord;
import dev.fulgur.tracker.Threads;
import dev.fulgur.tracker.stored.StoreTracker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `fulgur threads`: what sessions worked on.
@Command(
    name = "threads",
    description = "List the threads of work of sessions, newest first.",
    footerHeading = "%nExamples:%n",
    footer = {"  fulgur threads", "  fulgur threads --session s-42 --all --json"})
final class ThreadsVerb extends TrackerVerb {

  @Option(names = "--session", paramLabel = "ID", description = "Only those of this session.")
  private @Nullable String session;

  @Option(names = "--all", description = "Also those that have ended.")
  private boolean all;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many; ${DEFAULT-VALUE} if not given, -1 for all.")
  private int limit = 20;

  @Override
  int work(Terminal terminal) {
    List<ThreadRecord> threads;
    try (StoreTracker tracker = openToRead()) {
      threads =
          session == null
              ? tracker.threads().recent(limit, !all)
              : ofSession(tracker.threads(), session);
    }
    List<List<String>> rows = new ArrayList<>();
    for (ThreadRecord thread : threads) {
      rows.add(
          List.of(
              Long.toString(thread.id()),
              thread.sessionId(),
              TrackerJson.time(thread.lastTouch()),
              Long.toString(thread.touches()),
              thread.active() ? "goes on" : "ended",
              thread.title()));
    }
    if (threads.isEmpty()) {
      terminal.message("There are no threads.");
    } else {
      terminal.table(List.of("id", "session", "last touch", "touches", "state", "title"), rows);
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("threads", threads.stream().map(TrackerJson::of).toList());
    terminal.json(json);
    return ExitCode.DONE;
  }

  private List<ThreadRecord> ofSession(Threads threads, String id) {
    List<ThreadRecord> found = new ArrayList<>();
    for (ThreadRecord thread : all ? threads.recent(-1, false) : threads.ofSession(id)) {
      if (thread.sessionId().equals(id) && (limit < 0 || found.size() < limit)) {
        found.add(thread);
      }
    }
    return found;
  }
}
