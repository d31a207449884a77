package dev.fulgur.tracker.replay;

import dev.fulgur.tracker.Entity;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.MemoryQuery;
import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.Tracker;
import dev.fulgur.tracker.TrackerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Makes the same writes on two trackers and asks both the same questions after each, so that a
/// move from one to the other can be tried before it is made.
public final class Shadow {

  /// After so many writes, questions about everything are asked as well.
  private static final int ROUND = 1_000;

  private final Tracker first;
  private final Tracker second;
  private final ReplayClock clock;

  private Shadow(Tracker first, Tracker second, ReplayClock clock) {
    this.first = first;
    this.second = second;
    this.clock = clock;
  }

  /// What a comparison came to.
  ///
  /// @param writes how many writes were made on both
  /// @param answers how many answers were compared
  /// @param difference the first answer that differs, in one sentence, or null
  public record Report(long writes, long answers, @Nullable String difference) {}

  /// Replays a log on both until an answer differs.
  ///
  /// @param log the file, see [Operation]
  /// @param first one tracker, opened with `clock`
  /// @param second the other, opened with `clock`
  /// @param progress told how many writes are done
  /// @throws IOException if the log cannot be read
  public static Report run(
      Path log, Tracker first, Tracker second, ReplayClock clock, LongConsumer progress)
      throws IOException {
    try (BufferedReader lines = Replay.open(log)) {
      return new Shadow(first, second, clock).run(lines, progress);
    }
  }

  private Report run(BufferedReader lines, LongConsumer progress) throws IOException {
    long answers = 0;
    long writes = 0;
    long number = 0;
    String difference = compare(everything());
    String line = difference == null ? lines.readLine() : null;
    while (line != null) {
      number++;
      Operation operation = operation(number, line);
      if (operation != null) {
        clock.set(operation.time());
        String refusedByFirst = apply(operation, first);
        String refusedBySecond = apply(operation, second);
        Map<String, Function<Tracker, @Nullable Object>> questions = about(operation);
        if (++writes % ROUND == 0) {
          questions.putAll(everything());
          progress.accept(writes);
        }
        answers += questions.size();
        difference =
            Objects.equals(refusedByFirst, refusedBySecond)
                ? compare(questions)
                : "one refused it (%s) and the other did not (%s)"
                    .formatted(refusedByFirst, refusedBySecond);
        if (difference != null) {
          return new Report(
              writes,
              answers,
              "After line %d (%s): %s.".formatted(number, operation.method(), difference));
        }
      }
      line = lines.readLine();
    }
    if (difference == null) {
      difference = compare(everything());
    }
    return new Report(
        writes, answers, difference == null ? null : "At the end: " + difference + ".");
  }

  private static @Nullable Operation operation(long number, String line) {
    try {
      return Operation.parse(number, line);
    } catch (TrackerException.BadOperation e) {
      return null;
    }
  }

  /// Why a tracker refused a write, or null; the kind of refusal only, since words may differ.
  private static @Nullable String apply(Operation operation, Tracker tracker) {
    try {
      operation.applyTo(tracker);
      return null;
    } catch (TrackerException e) {
      return e.getClass().getSimpleName();
    }
  }

  private @Nullable String compare(Map<String, Function<Tracker, @Nullable Object>> questions) {
    for (Map.Entry<String, Function<Tracker, @Nullable Object>> question : questions.entrySet()) {
      Object one = comparable(question.getValue().apply(first));
      Object other = comparable(question.getValue().apply(second));
      if (!Objects.equals(one, other)) {
        return "%s is %s on one side and %s on the other".formatted(question.getKey(), one, other);
      }
    }
    return null;
  }

