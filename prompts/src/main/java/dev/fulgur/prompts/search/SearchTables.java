package dev.fulgur.prompts.search;

import dev.fulgur.store.Counter;
import dev.fulgur.store.KeyCodec;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.Keys;

/// The tables of the inverted index.
///
/// | sub-database | key | value |
/// |---|---|---|
/// | `search_pending` | id | [Pending]: what was written and is not in all blocks yet |
/// | `search_blocks` | term u32, first id | [Block] |
public final class SearchTables {
  /// The first id of a block, behind its term.
  ///
  /// @param term the term
  /// @param first the first id
  record BlockKey(int term, String first) {
    static final KeyCodec<BlockKey> CODEC =
        Keys.of(
            "(u32,utf8)",
            (key, out) -> {
              out.beginPart();
              out.u32(key.term);
              out.endPart();
              out.text(key.first);
            },
            in -> {
              in.beginPart();
              int term = in.u32();
              in.endPart();
              return new BlockKey(term, in.text());
            });
  }

  static final Table<String, Pending> PENDING =
      Table.of("search_pending", Keys.UTF8, Pending.CODEC);

  static final Table<BlockKey, Block> BLOCKS =
      Table.of("search_blocks", BlockKey.CODEC, Block.CODEC);

  /// Is 1 once the index holds every template.
  static final Counter BUILT = Counter.of("search_index");

  /// How many slices of what is pending were taken into the blocks.
  static final Counter STEPS = Counter.of("search_steps");

  /// Both.
  public static final Schema SCHEMA = Schema.of("search", PENDING, BLOCKS);

  private SearchTables() {}
}
