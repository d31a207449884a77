package dev.fulgur.tracker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Random calls of every method of a tracker.
final class RandomCalls extends EdgeArguments {

  /// A call that both answer.
  record Call(String what, Function<Tracker, @Nullable Object> on) {}

  private final DoubleSupplier clock;

  RandomCalls(Random random, DoubleSupplier clock) {
    super(random);
    this.clock = clock;
  }

  /// Arrays as lists, which can be compared.
  static @Nullable Object plain(@Nullable Object answer) {
    return answer instanceof long[] numbers ? Arrays.stream(numbers).boxed().toList() : answer;
  }

  /// Undoes a transaction on purpose.
  static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// Some calls in one transaction, which may be undone.
  Call batch() {
    List<Call> calls = new ArrayList<>();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      calls.add(call());
    }
    boolean undone = random.nextInt(4) == 0;
    boolean nested = random.nextBoolean();
    Function<Tracker, List<@Nullable Object>> all =
        tracker -> {
          List<@Nullable Object> answers = new ArrayList<>();
          for (Call call : calls) {
            answers.add(plain(call.on().apply(tracker)));
          }
          if (undone) {
            throw new Undone();
          }
          return answers;
        };
    String what = "batch" + (undone ? " undone " : " ") + calls.stream().map(Call::what).toList();
    return new Call(what, t -> t.batch(nested ? b -> b.batch(all) : all));
  }

  /// One call of any room.
  Call call() {
    return switch (random.nextInt(7)) {
      case 0 -> files();
      case 1, 2 -> symbols();
      case 3 -> memories();
      case 4 -> patterns();
      case 5 -> threads();
      default -> rest();
    };
  }

  private Call files() {
    String path = path();
    long key = key();
    int limit = limit();
    String context = text();
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3, 4 -> {
        FileEntry entry = new FileEntry(name(), span(), key, texts());
        double mtime = random.nextInt(10) / 4.0;
        yield new Call(
            "files.upsert " + path + entry, t -> t.files().upsert(path, mtime, limit, entry));
      }
      case 5 -> {
        FileRecord file =
            new FileRecord(
                path,
                clock.getAsDouble(),
                5,
                name(),
                span(),
                key,
                clock.getAsDouble(),
                maybeSpan(),
                list());
        yield new Call("files.put " + file, done(t -> t.files().put(file)));
      }
      case 6 -> new Call("files.delete " + path, t -> t.files().delete(path));
      case 7 -> new Call("files.get " + path, t -> t.files().get(path));
      case 8 -> new Call("files.byKey " + key, t -> t.files().byKey(key));
      case 9 -> new Call("files.recent " + limit, t -> t.files().recent(limit));
      case 10 ->
          new Call(
              "files.counts",
              t ->
                  List.of(
                      t.files().count(),
                      t.files().embeddedCount(),
                      t.files().contextCounts(),
                      t.files().contexts()));
      case 11 ->
          this.<FileRecord>pages("files.list", limit, (t, after) -> t.files().list(after, limit));
      case 12 ->
          this.<FileRecord>pages(
              "files.under " + path, limit, (t, a) -> t.files().under(path, a, limit));
      case 13 ->
          this.<FileRecord>pages(
              "files.byContext " + context,
              limit,
              (t, a) -> t.files().byContext(context, a, limit));
      case 14 -> {
        FileRecord after = new FileRecord(path, 0, 0, "", span(), 0, 0, null, JsonList.ABSENT);
        yield new Call(
            "files after " + path + " " + limit,
            t ->
                List.of(
                    t.files().list(after, limit),
                    t.files().under("/a", after, limit),
                    t.files().byContext(context, after, limit)));
      }
      default -> new Call("files.forEach", gathered((t, to) -> t.files().forEach(to::add)));
    };
  }

  private Call symbols() {
    String path = path();
    long key = key();
    int limit = limit();
    String kind = one(KINDS);
    NameFilter filter = filter();
    return switch (random.nextInt(18)) {
      case 0, 1, 2, 3, 4, 5 -> {
        SymbolEntry entry = entry(path);
        yield new Call("symbols.upsert " + entry, t -> t.symbols().upsert(entry));
      }
      case 6 -> {
        List<SymbolEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          entries.add(entry(path));
        }
        // Which of the new ones gets which id is each tracker's own affair.
        yield new Call("symbols.replace " + entries, t -> t.symbols().replace(path, entries));
      }
      case 7 -> {
        SymbolRecord symbol =
            new SymbolRecord(
                random.nextInt(1, 60),
                path,
                name(),
                kind,
                random.nextInt(5),
                random.nextBoolean() ? null : 9,
                span(),
                key,
                maybeSpan(),
                null);
        yield new Call(
            "symbols.put " + symbol,
            done(
                t -> {
                  // An id belongs to one file, as everywhere where ids are given.
                  t.symbols().delete(path);
                  t.symbols().put(new Moved(t).at(symbol));
                }));
      }
      case 8 -> new Call("symbols.delete " + path, t -> t.symbols().delete(path));
      case 9 -> new Call("symbols.deleteByKey " + key, t -> t.symbols().deleteByKey(key));
      case 10 -> new Call("symbols.ofFile " + path, t -> t.symbols().ofFile(path));
      case 11 -> new Call("symbols.keysOfFile " + path, t -> t.symbols().keysOfFile(path));
      case 12 -> new Call("symbols.byKey " + key, t -> t.symbols().byKey(key));
      case 13 ->
          this.<SymbolRecord>pages(
              "symbols.byName " + filter, limit, (t, a) -> t.symbols().byName(filter, a, limit));
      case 14 ->
          new Call(
              "symbols.forEachByName " + filter,
              gathered((t, to) -> t.symbols().forEachByName(filter, to::add)));
      case 15 ->
          this.<SymbolRecord>pages(
              "symbols.ofKind " + kind, limit, (t, a) -> t.symbols().ofKind(kind, a, limit));
      case 16 ->
          new Call(
              "symbols.counts",
              t ->
                  List.of(
                      t.symbols().count(),
                      t.symbols().embeddedCount(),
                      t.symbols().insightCounts(),
                      t.symbols().insights()));
      default ->
          new Call(
              "symbols.recent and forEach " + limit,
              t -> {
                List<SymbolRecord> all = new ArrayList<>();
                t.symbols().forEach(all::add);
                all.sort(Comparator.comparingLong(SymbolRecord::id));
                return List.of(t.symbols().recent(limit), all);
              });
    };
  }

  /// A record under an id that no other file uses.
  private record Moved(Tracker tracker) {
    SymbolRecord at(SymbolRecord symbol) {
      long[] greatest = {1_000};
      tracker.symbols().forEach(other -> greatest[0] = Math.max(greatest[0], other.id()));
      return new SymbolRecord(
          greatest[0] + symbol.id(),
          symbol.filePath(),
          symbol.name(),
          symbol.kind(),
          symbol.lineStart(),
          symbol.lineEnd(),
          symbol.blob(),
          symbol.keyHash(),
          symbol.vector(),
          null);
    }
  }

  private Call memories() {
    String id = "mem:" + random.nextInt(12);
    long key = key();
    int limit = limit();
    MemoryQuery query = query();
    return switch (random.nextInt(11)) {
      case 0, 1, 2, 3 -> {
        MemoryEntry entry =
            new MemoryEntry(
                id,
                random.nextBoolean() ? null : text(),
                list(),
                list(),
                JsonList.ofKeys(key),
                text() + " " + text() + "-" + name(),
                list(),
                span(),
                key);
        yield new Call("memories.upsert " + entry, t -> t.memories().upsert(entry));
      }
      case 4 -> {
        MemoryRecord record =
            new MemoryRecord(
                id,
                text(),
                list(),
                list(),
                list(),
                text(),
                list(),
                span(),
                key,
                clock.getAsDouble(),
                null,
                maybeSpan());
        yield new Call("memories.put " + record, done(t -> t.memories().put(record)));
      }
      case 5 -> new Call("memories.delete " + id, t -> t.memories().delete(id));
      case 6 ->
          new Call(
              "memories.get " + id + key,
              t -> Arrays.asList(t.memories().get(id), t.memories().byKey(key)));
      case 7, 8 ->
          this.<MemoryRecord>pages(
              "memories.query " + query, limit, (t, a) -> t.memories().query(query, a, limit));
      case 9 -> new Call("memories.recent " + limit, t -> t.memories().recent(limit));
      default ->
          new Call(
              "memories.forEach",
              t -> {
                List<Object> all = new ArrayList<>();
                t.memories().forEach(all::add);
                all.add(t.memories().count());
                return all;
              });
    };
  }

  private Call patterns() {
    String path = path();
    long key = key();
    int limit = limit();
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> {
        List<String> matched = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          matched.add(path());
        }
        String pattern = name();
        Span span = span();
        yield new Call(
            "patterns.cache " + key + matched,
            done(t -> t.patterns().cache(key, pattern, "grep", matched, span)));
      }
      case 3 -> {
        PatternRecord record =
            new PatternRecord(
                key, name(), "", List.of(path), clock.getAsDouble(), span(), maybeSpan());
        yield new Call("patterns.put " + record, done(t -> t.patterns().put(record)));
      }
      case 4 -> new Call("patterns.evictForFile " + path, t -> t.patterns().evictForFile(path));
      case 5 -> {
        Duration age = Duration.ofMillis(random.nextInt(-2, 20) * 500L);
        yield new Call("patterns.evictOlderThan " + age, t -> t.patterns().evictOlderThan(age));
      }
      case 6 -> new Call("patterns.recent " + limit, t -> t.patterns().recent(limit));
      case 7 ->
          random.nextInt(6) == 0
              ? new Call("patterns.clear", t -> t.patterns().clear())
              : new Call("patterns.ofFile " + path, t -> t.patterns().ofFile(path));
      case 8 -> new Call("patterns.get " + key, t -> t.patterns().get(key));
      default ->
          new Call(
              "patterns.forEach",
              t -> {
                List<Object> all = new ArrayList<>();
                t.patterns().forEach(all::add);
                t.patterns().forEachEmbedded(all::add);
                all.add(t.patterns().count());
                return all;
              });
    };
  }

  private Call threads() {
    long id = random.nextInt(8);
    int limit = limit();
    String path = path();
    String text = random.nextBoolean() ? text() : name();
    boolean active = random.nextBoolean();
    Span maybe = maybeSpan();
    Span span = span();
    return switch (random.nextInt(16)) {
      case 0 ->
          new Call("threads.create " + text, t -> t.threads().create("s" + id % 3, text, maybe));
      case 1 -> new Call("threads.get " + id, t -> Arrays.asList(t.threads().get(id)));
      case 2 -> new Call("threads.ofSession", t -> t.threads().ofSession("s" + id % 3));
      case 3 ->
          new Call("threads.recent " + limit + active, t -> t.threads().recent(limit, active));
      case 4 -> new Call("threads.touch " + id, done(t -> t.threads().touch(id)));
      case 5 -> new Call("threads.setCentroid " + id, done(t -> t.threads().setCentroid(id, span)));
      case 6 ->
          random.nextInt(3) == 0
              ? new Call("threads.deactivate " + id, done(t -> t.threads().deactivate(id)))
              : new Call("threads.count " + active, t -> t.threads().count(active));
      case 7, 8 -> {
        String operation = one(List.of("read", "write", "edit", "Write", ""));
        yield new Call(
            "threads.addFile " + id + path + operation,
            done(t -> t.threads().addFile(id, path, operation)));
      }
      case 9 -> new Call("threads.files " + id, t -> t.threads().files(id));
      case 10 -> new Call("threads.ofFile " + path, t -> t.threads().ofFile(path));
      case 11 ->
          new Call("threads.addQuery " + id + text, t -> t.threads().addQuery(id, text, maybe));
      case 12 ->
          new Call("threads.queries " + id + " " + limit, t -> t.threads().queries(id, limit));
      case 13 ->
          new Call(
              "threads.searchQueries " + text + limit, t -> t.threads().searchQueries(text, limit));
      case 14 ->
          new Call("threads.setQueryEmbedding", done(t -> t.threads().setQueryEmbedding(id, span)));
      default ->
          random.nextBoolean()
              ? new Call(
                  "threads.recordTool " + id + text, done(t -> t.threads().recordTool(id, text)))
              : new Call(
                  "threads.tools and forEach " + id,
                  t -> {
                    List<Object> all = new ArrayList<>(t.threads().tools(id));
                    t.threads().forEach(all::add);
                    return all;
                  });
    };
  }

  private Call rest() {
    long key = key();
    Span span = span();
    String name = random.nextBoolean() ? name() : path();
    return switch (random.nextInt(12)) {
      case 0, 1 -> {
        int which = random.nextInt(4);
        yield new Call(
            "vectors.set " + which + " " + key,
            t ->
                switch (which) {
                  case 0 -> t.vectors().setFile(key, span);
                  case 1 -> t.vectors().setSymbol(key, span);
                  case 2 -> t.vectors().setMemory(key, span);
                  default -> t.vectors().setPattern(key, span);
                });
      }
      case 2 -> new Call("vectors.live", t -> t.vectors().live());
      case 3 ->
          new Call(
              "vectors.forEachLive",
              t -> {
                List<LiveVector> all = new ArrayList<>();
                t.vectors().forEachLive(all::add);
                all.sort(
                    Comparator.comparingLong(LiveVector::keyHash)
                        .thenComparingLong(v -> v.span().offset())
                        .thenComparingLong(v -> v.span().length()));
                return all;
              });
      case 4 -> {
        Map<Long, Span> moved = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          moved.put(span().offset(), span());
        }
        yield new Call("vectors.remap " + moved, t -> t.vectors().remap(moved));
      }
      case 5 ->
          new Call(
              "checkpoints.save", t -> t.checkpoints().save(span.length(), span.offset(), name));
      case 6 -> new Call("checkpoints.latest", t -> Arrays.asList(t.checkpoints().latest()));
      case 7 ->
          random.nextInt(4) == 0
              ? new Call("checkpoints.clear", t -> t.checkpoints().clear())
              : new Call("transcripts.positions", t -> t.transcripts().positions());
      case 8 -> {
        String value = text();
        yield new Call("metadata.set " + name, done(t -> t.metadata().set(name, value)));
      }
      case 9 -> new Call("metadata.get " + name, t -> t.metadata().get(name));
      case 10 ->
          new Call("transcripts.set " + name, done(t -> t.transcripts().set(name, span.offset())));
      default ->
          random.nextInt(8) == 0
              ? new Call("transcripts.clear", t -> t.transcripts().clear())
              : new Call("transcripts.position " + name, t -> t.transcripts().position(name));
    };
  }

  private interface Page<R> {
    List<R> of(Tracker tracker, @Nullable R after);
  }

  /// Some pages, each behind the last record of the one before.
  private <R> Call pages(String what, int limit, Page<R> page) {
    return new Call(
        what + " by " + limit,
        t -> {
          List<R> all = new ArrayList<>();
          R after = null;
          for (int i = 0; i < 6; i++) {
            List<R> next = page.of(t, after);
            all.addAll(next);
            if (next.isEmpty()) {
              break;
            }
            after = next.getLast();
          }
          return all;
        });
  }

  private interface Gathering {
    void run(Tracker tracker, List<Object> to);
  }

  private static Function<Tracker, @Nullable Object> gathered(Gathering gathering) {
    return t -> {
      List<Object> all = new ArrayList<>();
      gathering.run(t, all);
      return all;
    };
  }

  private static Function<Tracker, @Nullable Object> done(Consumer<Tracker> action) {
    return t -> {
      action.accept(t);
      return null;
    };
  }
}
