package dev.fulgur.prompts.versions;

import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.codec.Fields;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import dev.fulgur.store.codec.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One move of a label. The last one says where the label stands.
///
/// ```
/// {"seq": int, "kind"?: text, "targets"?: version | [[version, percent], ..], "standing"?: int,
///  "at"?: int, "author"?: text, "message"?: text, "release"?: text}
/// ```
///
/// What is not there is `move`, nothing, the move's own number, 0, and nothing.
///
/// @param sequence the number of the move, from 1 for each label of each template
/// @param kind what was done
/// @param targets what the label names since, or null if it is gone
/// @param standing the number of the move whose targets are those that stand: its own, or after a
///   rollback that of the move that was gone back to
/// @param at when, in milliseconds since 1970 by the clock of who moved it; clocks may go back, so
///   that moves are ordered by their number and not by this
/// @param author who, or null
/// @param message why, or null
/// @param release the release that it belongs to, or null
public record LabelMove(
    long sequence,
    Kind kind,
    @Nullable Targets targets,
    long standing,
    long at,
    @Nullable String author,
    @Nullable String message,
    @Nullable String release) {

  /// What was done.
  public enum Kind {
    /// The label was put on other versions.
    MOVE("move"),
    /// The label was put back on what it named before.
    ROLLBACK("rollback"),
    /// The label was taken away, or its template or version was deleted.
    REMOVE("remove"),
    /// The label was marked as guarded, everywhere.
    GUARD("guard"),
    /// The mark was taken away.
    UNGUARD("unguard");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// As it is stored and printed.
    public String word() {
      return word;
    }
  }

  /// The record's bytes.
  public static final RecordCodec<LabelMove> CODEC = new Codec();

  private static final Fields FIELDS =
      Fields.of("seq", "kind", "targets", "standing", "at", "author", "message", "release");
  private static final Fields KINDS = Fields.of("move", "rollback", "remove", "guard", "unguard");

  private static final Kind[] KIND_OF = {
    Kind.MOVE, Kind.ROLLBACK, Kind.REMOVE, Kind.GUARD, Kind.UNGUARD
  };

  /// The move without when, who and why, as `labels` keeps it.
  LabelMove bare() {
    return new LabelMove(sequence, kind, targets, sequence, 0, null, null, null);
  }

  /// When, as a point in time.
  public Instant time() {
    return Instant.ofEpochMilli(at);
  }

  private static final class Codec implements RecordCodec<LabelMove> {
    @Override
    public String name() {
      return "prompts.label";
    }

    @Override
    public int version() {
      return 2;
    }

    @Override
    public void write(LabelMove move, RecordWriter out) {
      out.writeRecordHeader(entries(move));
      out.writeText("seq");
      out.writeLong(move.sequence);
      if (move.kind != Kind.MOVE) {
        out.writeText("kind");
        out.writeText(move.kind.word);
      }
      if (move.targets != null) {
        out.writeText("targets");
        write(move.targets.shares(), out);
      }
      if (move.standing != move.sequence) {
        out.writeText("standing");
        out.writeLong(move.standing);
      }
      if (move.at != 0) {
        out.writeText("at");
        out.writeLong(move.at);
      }
      write("author", move.author, out);
      write("message", move.message, out);
      write("release", move.release, out);
    }

    private static int entries(LabelMove move) {
      int entries = 1;
      entries += move.kind == Kind.MOVE ? 0 : 1;
      entries += move.targets == null ? 0 : 1;
      entries += move.standing == move.sequence ? 0 : 1;
      entries += move.at == 0 ? 0 : 1;
      entries += move.author == null ? 0 : 1;
      entries += move.message == null ? 0 : 1;
      return entries + (move.release == null ? 0 : 1);
    }

    private static void write(String field, @Nullable String text, RecordWriter out) {
      if (text != null) {
        out.writeText(field);
        out.writeText(text);
      }
    }

    private static void write(List<Targets.Share> shares, RecordWriter out) {
      if (shares.size() == 1) {
        out.writeText(shares.getFirst().version());
        return;
      }
      out.writeArrayHeader(shares.size());
      for (Targets.Share share : shares) {
        out.writeArrayHeader(2);
        out.writeText(share.version());
        out.writeLong(share.percent());
      }
    }

    @Override
    public LabelMove read(RecordReader in) {
      long sequence = 0;
      Kind kind = Kind.MOVE;
      Targets targets = null;
      long standing = -1;
      long at = 0;
      String author = null;
      String message = null;
      String release = null;
      int entries = in.readRecordHeader();
      for (int i = 0; i < entries; i++) {
        switch (in.readField(FIELDS, i)) {
          case 0 -> sequence = in.readLong();
          case 1 -> kind = KIND_OF[in.readTextOf(KINDS)];
          case 2 -> targets = targets(in);
          case 3 -> standing = in.readLong();
          case 4 -> at = in.readLong();
          case 5 -> author = in.readTextOrNull();
          case 6 -> message = in.readTextOrNull();
          case 7 -> release = in.readTextOrNull();
          default -> in.skipValue();
        }
      }
      in.readEnd();
      return new LabelMove(
          sequence,
          kind,
          targets,
          standing < 0 ? sequence : standing,
          at,
          author,
          message,
          release);
    }

    private static @Nullable Targets targets(RecordReader in) {
      if (in.peek() == ValueType.TEXT) {
        return Targets.only(in.readRepeatedText());
      }
      int count = in.readArrayHeader();
      List<Targets.Share> shares = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        in.readArrayHeader();
        shares.add(new Targets.Share(in.readText(), (int) in.readLong()));
      }
      return count == 0 ? null : new Targets(shares);
    }
  }
}
