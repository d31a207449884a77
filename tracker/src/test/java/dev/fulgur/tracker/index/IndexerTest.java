package dev.fulgur.tracker.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.KeyHash;
import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Trees on disk, and what the tracker knows of them.
final class IndexerTest extends TreeTest {

  @Test
  void index_ofATree_takesFilesSymbolsContextsAndRemarks() throws IOException {
    sources.write(
        "src/auth/Login.java",
        "class Login {\n  // TODO: check the password\n  void enter() {}\n}\n");
    sources.write("src/test/app_test.py", "def test_it():\n    pass\n");
    sources.write("README.md", "# Read me\n");

    IndexReport report = sources.index(tracker);

    assertThat(report.complete()).isTrue();
    assertThat(report.seen()).isEqualTo(3);
    assertThat(report.indexed()).isEqualTo(3);
    assertThat(report.problems()).isEmpty();
    assertThat(report.symbols()).isEqualTo(4);
    assertThat(sources.known(tracker))
        .containsExactly("README.md", "src/auth/Login.java", "src/test/app_test.py");
    FileRecord login = sources.file(tracker, "src/auth/Login.java");
    assertThat(login.contexts().texts()).containsExactly("context:auth");
    assertThat(login.keyHash()).isEqualTo(KeyHash.DEFAULT.file(login.path()));
    assertThat(login.sizeBytes()).isEqualTo(Files.size(Path.of(login.path())));
    assertThat(login.vector()).isNull();
    assertThat(sources.file(tracker, "src/test/app_test.py").contexts().texts())
        .containsExactly("context:testing");
    List<SymbolRecord> symbols = sources.symbols(tracker, "src/auth/Login.java");
    assertThat(symbols)
        .extracting(SymbolRecord::kind)
        .containsExactlyInAnyOrder("class", "method", "insight:todo");
    SymbolRecord method = tracker.symbols().byName(NameFilter.exact("enter"), null, -1).getFirst();
    assertThat(method.container()).isEqualTo("Login");
    assertThat(method.lineStart()).isEqualTo(3);
    assertThat(method.keyHash())
        .isEqualTo(KeyHash.DEFAULT.symbol(login.path(), "enter", "method", 3, 3));
    assertThat(tracker.symbols().byKey(method.keyHash())).isEqualTo(method);
    assertThat(tracker.symbols().insightCounts())
        .containsExactly(java.util.Map.entry("insight:todo", 1L));
  }

  @Test
  void secondRun_readsOnlyWhatChanged() throws IOException {
    for (int i = 0; i < 40; i++) {
      sources.write("m" + i % 4 + "/F" + i + ".java", "class F" + i + " {}\n");
    }
    sources.index(tracker);
    assertThat(sources.index(tracker).bytes()).isZero();

    FileRecord before = sources.file(tracker, "m1/F1.java");
    tracker.vectors().setFile(before.keyHash(), new Span(10, 4));
    tracker
        .vectors()
        .setSymbol(sources.symbols(tracker, "m1/F1.java").getFirst().keyHash(), new Span(20, 4));
    // Touched: another time, the same content.
    sources.change("m1/F1.java", "class F1 {}\n");
    sources.change("m2/F2.java", "class Other {}\n");
    Files.delete(sources.root.resolve("m3/F3.java"));
    sources.write("m3/New.java", "class New {}\n");
    IndexReport report = sources.index(tracker);
    assertThat(report.indexed()).isEqualTo(2);
    assertThat(report.touched()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.seen()).isEqualTo(40);
    assertThat(sources.names(tracker, "m2/F2.java")).containsExactly("Other");
    assertThat(sources.names(tracker, "m3/F3.java")).isEmpty();
    assertThat(sources.file(tracker, "m1/F1.java").vector()).isEqualTo(new Span(10, 4));
    assertThat(sources.symbols(tracker, "m1/F1.java").getFirst().vector())
        .isEqualTo(new Span(20, 4));
    assertThat(tracker.files().needsIndex(sources.root.resolve("m1/F1.java"))).isFalse();
  }

  @Test
  void changedFile_losesItsVectorAndItsPatterns_keepsTheIdsOfItsSymbols() throws IOException {
    Path file = sources.write("A.java", "class A { void a() {} void b() {} }\n").toRealPath();
    sources.index(tracker);
    FileRecord first = sources.file(tracker, "A.java");
    tracker.vectors().setFile(first.keyHash(), new Span(10, 4));
    tracker.patterns().cache(7, "x", "grep", List.of(file.toString()), Span.NONE);
    long id = sources.symbols(tracker, "A.java").getFirst().id();
    sources.change("A.java", "class A { void b() {} void c() {} }\n");
    sources.index(tracker);
    assertThat(sources.file(tracker, "A.java").vector()).isNull();
    assertThat(tracker.patterns().count()).isZero();
    assertThat(sources.symbols(tracker, "A.java").getFirst().id()).isEqualTo(id);
    assertThat(sources.names(tracker, "A.java")).containsExactlyInAnyOrder("A", "b", "c");
    assertThat(tracker.vectors().live().count()).isZero();
  }

  @Test
  void run_thatIsStopped_keepsWhatIsDone_andTheNextGoesOn() throws IOException {
    int count = 700;
    for (int i = 0; i < count; i++) {
      sources.write("F%03d.java".formatted(i), "class F" + i + " {}\n");
    }
    AtomicInteger asked = new AtomicInteger();
    IndexReport first =
        sources.index(
            tracker,
            IndexOptions.usual().withWorkers(2),
            () -> asked.incrementAndGet() > count / 2);
    assertThat(first.complete()).isFalse();
    assertThat(first.indexed()).isBetween(1L, count - 1L);
    assertThat(tracker.files().count()).isEqualTo(first.indexed());
    assertThat(Objects.requireNonNull(tracker.checkpoints().latest()).totalFiles())
        .isEqualTo(count);

    IndexReport second = sources.index(tracker);
    assertThat(second.complete()).isTrue();
    assertThat(second.indexed()).isEqualTo(count - first.indexed());
    assertThat(tracker.files().count()).isEqualTo(count);
    assertThat(tracker.checkpoints().latest()).isNull();
  }

  @Test
  void twoTrees_inOneTracker_leaveEachOtherAlone() throws IOException {
    sources.write("a.txt", "x");
    Sources other = new Sources(Files.createDirectory(folder.resolve("tree-2")));
    other.write("b.txt", "x");
    sources.index(tracker);
    other.index(tracker);
    assertThat(tracker.files().count()).isEqualTo(2);
    assertThat(sources.index(tracker).deleted()).isZero();
    Files.delete(sources.root.resolve("a.txt"));
    assertThat(sources.index(tracker).deleted()).isEqualTo(1);
    assertThat(other.known(tracker)).containsExactly("b.txt");
  }

  @Test
  void watch_ofATree_tellsOfAChange() throws Exception {
    sources.write("a/x.txt", "x");
    try (TreeWatch watch = TreeWatch.of(sources.root, IndexOptions.usual().leftOut())) {
      sources.write("a/new/y.txt", "y");
      boolean told = false;
      for (int i = 0; i < 60 && !told; i++) {
        told = watch.await(500);
      }
      assertThat(told).isTrue();
    }
  }
}
