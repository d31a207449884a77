package dev.fulgur.app.cli;

import dev.fulgur.app.terminal.Terminal;
import dev.fulgur.tracker.JsonList;
import dev.fulgur.tracker.KeyHash;
import dev.fulgur.tracker.MemoryEntry;
import dev.fulgur.tracker.MemoryQuery;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.stored.StoreTracker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fulgur memory`: what is remembered.
@Command(
    name = "memory",
    description = "Remember something, and find it again.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {MemoryVerb.Add.class, MemoryVerb.Search.class, MemoryVerb.Show.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  fulgur memory add 'the parser is not thread-safe' --tag parser --task task:debug",
      "  fulgur memory search parser --tag parser",
      "  fulgur memory show mem:00c0ffee"
    })
final class MemoryVerb extends VerbGroup {

  MemoryVerb() {
    super("fulgur memory search WORD");
  }

  /// What a memory can be about.
  abstract static class About extends TrackerVerb {
    @Option(names = "--task", description = "The task that it belongs to.")
    @Nullable String task;

    @Option(names = "--tag", description = "A tag; may be given several times.")
    List<String> tags = new ArrayList<>();

    @Option(names = "--context", description = "A context; may be given several times.")
    List<String> contexts = new ArrayList<>();

    @Option(names = "--insight", description = "An insight; may be given several times.")
    List<String> insights = new ArrayList<>();
  }

  /// `fulgur memory add`
  @Command(
      name = "add",
      description = "Remember a text.",
      footerHeading = "%nExamples:%n",
      footer = {"  fulgur memory add 'the parser is not thread-safe' --tag parser"})
  static final class Add extends About {
    @Parameters(paramLabel = "TEXT", description = "What is to be remembered.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String text;

    @Option(names = "--id", description = "Its identity, to write one anew; else a new one.")
    private @Nullable String id;

    @Override
    int work(Terminal terminal) throws java.io.IOException {
      String identity =
          id == null ? "mem:%08x".formatted(ThreadLocalRandom.current().nextInt()) : id;
      MemoryRecord memory;
      try (StoreTracker tracker = openOrMake(now())) {
        memory =
            tracker
                .memories()
                .upsert(
                    new MemoryEntry(
                        identity,
                        task,
                        JsonList.ofTexts(insights),
                        JsonList.ofTexts(contexts),
                        JsonList.EMPTY,
                        text,
                        JsonList.ofTexts(tags),
                        Span.NONE,
                        KeyHash.DEFAULT.memory(identity)));
      }
      terminal.line("Remembered as " + memory.id() + ".");
      terminal.json(TrackerJson.of(memory));
      return ExitCode.DONE;
    }
  }

  /// `fulgur memory search`
  @Command(
      name = "search",
      description = "Find memories in which all words stand, newest first.",
      footerHeading = "%nExamples:%n",
      footer = {"  fulgur memory search parser thread --tag parser --json"})
  static final class Search extends About {
    @Parameters(
        paramLabel = "WORD",
        arity = "0..*",
        description = "Words of the text, whatever the case of their letters.")
    private List<String> words = new ArrayList<>();

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "At most so many; ${DEFAULT-VALUE} if not given, -1 for all.")
    private int limit = 20;

    /// How much of a text is listed; 'memory show' has all of it.
    private static final int SHOWN_CHARS = 200;

    @Override
    int work(Terminal terminal) {
      MemoryQuery query =
          MemoryQuery.ALL
              .withTask(task)
              .withTags(tags)
              .withContexts(contexts)
              .withInsights(insights)
              .withText(String.join(" ", words));
      List<MemoryRecord> found;
      try (StoreTracker tracker = openToRead()) {
        found = tracker.memories().query(query, null, limit);
      }
      List<List<String>> rows = new ArrayList<>();
      for (MemoryRecord memory : found) {
        rows.add(
            List.of(
                memory.id(),
                TrackerJson.time(memory.createdAt()),
                String.join(" ", memory.tags().texts()),
                Text.oneLine(memory.text(), SHOWN_CHARS)));
      }
      if (found.isEmpty()) {
        terminal.message("Nothing of that is remembered.");
      } else {
        terminal.table(List.of("id", "created", "tags", "text"), rows);
      }
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("memories", found.stream().map(TrackerJson::of).toList());
      terminal.json(json);
      return ExitCode.DONE;
    }
  }

  /// `fulgur memory show`
  @Command(
      name = "show",
      description = "Show one memory.",
      footerHeading = "%nExamples:%n",
      footer = {"  fulgur memory show mem:00c0ffee"})
  static final class Show extends TrackerVerb {
    @Parameters(paramLabel = "ID", description = "Its identity.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Override
    int work(Terminal terminal) {
      MemoryRecord memory;
      try (StoreTracker tracker = openToRead()) {
        memory = tracker.memories().get(id);
      }
      if (memory == null) {
        terminal.error("there is no memory " + id + "; look for it with 'fulgur memory search'");
        return ExitCode.FAILED;
      }
      terminal.heading(memory.id());
      terminal.line(memory.text());
      terminal.line(
          "task %s, tags %s, contexts %s, insights %s, created %s"
              .formatted(
                  memory.task() == null ? "none" : memory.task(),
                  memory.tags().texts(),
                  memory.contexts().texts(),
                  memory.insights().texts(),
                  TrackerJson.time(memory.createdAt())));
      terminal.json(TrackerJson.of(memory));
      return ExitCode.DONE;
    }
  }
}
