package dev.fulgur.tracker.stored;

import dev.fulgur.store.Range;
import dev.fulgur.store.Row;
import dev.fulgur.tracker.Checkpoint;
import dev.fulgur.tracker.Checkpoints;
import dev.fulgur.tracker.Metadata;
import dev.fulgur.tracker.NamedText;
import dev.fulgur.tracker.PathOrder;
import dev.fulgur.tracker.TranscriptPosition;
import dev.fulgur.tracker.Transcripts;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// The three smallest groups.
final class StoredNotes {

  private StoredNotes() {}

  record OfCheckpoints(Access access, DoubleSupplier clock) implements Checkpoints {
    @Override
    public long save(long processedFiles, long totalFiles, String lastPath) {
      return access.write(
          tx -> {
            long id = tx.addAndGet(Tables.LAST_CHECKPOINT, 1);
            tx.put(
                Tables.CHECKPOINTS,
                id,
                new Checkpoint(id, clock.getAsDouble(), lastPath, totalFiles, processedFiles));
            return id;
          });
    }

    @Override
    public @Nullable Checkpoint latest() {
      return access.<@Nullable Checkpoint>read(
          view -> {
            List<Row<Long, Checkpoint>> rows =
                view.scan(Tables.CHECKPOINTS, Range.<Long>all().reversed(), 1);
            return rows.isEmpty() ? null : rows.getFirst().record();
          });
    }

    @Override
    public long clear() {
      return access.write(tx -> tx.clear(Tables.CHECKPOINTS));
    }
  }

  record OfMetadata(Access access) implements Metadata {
    @Override
    public @Nullable String get(String key) {
      return access.<@Nullable String>read(
          view -> {
            NamedText note = view.get(Tables.METADATA, TextKey.of(key));
            return note == null ? null : note.value();
          });
    }

    @Override
    public void set(String key, String value) {
      access.<@Nullable Object>write(
          tx -> {
            tx.put(Tables.METADATA, TextKey.of(key), new NamedText(key, value));
            return null;
          });
    }
  }

  record OfTranscripts(Access access, DoubleSupplier clock) implements Transcripts {
    @Override
    public long position(String path) {
      return access.read(
          view -> {
            TranscriptPosition transcript = view.get(Tables.TRANSCRIPTS, TextKey.of(path));
            return transcript == null ? 0 : transcript.position();
          });
    }

    @Override
    public SortedMap<String, Long> positions() {
      return access.read(
          view -> {
            SortedMap<String, Long> positions = new TreeMap<>(PathOrder.CODE_POINTS);
            for (Row<String, TranscriptPosition> row :
                view.scan(Tables.TRANSCRIPTS, Range.all(), Integer.MAX_VALUE)) {
              positions.put(row.record().path(), row.record().position());
            }
            return positions;
          });
    }

    @Override
    public void set(String path, long position) {
      access.<@Nullable Object>write(
          tx -> {
            tx.put(
                Tables.TRANSCRIPTS,
                TextKey.of(path),
                new TranscriptPosition(path, position, clock.getAsDouble()));
            return null;
          });
    }

    @Override
    public long clear() {
      return access.write(tx -> tx.clear(Tables.TRANSCRIPTS));
    }
  }
}
