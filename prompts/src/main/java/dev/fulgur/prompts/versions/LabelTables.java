package dev.fulgur.prompts.versions;

import dev.fulgur.store.Schema;
import dev.fulgur.store.Table;

/// The tables of labels.
///
/// | sub-database | key | value |
/// |---|---|---|
/// | `labels` | [LabelKey] | number, kind and targets of the last [LabelMove] of a label that is there; under the empty id the mark of a guarded one |
/// | `label_history` | [MoveKey] | [LabelMove]; only ever added to |
public final class LabelTables {
  /// Where each label stands.
  public static final Table<LabelKey, LabelMove> LABELS =
      Table.of("labels", LabelKey.CODEC, LabelMove.CODEC);

  /// Every move.
  public static final Table<MoveKey, LabelMove> HISTORY =
      Table.of("label_history", MoveKey.CODEC, LabelMove.CODEC);

  /// Both.
  public static final Schema SCHEMA = Schema.of("labels", LABELS, HISTORY);

  private LabelTables() {}
}
