package dev.fulgur.store.engine.logged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.store.PlainText;
import dev.fulgur.store.Schema;
import dev.fulgur.store.Store;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.store.Table;
import dev.fulgur.store.codec.Keys;
import dev.fulgur.store.engine.Catalog;
import dev.fulgur.store.engine.LogNotes;
import dev.fulgur.store.engine.Tree;
import dev.fulgur.store.engine.env.Environment;
import dev.fulgur.store.engine.env.ReadSlot;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of a generation comes into LMDB's file.
final class GenerationTest {
  private static final Schema SCHEMA =
      Schema.of("generations", Table.raw("rows", Keys.UTF8, new PlainText()));

  @TempDir Path folder;

  private final Catalog catalog = new Catalog(SCHEMA);
  private final Tree tree = catalog.trees().getLast();

  /// Commits are applied before they are on disk, and those that did not come there, since the disk
  /// failed or the log was closed, stay behind the generation's end.
  @Test
  void bringInto_changesBehindTheEnd_stayOut() {
    Store.open(folder, SCHEMA, StoreOptions.defaults()).close();
    Environment environment = Environment.open(folder, StoreOptions.defaults(), catalog.trees());
    try {
      Generation generation = new Generation(catalog.trees().size(), 1);
      Rowset rows = generation.ofChanged(tree.number());
      put(rows, "changed", "published", 1);
      put(rows, "cleared", "published", 1);
      put(rows, "changed", "never published", 2);
      put(rows, "new", "never published", 2);
      rows.clear(3);
      generation.end(1);
      new Applier(environment, new AppliedMap(0, 0))
          .apply(
              lmdb -> generation.bringInto(lmdb, catalog.trees()), new LogNotes.Note(true, 7, 1));
      assertThat(get(environment, "changed")).isEqualTo("published");
      assertThat(get(environment, "cleared")).isEqualTo("published");
      assertThat(get(environment, "new")).isNull();
    } finally {
      environment.close();
    }
  }

  private static void put(Rowset rows, String key, String value, long sequence) {
    long _ = rows.change(bytes(key), bytes(value), sequence, 0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private @Nullable String get(Environment environment, String key) {
    ReadSlot slot = environment.take();
    try {
      MemorySegment value = slot.rows().get(tree, MemorySegment.ofArray(bytes(key)));
      return value == null
          ? null
          : new String(value.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    } finally {
      environment.end(slot);
    }
  }
}
