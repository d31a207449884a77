package dev.fulgur.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.store.StoreException;
import dev.fulgur.store.StoreOptions;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trackers that earlier versions of the schema wrote.
///
/// `stored/version-1.mdb.gz` has eight files of five symbols each; the index by name carries the
/// places of the symbols, the index by identity carries nothing. The symbols of the first file have
/// vectors.
final class FormatVersionsTest {

  @TempDir Path folder;

  private void unpack() throws Exception {
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(getClass().getResourceAsStream("/stored/version-1.mdb.gz")))) {
      Files.copy(in, folder.resolve("data.mdb"));
    }
  }

  @Test
  void version1_openedForWriting_hasItsIndexesBuiltAnewAndLosesNothing() throws Exception {
    unpack();
    try (StoreTracker tracker = StoreTracker.open(folder, StoreOptions.defaults(), () -> 2000.0)) {
      assertThat(tracker.isCurrent()).isTrue();
      List<SymbolRecord> all = new ArrayList<>();
      tracker.symbols().forEach(all::add);
      assertThat(all).hasSize(40);
      List<SymbolRecord> byName = new ArrayList<>();
      tracker.symbols().forEachByName(NameFilter.ALL, byName::add);
      assertThat(byName).containsExactlyInAnyOrderElementsOf(all);
      assertThat(byName).filteredOn(symbol -> symbol.vector() != null).hasSize(5);
      SymbolRecord known = byName.getFirst();
      SymbolEntry again =
          new SymbolEntry(
              known.filePath(),
              known.name(),
              known.kind(),
              known.lineStart(),
              known.lineEnd(),
              new Span(77, 7),
              known.keyHash(),
              known.container());
      assertThat(tracker.symbols().upsert(again)).isEqualTo(known.id());
      assertThat(tracker.symbols().byName(NameFilter.ALL, null, 1).getFirst().blob())
          .isEqualTo(new Span(77, 7));
      assertThat(tracker.store().check().problems()).isEmpty();
    }
  }

  @Test
  void version1_openedForReading_saysThatItIsToBeOpenedForWritingFirst() throws Exception {
    unpack();
    try (StoreTracker tracker = StoreTracker.open(folder, StoreOptions.readOnly(), () -> 2000.0)) {
      assertThat(tracker.isCurrent()).isFalse();
      assertThat(tracker.symbols().count()).isEqualTo(40);
      assertThat(tracker.symbols().byKey(5000)).isNotNull();
      assertThatThrownBy(() -> tracker.symbols().byName(NameFilter.ALL, null, 1))
          .isInstanceOf(StoreException.SchemaMismatch.class)
          .hasMessageContaining("open the store once for writing");
    }
  }
}
