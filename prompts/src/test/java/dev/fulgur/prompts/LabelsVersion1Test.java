package dev.fulgur.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.prompts.Labels.Gate;
import dev.fulgur.prompts.versions.Edit;
import dev.fulgur.prompts.versions.LabelKey;
import dev.fulgur.prompts.versions.LabelMove;
import dev.fulgur.prompts.versions.LabelMove.Kind;
import dev.fulgur.prompts.versions.MoveKey;
import dev.fulgur.prompts.versions.Targets;
import dev.fulgur.store.RecordCodec;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Table;
import dev.fulgur.store.Transaction;
import dev.fulgur.store.codec.RecordReader;
import dev.fulgur.store.codec.RecordWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Labels as their first version stored them: every move with all of its eight entries, nil where
/// there is nothing, in `labels` as in the history.
final class LabelsVersion1Test {
  private static final Schema FIRST;
  private static final Table<LabelKey, LabelMove> LABELS;
  private static final Table<MoveKey, LabelMove> HISTORY;

  static {
    LABELS = Table.of("labels", LabelKey.CODEC, new FirstCodec());
    HISTORY = Table.of("label_history", MoveKey.CODEC, new FirstCodec());
    FIRST = Schema.of("labels", LABELS, HISTORY);
  }

  /// Writes what version 1 wrote.
  private static final class FirstCodec implements RecordCodec<LabelMove> {
    @Override
    public String name() {
      return "prompts.label";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(LabelMove move, RecordWriter out) {
      out.writeRecordHeader(8);
      out.writeText("seq");
      out.writeLong(move.sequence());
      out.writeText("kind");
      out.writeText(move.kind().word());
      out.writeText("targets");
      Targets targets = move.targets();
      List<Targets.Share> shares = targets == null ? List.of() : targets.shares();
      out.writeArrayHeader(shares.size());
      for (Targets.Share share : shares) {
        out.writeArrayHeader(2);
        out.writeText(share.version());
        out.writeLong(share.percent());
      }
      out.writeText("standing");
      out.writeLong(move.standing());
      out.writeText("at");
      out.writeLong(move.at());
      out.writeText("author");
      out.writeTextOrNil(move.author());
      out.writeText("message");
      out.writeTextOrNil(move.message());
      out.writeText("release");
      out.writeTextOrNil(move.release());
    }

    @Override
    public LabelMove read(RecordReader in) {
      return LabelMove.CODEC.read(in);
    }
  }

  private static LabelMove move(
      long sequence, Kind kind, @Nullable Targets targets, @Nullable String author) {
    return new LabelMove(sequence, kind, targets, sequence, 1_000 * sequence, author, null, null);
  }

  private static void put(Transaction tx, LabelKey key, LabelMove... moves) {
    for (LabelMove move : moves) {
      tx.put(HISTORY, new MoveKey(key.id(), key.label(), move.sequence()), move);
    }
    LabelMove last = moves[moves.length - 1];
    if (last.kind() != Kind.REMOVE) {
      tx.put(LABELS, key, last);
    }
  }

  private static TemplateSpec spec(String version, String text) {
    return TemplateSpec.of("a", text).withVersion(version);
  }

  @Test
  void labels_ofVersion1_areReadAndMovedOn(@TempDir Path folder) {
    Path db = folder.resolve("db");
    LabelKey production = new LabelKey("a", "production");
    Targets halves =
        new Targets(List.of(new Targets.Share("1.0.0", 60), new Targets.Share("2.0.0", 40)));
    try (Store store = Store.open(db, FIRST, StoreOptions.defaults())) {
      store.write(
          tx -> {
            put(
                tx,
                production,
                move(1, Kind.MOVE, Targets.only("1.0.0"), "Ada"),
                move(2, Kind.MOVE, halves, null));
            put(
                tx,
                new LabelKey("a", "gone"),
                move(1, Kind.MOVE, Targets.only("1.0.0"), null),
                move(2, Kind.REMOVE, null, "Bo"));
            put(tx, LabelKey.everywhere("production"), move(1, Kind.GUARD, null, null));
          });
    }
    try (LmdbRegistry registry = LmdbRegistry.open(db)) {
      registry.save(spec("1.0.0", "one"));
      registry.save(spec("2.0.0", "two"));
      Labels labels = registry.labels();
      assertThat(registry.load("a@production").template()).isEqualTo("one");
      assertThat(labels.find("a", "gone")).isNull();
      assertThat(labels.guarded()).containsExactly("production");
      assertThat(labels.history("a", "production", 10))
          .containsExactly(
              move(2, Kind.MOVE, halves, null), move(1, Kind.MOVE, Targets.only("1.0.0"), "Ada"));
      assertThat(labels.history("a", "gone", 10).getFirst())
          .isEqualTo(move(2, Kind.REMOVE, null, "Bo"));
      assertThat(labels.loadAsOf("a", "production", Instant.ofEpochMilli(1_500), null).version())
          .isEqualTo("1.0.0");

      LabelMove back = labels.rollback("a", "production", Edit.UNSIGNED, Gate.FORCED);
      assertThat(back.sequence()).isEqualTo(3);
      assertThat(back.targets()).isEqualTo(Targets.only("1.0.0"));
      LabelMove on =
          labels.move(LabelPlacement.of("a", "production", "2.0.0"), Edit.UNSIGNED, Gate.FORCED);
      assertThat(on.sequence()).isEqualTo(4);
      assertThat(registry.load("a@production").template()).isEqualTo("two");
      assertThat(labels.history("a", "production", 10)).hasSize(4);
      assertThat(registry.store().check().problems()).isEmpty();
    }
    try (LmdbRegistry again = LmdbRegistry.open(db)) {
      assertThat(again.load("a@production").version()).isEqualTo("2.0.0");
      assertThat(again.labels().history("a", "production", 10)).hasSize(4);
    }
  }
}