  /// Containers are known to one side only; arrays are compared by what is in them.
  private static @Nullable Object comparable(@Nullable Object answer) {
    return switch (answer) {
      case SymbolRecord symbol -> bare(symbol);
      case long[] numbers -> java.util.Arrays.toString(numbers);
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        for (Object element : list) {
          copy.add(comparable(element));
        }
        yield copy;
      }
      case null, default -> answer;
    };
  }

  private static SymbolRecord bare(SymbolRecord s) {
    return new SymbolRecord(
        s.id(),
        s.filePath(),
        s.name(),
        s.kind(),
        s.lineStart(),
        s.lineEnd(),
        s.blob(),
        s.keyHash(),
        s.vector(),
        null);
  }

  /// What a write could have changed.
  private static Map<String, Function<Tracker, @Nullable Object>> about(Operation operation) {
    Map<String, Function<Tracker, @Nullable Object>> questions = new LinkedHashMap<>();
    Arguments a = operation.arguments();
    if (a.has("key_hash")) {
      long key = a.u64("key_hash");
      questions.put("the file by key", t -> t.files().byKey(key));
      questions.put("the symbol by key", t -> t.symbols().byKey(key));
      questions.put("the memory by key", t -> t.memories().byKey(key));
      questions.put("the pattern", t -> t.patterns().get(key));
    }
    String path = a.has("path") ? a.text("path") : a.has("file_path") ? a.text("file_path") : null;
    if (path != null) {
      questions.put("the file " + path, t -> t.files().get(path));
      questions.put("the symbols of " + path, t -> t.symbols().ofFile(path));
      questions.put("the patterns of " + path, t -> t.patterns().ofFile(path));
      questions.put("the threads of " + path, t -> t.threads().ofFile(path));
      questions.put("the position in " + path, t -> t.transcripts().position(path));
    }
    if (a.has("thread_id")) {
      long thread = a.i64("thread_id");
      questions.put("the thread", t -> t.threads().get(thread));
      questions.put("the files of the thread", t -> t.threads().files(thread));
      questions.put("the queries of the thread", t -> t.threads().queries(thread, 5));
      questions.put("the tools of the thread", t -> t.threads().tools(thread));
    }
    if (a.has("name")) {
      String name = a.text("name");
      questions.put(
          "the symbols called " + name, t -> t.symbols().byName(NameFilter.exact(name), null, 20));
    }
    if (a.has("key")) {
      questions.put("the text", t -> t.metadata().get(a.text("key")));
    }
    return questions;
  }

  private static Map<String, Function<Tracker, @Nullable Object>> everything() {
    Map<String, Function<Tracker, @Nullable Object>> questions = new LinkedHashMap<>();
    questions.put("the number of files", t -> t.files().count());
    questions.put("the number of symbols", t -> t.symbols().count());
    questions.put("the number of memories", t -> t.memories().count());
    questions.put("the number of patterns", t -> t.patterns().count());
    questions.put("the number of threads", t -> t.threads().count(false));
    questions.put("the number of threads that go on", t -> t.threads().count(true));
    questions.put("the number of embedded files", t -> t.files().embeddedCount());
    questions.put("the number of embedded symbols", t -> t.symbols().embeddedCount());
    questions.put("the live vectors", t -> t.vectors().live());
    questions.put("the contexts", t -> t.files().contextCounts());
    questions.put("the insights", t -> t.symbols().insightCounts());
    questions.put("recent files", t -> t.files().recent(20));
    questions.put("recent memories", t -> t.memories().recent(20));
    questions.put("recent patterns", t -> t.patterns().recent(20));
    questions.put("recent threads", t -> t.threads().recent(20, false));
    questions.put("the last checkpoint", t -> t.checkpoints().latest());
    questions.put("the transcripts", t -> t.transcripts().positions());
    questions.put(
        "files of a context",
        t -> {
          List<Entity> found = new ArrayList<>();
          for (String context : t.files().contexts()) {
            List<FileRecord> files = t.files().byContext(context, null, 20);
            found.addAll(files);
          }
          return found;
        });
    questions.put(
        "symbols by a part of their names",
        t -> t.symbols().byName(NameFilter.contains("in"), null, 50));
    questions.put(
        "memories by tag",
        t -> t.memories().query(MemoryQuery.ALL.withTags(List.of("db")), null, 50));
    return questions;
  }
}
