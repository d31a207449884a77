package dev.fulgur.tracker.stored;

import dev.fulgur.store.Counter;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.View;
import dev.fulgur.tracker.Checkpoint;
import dev.fulgur.tracker.Entity;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.NamedText;
import dev.fulgur.tracker.PatternRecord;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.ThreadFile;
import dev.fulgur.tracker.ThreadQuery;
import dev.fulgur.tracker.ThreadRecord;
import dev.fulgur.tracker.ThreadTool;
import dev.fulgur.tracker.TranscriptPosition;
import dev.fulgur.tracker.stored.IndexKeys.ThreadTextKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records as they are, in and out, for those who carry them from elsewhere.
///
/// Belongs to the transaction that it was given with. Counters follow at its end.
public final class Intake {

  private final Transaction tx;
  private final VectorCounts vectors = new VectorCounts();
  private final Map<Counter, Long> lastIds = new HashMap<>();

  Intake(Transaction tx) {
    this.tx = tx;
  }

  /// Stores a record, in place of one that may be there.
  ///
  /// @throws dev.fulgur.tracker.TrackerException.KeyHashTaken if it is a memory and another one has
  ///   its key hash
  public void put(Entity entity) {
    Entity old = find(tx, entity);
    switch (entity) {
      case FileRecord file -> StoredFiles.replace(tx, (FileRecord) old, file, vectors);
      case SymbolRecord symbol -> {
        StoredSymbols.replace(tx, (SymbolRecord) old, symbol, vectors);
        raise(Tables.LAST_SYMBOL, symbol.id());
      }
      case MemoryRecord memory -> StoredMemories.replace(tx, (MemoryRecord) old, memory, vectors);
      case PatternRecord pattern ->
          StoredPatterns.replace(tx, (PatternRecord) old, pattern, vectors);
      case ThreadRecord thread -> {
        StoredThreads.replace(tx, (ThreadRecord) old, thread);
        raise(Tables.LAST_THREAD, thread.id());
      }
      case ThreadFile file ->
          tx.put(
              Tables.THREAD_FILES,
              new ThreadTextKey(file.threadId(), TextKey.part(file.filePath())),
              file);
      case ThreadQuery query -> {
        tx.put(Tables.THREAD_QUERIES, query.id(), query);
        raise(Tables.LAST_QUERY, query.id());
      }
      case ThreadTool tool -> {
        tx.put(
            Tables.THREAD_TOOLS,
            new ThreadTextKey(tool.threadId(), TextKey.part(tool.name())),
            tool);
        raise(Tables.LAST_TOOL_USE, tool.id());
      }
      case Checkpoint checkpoint -> {
        tx.put(Tables.CHECKPOINTS, checkpoint.id(), checkpoint);
        raise(Tables.LAST_CHECKPOINT, checkpoint.id());
      }
      case NamedText text -> tx.put(Tables.METADATA, TextKey.of(text.key()), text);
      case TranscriptPosition transcript ->
          tx.put(Tables.TRANSCRIPTS, TextKey.of(transcript.path()), transcript);
    }
  }

  /// Deletes a text of the metadata.
  public void forget(String metadataKey) {
    tx.delete(Tables.METADATA, TextKey.of(metadataKey));
  }

  /// Sees to it that no id up to `last` is given to a new record of a kind; kinds without ids are
  /// passed over.
  public void raiseLastId(Entity.Kind kind, long last) {
    Counter counter =
        switch (kind) {
          case SYMBOLS -> Tables.LAST_SYMBOL;
          case THREADS -> Tables.LAST_THREAD;
          case THREAD_QUERIES -> Tables.LAST_QUERY;
          case THREAD_TOOLS -> Tables.LAST_TOOL_USE;
          case CHECKPOINTS -> Tables.LAST_CHECKPOINT;
          case FILES, MEMORIES, PATTERNS, THREAD_FILES, METADATA, TRANSCRIPTS -> null;
        };
    if (counter != null) {
      raise(counter, last);
    }
  }

  private void raise(Counter counter, long id) {
    lastIds.merge(counter, id, Math::max);
  }

  /// Brings the counters up to what was put.
  void finish() {
    vectors.addTo(tx);
    lastIds.forEach(
        (counter, id) -> {
          long last = tx.get(counter);
          if (id > last) {
            tx.add(counter, id - last);
          }
        });
  }

  /// The record that stands where `like` would be stored, or null.
  static @Nullable Entity find(View view, Entity like) {
    return switch (like) {
      case FileRecord file -> StoredFiles.find(view, file.path());
      case SymbolRecord symbol -> view.get(Tables.SYMBOLS, Tables.symbolKey(symbol));
      case MemoryRecord memory -> StoredMemories.find(view, memory.id());
      case PatternRecord pattern -> view.get(Tables.PATTERNS, pattern.keyHash());
      case ThreadRecord thread -> view.get(Tables.THREADS, thread.id());
      case ThreadFile file ->
          view.get(
              Tables.THREAD_FILES,
              new ThreadTextKey(file.threadId(), TextKey.part(file.filePath())));
      case ThreadQuery query -> view.get(Tables.THREAD_QUERIES, query.id());
      case ThreadTool tool ->
          view.get(
              Tables.THREAD_TOOLS, new ThreadTextKey(tool.threadId(), TextKey.part(tool.name())));
      case Checkpoint checkpoint -> view.get(Tables.CHECKPOINTS, checkpoint.id());
      case NamedText text -> view.get(Tables.METADATA, TextKey.of(text.key()));
      case TranscriptPosition transcript ->
          view.get(Tables.TRANSCRIPTS, TextKey.of(transcript.path()));
    };
  }

  static long count(View view, Entity.Kind kind) {
    return view.count(
        switch (kind) {
          case FILES -> Tables.FILES;
          case SYMBOLS -> Tables.SYMBOLS;
          case MEMORIES -> Tables.MEMORIES;
          case PATTERNS -> Tables.PATTERNS;
          case THREADS -> Tables.THREADS;
          case THREAD_FILES -> Tables.THREAD_FILES;
          case THREAD_QUERIES -> Tables.THREAD_QUERIES;
          case THREAD_TOOLS -> Tables.THREAD_TOOLS;
          case CHECKPOINTS -> Tables.CHECKPOINTS;
          case METADATA -> Tables.METADATA;
          case TRANSCRIPTS -> Tables.TRANSCRIPTS;
        });
  }

  /// The records of every kind, as they are counted.
  static Map<Entity.Kind, Long> counts(View view) {
    Map<Entity.Kind, Long> counts = new java.util.EnumMap<>(Entity.Kind.class);
    for (Entity.Kind kind : Entity.Kind.values()) {
      counts.put(kind, count(view, kind));
    }
    return counts;
  }
}
