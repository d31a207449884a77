package dev.fulgur.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A walk over rows and the changes above them, to which more come between its steps.
final class LayeredCursorTest {
  private static final Tree TREE = new Tree("tree", 0);
  private static final long MOST_BYTES = 1 << 20;

  /// No rows at all.
  private static final class Nothing implements Rows {
    @Override
    public @Nullable MemorySegment get(Tree tree, MemorySegment key) {
      return null;
    }

    @Override
    public RowCursor cursor(Tree tree) {
      return NoRows.INSTANCE;
    }

    @Override
    public long count(Tree tree) {
      return 0;
    }

    @Override
    public boolean writtenByOthers() {
      return false;
    }

    @Override
    public long version() {
      return 0;
    }
  }

  private static MemorySegment segment(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(MemorySegment bytes) {
    return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private static void change(Random random, MutableRows rows, NavigableMap<String, String> model) {
    String key = "k" + random.nextInt(40);
    if (random.nextInt(60) == 0) {
      rows.clear(TREE);
      model.clear();
    } else if (random.nextInt(3) == 0) {
      assertThat(rows.delete(TREE, segment(key))).isEqualTo(model.remove(key) != null);
    } else {
      String value = random.nextInt(5) == 0 ? "" : "v" + random.nextInt(1_000);
      rows.put(TREE, segment(key), segment(value));
      model.put(key, value);
    }
  }

  @Test
  void cursor_rowsThatChangeBetweenItsSteps_walksThemAsTheyAre() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("LayeredCursorTest: -Dseed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      NavigableMap<String, String> model = new TreeMap<>();
      OverlayRows below = new OverlayRows(new Nothing(), MOST_BYTES);
      for (int i = random.nextInt(60); i > 0; i--) {
        change(random, below, model);
      }
      OverlayRows rows = new OverlayRows(below, MOST_BYTES);
      @Nullable String at = null;
      try (RowCursor cursor = rows.cursor(TREE)) {
        for (int step = 0; step < 100; step++) {
          if (random.nextInt(3) == 0) {
            change(random, rows, model);
          }
          String from = "k" + random.nextInt(40);
          int way = random.nextInt(10);
          boolean there =
              switch (way) {
                case 0 -> cursor.first();
                case 1 -> cursor.last();
                case 2 -> cursor.seek(segment(from));
                case 3, 4, 5 -> cursor.previous();
                default -> cursor.next();
              };
          Map.Entry<String, String> row =
              switch (way) {
                case 0 -> model.firstEntry();
                case 1 -> model.lastEntry();
                case 2 -> model.ceilingEntry(from);
                case 3, 4, 5 -> at == null ? model.lastEntry() : model.lowerEntry(at);
                default -> at == null ? model.firstEntry() : model.higherEntry(at);
              };
          assertThat(there).as("round %s, step %s", round, step).isEqualTo(row != null);
          at = row == null ? null : row.getKey();
          if (row != null) {
            assertThat(text(cursor.key())).isEqualTo(row.getKey());
            assertThat(text(cursor.value())).isEqualTo(row.getValue());
          }
        }
      }
      assertThat(rows.count(TREE)).isEqualTo(model.size());
    }
  }
}
