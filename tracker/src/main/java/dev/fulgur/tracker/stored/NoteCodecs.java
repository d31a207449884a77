package dev.fulgur.tracker.stored;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.tracker.Checkpoint;
import dev.fulgur.tracker.NamedText;
import dev.fulgur.tracker.TranscriptPosition;

/// The records of checkpoints, metadata and transcripts. Times are floats.
final class NoteCodecs {

  private NoteCodecs() {}

  /// `{id, created_at, last_path, total_files, processed_files}`
  static final class OfCheckpoint implements RecordCodec<Checkpoint> {
    private static final Fields FIELDS =
        Fields.of("id", "created_at", "last_path", "total_files", "processed_files");

    @Override
    public String name() {
      return "tracker-checkpoint";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Checkpoint checkpoint, RecordWriter out) {
      out.writeRecordHeader(FIELDS.size());
      out.writeText("id");
      out.writeLong(checkpoint.id());
      out.writeText("created_at");
      out.writeDouble(checkpoint.createdAt());
      out.writeText("last_path");
      out.writeText(checkpoint.lastPath());
      out.writeText("total_files");
      out.writeLong(checkpoint.totalFiles());
      out.writeText("processed_files");
      out.writeLong(checkpoint.processedFiles());
    }

    @Override
    public Checkpoint read(RecordReader in) {
      long id = 0;
      double createdAt = 0;
      String lastPath = "";
      long totalFiles = 0;
      long processedFiles = 0;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> id = in.readLong();
          case 1 -> createdAt = in.readDouble();
          case 2 -> lastPath = in.readText();
          case 3 -> totalFiles = in.readLong();
          case 4 -> processedFiles = in.readLong();
          default -> in.skipValue();
        }
      }
      return new Checkpoint(id, createdAt, lastPath, totalFiles, processedFiles);
    }
  }

  /// `{key, value}`
  static final class OfNote implements RecordCodec<NamedText> {
    private static final Fields FIELDS = Fields.of("key", "value");

    @Override
    public String name() {
      return "tracker-metadata";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(NamedText note, RecordWriter out) {
      out.writeRecordHeader(FIELDS.size());
      out.writeText("key");
      out.writeText(note.key());
      out.writeText("value");
      out.writeText(note.value());
    }

    @Override
    public NamedText read(RecordReader in) {
      String key = "";
      String value = "";
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> key = in.readText();
          case 1 -> value = in.readText();
          default -> in.skipValue();
        }
      }
      return new NamedText(key, value);
    }
  }

  /// `{path, position, updated_at}`
  static final class OfTranscript implements RecordCodec<TranscriptPosition> {
    private static final Fields FIELDS = Fields.of("path", "position", "updated_at");

    @Override
    public String name() {
      return "tracker-transcript";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(TranscriptPosition transcript, RecordWriter out) {
      out.writeRecordHeader(FIELDS.size());
      out.writeText("path");
      out.writeText(transcript.path());
      out.writeText("position");
      out.writeLong(transcript.position());
      out.writeText("updated_at");
      out.writeDouble(transcript.updatedAt());
    }

    @Override
    public TranscriptPosition read(RecordReader in) {
      String path = "";
      long position = 0;
      double updatedAt = 0;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> path = in.readText();
          case 1 -> position = in.readLong();
          case 2 -> updatedAt = in.readDouble();
          default -> in.skipValue();
        }
      }
      return new TranscriptPosition(path, position, updatedAt);
    }
  }
}
