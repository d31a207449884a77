package dev.fulgur.tracker.stored;

import dev.fulgur.store.Counter;
import dev.fulgur.store.Index;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.tracker.AsciiCase;
import dev.fulgur.tracker.Checkpoint;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.MemoryQuery;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.NamedText;
import dev.fulgur.tracker.PatternRecord;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.ThreadFile;
import dev.fulgur.tracker.ThreadQuery;
import dev.fulgur.tracker.ThreadRecord;
import dev.fulgur.tracker.ThreadTool;
import dev.fulgur.tracker.TranscriptPosition;
import dev.fulgur.tracker.stored.IndexKeys.ContextKey;
import dev.fulgur.tracker.stored.IndexKeys.IdentityKey;
import dev.fulgur.tracker.stored.IndexKeys.InsightKey;
import dev.fulgur.tracker.stored.IndexKeys.SymbolKey;
import dev.fulgur.tracker.stored.IndexKeys.TermKey;
import dev.fulgur.tracker.stored.IndexKeys.ThreadTextKey;
import dev.fulgur.tracker.stored.IndexKeys.ThreadTimeKey;
import dev.fulgur.tracker.stored.IndexKeys.TouchKey;
import java.util.ArrayList;
import java.util.List;

/// The tables of a tracker and their indexes. Ids and hashes are u64, times in keys are negated
/// doubles, so that the newest comes first; texts as primary keys are [cut][TextKey] where they are
/// long.
final class Tables {

  /// Path -> file.
  static final Table<String, FileRecord> FILES = Table.of("files", Keys.UTF8, new FileCodec());

  static final Index.Many<Long, String, FileRecord> FILES_BY_KEY =
      FILES.indexBy("files_by_key", Keys.U64, FileRecord::keyHash);
  static final Index.Many<Double, String, FileRecord> FILES_BY_TIME =
      FILES.indexBy("files_by_time", Keys.F64, file -> -file.indexedAt());
  static final Index.Many<ContextKey, String, FileRecord> FILES_BY_CONTEXT =
      FILES.index("files_by_context", IndexKeys.CONTEXT, Tables::contextsOf);

  /// Hash of the file's path, id -> symbol.
  static final Table<SymbolKey, SymbolRecord> SYMBOLS =
      Table.of("symbols", IndexKeys.SYMBOL, new SymbolCodec());

  static final Index.Many<Long, SymbolKey, SymbolRecord> SYMBOLS_BY_KEY =
      SYMBOLS.indexBy("symbols_by_key", Keys.U64, SymbolRecord::keyHash);
  static final Index.Covering<IdentityKey, SymbolKey, SymbolRecord, PlacesCodec.Places>
      SYMBOLS_BY_IDENTITY =
          SYMBOLS.covering(
              "symbols_by_identity",
              IndexKeys.IDENTITY,
              symbol -> List.of(identityOf(symbol)),
              new PlacesCodec(),
              PlacesCodec.Places::of);
  static final Index.Covering<NameKey, SymbolKey, SymbolRecord, NamedCodec.Named> SYMBOLS_BY_NAME =
      SYMBOLS.covering(
          "symbols_by_name",
          IndexKeys.NAME,
          symbol -> List.of(NameKey.of(symbol)),
          new NamedCodec(),
          NamedCodec.Named::of);
  static final Index.Many<InsightKey, SymbolKey, SymbolRecord> SYMBOLS_BY_INSIGHT =
      SYMBOLS.indexBy(
          "symbols_by_insight",
          IndexKeys.INSIGHT,
          symbol -> symbol.isInsight() ? insightOf(symbol) : null);

  /// Id -> memory.
  static final Table<String, MemoryRecord> MEMORIES =
      Table.of("memories", Keys.UTF8, new MemoryCodec());

  static final Index.Unique<Long, String, MemoryRecord> MEMORIES_BY_KEY =
      MEMORIES.unique("memories_by_key", Keys.U64, MemoryRecord::keyHash);

  /// Everything that a memory is found by; each term begins with a letter that says what it is.
  static final Index.Many<TermKey, String, MemoryRecord> MEMORIES_BY_TERM =
      MEMORIES.index("memories_by_term", IndexKeys.TERM, Tables::termsOf);

  /// Key hash -> pattern.
  static final Table<Long, PatternRecord> PATTERNS =
      Table.of("patterns", Keys.U64, new PatternCodec());

  static final Index.Many<String, Long, PatternRecord> PATTERNS_BY_FILE =
      PATTERNS.index("patterns_by_file", Keys.UTF8, PatternRecord::matchedFiles);
  static final Index.Many<Double, Long, PatternRecord> PATTERNS_BY_TIME =
      PATTERNS.indexBy("patterns_by_time", Keys.F64, pattern -> -pattern.createdAt());

  /// Id -> thread.
  static final Table<Long, ThreadRecord> THREADS =
      Table.of("threads", Keys.U64, new ThreadCodecs.OfThread());

  /// Session, time of the last touch; only threads that go on.
  static final Index.Many<TermKey, Long, ThreadRecord> THREADS_BY_SESSION =
      THREADS.indexBy(
          "threads_by_session",
          IndexKeys.TERM,
          thread -> thread.active() ? new TermKey(thread.sessionId(), -thread.lastTouch()) : null);

  static final Index.Many<TouchKey, Long, ThreadRecord> THREADS_BY_TOUCH =
      THREADS.indexBy(
          "threads_by_touch",
          IndexKeys.TOUCH,
          thread -> new TouchKey(thread.active(), -thread.lastTouch()));

