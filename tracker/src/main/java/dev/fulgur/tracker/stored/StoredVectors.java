package dev.fulgur.tracker.stored;

import dev.fulgur.store.Cursor;
import dev.fulgur.store.IndexRow;
import dev.fulgur.store.Range;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.View;
import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.LiveVector;
import dev.fulgur.tracker.MemoryRecord;
import dev.fulgur.tracker.PatternRecord;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.Vectors;
import dev.fulgur.tracker.stored.IndexKeys.SymbolKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

final class StoredVectors implements Vectors {

  private final Access access;

  StoredVectors(Access access) {
    this.access = access;
  }

  @Override
  public boolean setFile(long keyHash, Span vector) {
    return access.write(
        tx -> {
          List<IndexRow<Long, String, FileRecord>> rows =
              tx.scan(Tables.FILES_BY_KEY, Range.only(keyHash), Integer.MAX_VALUE);
          for (IndexRow<Long, String, FileRecord> row : rows) {
            StoredFiles.replace(tx, row.record(), row.record().withVector(vector));
          }
          return !rows.isEmpty();
        });
  }

  @Override
  public boolean setSymbol(long keyHash, Span vector) {
    return access.write(
        tx -> {
          List<IndexRow<Long, SymbolKey, SymbolRecord>> rows =
              tx.scan(Tables.SYMBOLS_BY_KEY, Range.only(keyHash), Integer.MAX_VALUE);
          for (IndexRow<Long, SymbolKey, SymbolRecord> row : rows) {
            StoredSymbols.replace(tx, row.record(), row.record().withVector(vector));
          }
          return !rows.isEmpty();
        });
  }

  @Override
  public boolean setMemory(long keyHash, Span vector) {
    return access.write(
        tx -> {
          MemoryRecord memory = StoredMemories.byKey(tx, keyHash);
          if (memory == null) {
            return false;
          }
          StoredMemories.replace(tx, memory, memory.withVector(vector));
          return true;
        });
  }

  @Override
  public boolean setPattern(long keyHash, Span vector) {
    return access.write(
        tx -> {
          PatternRecord pattern = tx.get(Tables.PATTERNS, keyHash);
          if (pattern == null) {
            return false;
          }
          StoredPatterns.replace(tx, pattern, pattern.withVector(vector));
          return true;
        });
  }

  @Override
  public Live live() {
    return access.read(view -> new Live(view.get(Tables.VECTOR_BYTES), view.get(Tables.VECTORS)));
  }

  @Override
  public void forEachLive(Consumer<? super LiveVector> action) {
    access.<@Nullable Object>read(
        view -> {
          forEachLive(view, action);
          return null;
        });
  }

  private static void forEachLive(View view, Consumer<? super LiveVector> action) {
    try (Cursor<String, FileRecord> files = view.cursor(Tables.FILES, Range.all())) {
      while (files.next()) {
        FileRecord file = files.record();
        hand(action, file.keyHash(), file.vector());
      }
    }
    try (Cursor<SymbolKey, SymbolRecord> symbols = view.cursor(Tables.SYMBOLS, Range.all())) {
      while (symbols.next()) {
        SymbolRecord symbol = symbols.record();
        hand(action, symbol.keyHash(), symbol.vector());
      }
    }
    try (Cursor<String, MemoryRecord> memories = view.cursor(Tables.MEMORIES, Range.all())) {
      while (memories.next()) {
        MemoryRecord memory = memories.record();
        hand(action, memory.keyHash(), memory.vector());
      }
    }
    try (Cursor<Long, PatternRecord> patterns = view.cursor(Tables.PATTERNS, Range.all())) {
      while (patterns.next()) {
        PatternRecord pattern = patterns.record();
        hand(action, pattern.keyHash(), pattern.vector());
      }
    }
  }

  private static void hand(
      Consumer<? super LiveVector> action, long keyHash, @Nullable Span vector) {
    if (vector != null) {
      action.accept(new LiveVector(keyHash, vector));
    }
  }

  @Override
  public long remap(Map<Long, Span> moved) {
    return access.write(
        tx ->
            remapFiles(tx, moved)
                + remapSymbols(tx, moved)
                + remapMemories(tx, moved)
                + remapPatterns(tx, moved));
  }

  /// Records are gathered before any is written: a walk may or may not see what is written under
  /// it.
  private static long remapFiles(Transaction tx, Map<Long, Span> moved) {
    List<FileRecord> found = new ArrayList<>();
    try (Cursor<String, FileRecord> files = tx.cursor(Tables.FILES, Range.all())) {
      while (files.next()) {
        FileRecord file = files.record();
        if (target(moved, file.vector()) != null) {
          found.add(file);
        }
      }
    }
    for (FileRecord file : found) {
      StoredFiles.replace(tx, file, file.withVector(target(moved, file.vector())));
    }
    return found.size();
  }

  private static long remapSymbols(Transaction tx, Map<Long, Span> moved) {
    List<SymbolRecord> found = new ArrayList<>();
    try (Cursor<SymbolKey, SymbolRecord> symbols = tx.cursor(Tables.SYMBOLS, Range.all())) {
      while (symbols.next()) {
        SymbolRecord symbol = symbols.record();
        if (target(moved, symbol.vector()) != null) {
          found.add(symbol);
        }
      }
    }
    for (SymbolRecord symbol : found) {
      StoredSymbols.replace(tx, symbol, symbol.withVector(target(moved, symbol.vector())));
    }
    return found.size();
  }

  private static long remapMemories(Transaction tx, Map<Long, Span> moved) {
    List<MemoryRecord> found = new ArrayList<>();
    try (Cursor<String, MemoryRecord> memories = tx.cursor(Tables.MEMORIES, Range.all())) {
      while (memories.next()) {
        MemoryRecord memory = memories.record();
        if (target(moved, memory.vector()) != null) {
          found.add(memory);
        }
      }
    }
    for (MemoryRecord memory : found) {
      StoredMemories.replace(tx, memory, memory.withVector(target(moved, memory.vector())));
    }
    return found.size();
  }

  private static long remapPatterns(Transaction tx, Map<Long, Span> moved) {
    List<PatternRecord> found = new ArrayList<>();
    try (Cursor<Long, PatternRecord> patterns = tx.cursor(Tables.PATTERNS, Range.all())) {
      while (patterns.next()) {
        PatternRecord pattern = patterns.record();
        if (target(moved, pattern.vector()) != null) {
          found.add(pattern);
        }
      }
    }
    for (PatternRecord pattern : found) {
      StoredPatterns.replace(tx, pattern, pattern.withVector(target(moved, pattern.vector())));
    }
    return found.size();
  }

  private static @Nullable Span target(Map<Long, Span> moved, @Nullable Span vector) {
    return vector == null ? null : moved.get(vector.offset());
  }
}
