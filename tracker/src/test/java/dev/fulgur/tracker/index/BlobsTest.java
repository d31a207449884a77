package dev.fulgur.tracker.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The contents that an indexer keeps.
final class BlobsTest extends TreeTest {

  @Test
  void blobs_holdTheContents_whereTheRecordsSay() throws IOException {
    Path blobs = folder.resolve("blobs");
    IndexOptions options = IndexOptions.usual().withWorkers(2).withBlobs(blobs);
    String text = "class Größe {\n  void messen() {}\n}\n";
    sources.write("A.java", text);
    sources.write("b.txt", "second");
    sources.index(tracker, options, () -> false);
    assertThat(content(blobs, sources.file(tracker, "A.java").blob())).isEqualTo(text);
    SymbolRecord method = tracker.symbols().byName(NameFilter.exact("messen"), null, -1).getFirst();
    assertThat(content(blobs, method.blob())).isEqualTo("void messen() {}");

    long size = Files.size(blobs);
    FileRecord b = sources.file(tracker, "b.txt");
    sources.change("A.java", "class B {}\n");
    sources.index(tracker, options, () -> false);
    assertThat(Files.size(blobs)).isEqualTo(size + "class B {}\n".length());
    assertThat(content(blobs, sources.file(tracker, "A.java").blob())).isEqualTo("class B {}\n");
    assertThat(sources.file(tracker, "b.txt")).isEqualTo(b);
  }

  private static String content(Path blobs, Span span) throws IOException {
    byte[] all = Files.readAllBytes(blobs);
    return new String(
        Arrays.copyOfRange(all, (int) span.offset(), (int) (span.offset() + span.length())),
        StandardCharsets.UTF_8);
  }

  @Test
  void blobs_thatAnotherRunHolds_areRefused() throws IOException {
    Path blobs = folder.resolve("blobs");
    sources.write("a.txt", "x");
    try (BlobFile held = BlobFile.open(blobs)) {
      assertThat(held.sizeBytes()).isZero();
      assertThatThrownBy(
              () -> sources.index(tracker, IndexOptions.usual().withBlobs(blobs), () -> false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void withoutBlobs_recordsPointNowhere() throws IOException {
    sources.write("A.java", "class A {}\n");
    sources.index(tracker);
    assertThat(sources.file(tracker, "A.java").blob()).isEqualTo(Span.NONE);
    assertThat(sources.symbols(tracker, "A.java").getFirst().blob()).isEqualTo(Span.NONE);
  }
}