  /// Thread, path -> file of the thread.
  static final Table<ThreadTextKey, ThreadFile> THREAD_FILES =
      Table.of("thread_files", IndexKeys.THREAD_TEXT, new ThreadCodecs.OfFile());

  /// Path, time of the first access (not negated).
  static final Index.Many<TermKey, ThreadTextKey, ThreadFile> THREAD_FILES_BY_PATH =
      THREAD_FILES.indexBy(
          "thread_files_by_path",
          IndexKeys.TERM,
          file -> new TermKey(file.filePath(), file.firstAccess()));

  /// Id -> query.
  static final Table<Long, ThreadQuery> THREAD_QUERIES =
      Table.of("thread_queries", Keys.U64, new ThreadCodecs.OfQuery());

  static final Index.Many<ThreadTimeKey, Long, ThreadQuery> QUERIES_BY_THREAD =
      THREAD_QUERIES.indexBy(
          "thread_queries_by_thread",
          IndexKeys.THREAD_TIME,
          query -> new ThreadTimeKey(query.threadId(), -query.timestamp()));
  static final Index.Many<Double, Long, ThreadQuery> QUERIES_BY_TIME =
      THREAD_QUERIES.indexBy("thread_queries_by_time", Keys.F64, query -> -query.timestamp());

  /// Thread, name -> tool.
  static final Table<ThreadTextKey, ThreadTool> THREAD_TOOLS =
      Table.of("thread_tools", IndexKeys.THREAD_TEXT, new ThreadCodecs.OfTool());

  /// Id -> checkpoint.
  static final Table<Long, Checkpoint> CHECKPOINTS =
      Table.of("checkpoints", Keys.U64, new NoteCodecs.OfCheckpoint());

  /// Name -> text.
  static final Table<String, NamedText> METADATA =
      Table.of("metadata", Keys.UTF8, new NoteCodecs.OfNote());

  /// Path -> position.
  static final Table<String, TranscriptPosition> TRANSCRIPTS =
      Table.of("transcripts", Keys.UTF8, new NoteCodecs.OfTranscript());

  static final Counter FILES_EMBEDDED = Counter.of("tracker.files.embedded");
  static final Counter SYMBOLS_EMBEDDED = Counter.of("tracker.symbols.embedded");
  static final Counter VECTORS = Counter.of("tracker.vectors");
  static final Counter VECTOR_BYTES = Counter.of("tracker.vectors.bytes");
  static final Counter THREADS_ACTIVE = Counter.of("tracker.threads.active");
  static final Counter LAST_SYMBOL = Counter.of("tracker.symbols.last");
  static final Counter LAST_THREAD = Counter.of("tracker.threads.last");
  static final Counter LAST_QUERY = Counter.of("tracker.queries.last");
  static final Counter LAST_TOOL_USE = Counter.of("tracker.tools.last");
  static final Counter LAST_CHECKPOINT = Counter.of("tracker.checkpoints.last");

  /// In version 1 the index by name carried places in files as well; a file of that version gets it
  /// anew.
  static final Schema SCHEMA =
      new Schema(
          "tracker",
          2,
          List.of(
              FILES,
              SYMBOLS,
              MEMORIES,
              PATTERNS,
              THREADS,
              THREAD_FILES,
              THREAD_QUERIES,
              THREAD_TOOLS,
              CHECKPOINTS,
              METADATA,
              TRANSCRIPTS));

  private Tables() {}

  static SymbolKey symbolKey(SymbolRecord symbol) {
    return new SymbolKey(Mix.hash(symbol.filePath()), symbol.id());
  }

  private static List<ContextKey> contextsOf(FileRecord file) {
    List<String> contexts = file.contexts().texts();
    if (contexts.isEmpty()) {
      return List.of();
    }
    List<ContextKey> keys = new ArrayList<>(contexts.size());
    for (String context : contexts) {
      keys.add(contextKey(context));
    }
    return keys;
  }

  private static ContextKey contextKey(String context) {
    String lower = AsciiCase.lower(context);
    return new ContextKey(lower, lower.equals(context) ? "" : context);
  }

  private static IdentityKey identityOf(SymbolRecord symbol) {
    return new IdentityKey(
        Mix.hash(symbol.filePath()),
        Mix.identity(symbol.name(), symbol.kind(), symbol.lineStart()));
  }

  static InsightKey insightOf(SymbolRecord symbol) {
    return new InsightKey(symbol.kind(), symbol.filePath(), symbol.lineStart(), symbol.id());
  }

  /// What every memory is found by.
  static final String ANY = "*";

  private static List<TermKey> termsOf(MemoryRecord memory) {
    double newest = -memory.createdAt();
    List<TermKey> keys = new ArrayList<>();
    keys.add(new TermKey(ANY, newest));
    if (memory.task() != null) {
      keys.add(new TermKey(task(memory.task()), newest));
    }
    for (String context : memory.contexts().texts()) {
      keys.add(new TermKey(context(context), newest));
    }
    for (String insight : memory.insights().texts()) {
      keys.add(new TermKey(insight(insight), newest));
    }
    for (String tag : memory.tags().texts()) {
      keys.add(new TermKey(tag(tag), newest));
    }
    for (String word : MemoryQuery.words(memory.text())) {
      keys.add(new TermKey(word(word), newest));
    }
    return keys;
  }

  static String task(String task) {
    return "k" + task;
  }

  static String context(String context) {
    return "c" + AsciiCase.lower(context);
  }

  static String insight(String insight) {
    return "i" + AsciiCase.lower(insight);
  }

  static String tag(String tag) {
    return "t" + AsciiCase.lower(tag);
  }

  static String word(String word) {
    return "w" + word;
  }
}
