package dev.fulgur.tracker;

/// Any record of a tracker, as migrations carry them.
public sealed interface Entity
    permits FileRecord,
        SymbolRecord,
        MemoryRecord,
        PatternRecord,
        ThreadRecord,
        ThreadFile,
        ThreadQuery,
        ThreadTool,
        Checkpoint,
        NamedText,
        TranscriptPosition {

  /// The kinds of records, in the order in which they are best written.
  enum Kind {
    /// [FileRecord]
    FILES,
    /// [SymbolRecord]
    SYMBOLS,
    /// [MemoryRecord]
    MEMORIES,
    /// [PatternRecord]
    PATTERNS,
    /// [ThreadRecord]
    THREADS,
    /// [ThreadFile]
    THREAD_FILES,
    /// [ThreadQuery]
    THREAD_QUERIES,
    /// [ThreadTool]
    THREAD_TOOLS,
    /// [Checkpoint]
    CHECKPOINTS,
    /// [NamedText]
    METADATA,
    /// [TranscriptPosition]
    TRANSCRIPTS
  }
}
