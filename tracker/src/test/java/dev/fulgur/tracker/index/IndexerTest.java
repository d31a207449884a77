package dev.fulgur.tracker.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fulgur.tracker.FileRecord;
import dev.fulgur.tracker.KeyHash;
import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.SymbolRecord;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trees on disk, and what the tracker knows of them.
final class IndexerTest {

  @TempDir Path folder;
  private Sources sources;
  private StoreTracker tracker;

  @BeforeEach
  void open() throws IOException {
    sources = new Sources(Files.createDirectory(folder.resolve("tree")));
    tracker = StoreTracker.open(folder.resolve("db"));
  }

  @AfterEach
  void close() {
    assertThat(tracker.store().check().problems()).isEmpty();
    tracker.close();
  }

  private static List<Problem.Kind> kinds(IndexReport report) {
    return report.problems().stream().map(Problem::kind).toList();
  }

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
  void gitignore_rules_areFollowedAsByGit() throws IOException {
    sources.write(".gitignore", "*.log\n!keep.log\n/build\nout/\n**/gen/*.java\n# all\n\n a\\ b\n");
    sources.write("a.log", "x");
    sources.write("keep.log", "x");
    sources.write("sub/b.log", "x");
    sources.write("build/x.txt", "x");
    sources.write("sub/build/x.txt", "x");
    sources.write("sub/out/x.txt", "x");
    sources.write("out.txt", "x");
    sources.write("deep/er/gen/X.java", "class X {}");
    sources.write("deep/er/gen/sub/Y.java", "class Y {}");
    sources.write("sub/.gitignore", "!b.log\n*.txt\n");
    sources.write("sub/c.txt", "x");
    sources.write("node_modules/x.js", "x");
    sources.write(".git/config", "x");

    sources.index(tracker);

    assertThat(sources.known(tracker))
        .containsExactly(
            ".gitignore",
            "deep/er/gen/sub/Y.java",
            "keep.log",
            "out.txt",
            "sub/.gitignore",
            "sub/b.log");
  }

  @Test
  void gitignore_ofTheRepositoryAround_counts() throws IOException {
    sources.write(".git/config", "x");
    sources.write(".gitignore", "*.tmp\n/inner/secret\n");
    sources.write("inner/a.tmp", "x");
    sources.write("inner/secret/b.txt", "x");
    sources.write("inner/c.txt", "x");
    Sources inner = new Sources(sources.root.resolve("inner"));
    inner.index(tracker);
    assertThat(inner.known(tracker)).containsExactly("c.txt");
  }

  @Test
  void file_thatBecomesIgnored_leaves() throws IOException {
    sources.write("a.txt", "x");
    sources.write("b.txt", "x");
    sources.index(tracker);
    sources.write(".gitignore", "a.txt\n");
    assertThat(sources.index(tracker).deleted()).isEqualTo(1);
    assertThat(sources.known(tracker)).containsExactly(".gitignore", "b.txt");
  }

  @Test
  void binariesAndLargeFiles_areLeftOutAndCounted() throws IOException {
    sources.write("a.bin", new byte[] {'a', 0, 'b'});
    sources.write("just.txt", "x".repeat(1_000_000));
    sources.write("large.txt", "x".repeat(1_000_001));
    sources.write("empty.txt", "");
    IndexReport report = sources.index(tracker);
    assertThat(report.binary()).isEqualTo(1);
    assertThat(report.large()).isEqualTo(1);
    assertThat(sources.known(tracker)).containsExactly("empty.txt", "just.txt");

    // What was known and is no text any more, or too large, leaves.
    sources.change("empty.txt", "a\0b");
    sources.change("just.txt", "x".repeat(1_000_002));
    IndexReport second = sources.index(tracker);
    assertThat(second.deleted()).isEqualTo(2);
    assertThat(sources.known(tracker)).isEmpty();
  }

  @Test
  void links_areNotFollowed_andCyclesAreNamed() throws IOException {
    sources.write("a/b/c.txt", "x");
    Files.createSymbolicLink(sources.root.resolve("a/b/up"), sources.root.resolve("a"));
    Files.createSymbolicLink(sources.root.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(sources.root.resolve("nowhere"), Path.of("missing"));
    Files.createSymbolicLink(sources.root.resolve("aside"), sources.root.resolve("a/b"));
    Files.createSymbolicLink(sources.root.resolve("c.txt"), Path.of("a/b/c.txt"));
    IndexReport report = sources.index(tracker);
    assertThat(sources.known(tracker)).containsExactly("a/b/c.txt");
    assertThat(kinds(report)).containsOnly(Problem.Kind.LINK_CYCLE).hasSize(2);
    assertThat(report.problemCounts()).containsEntry(Problem.Kind.LINK_CYCLE, 2L);
    assertThat(report.problems().getFirst().sentence()).endsWith(".").doesNotContain("\n");
  }

  @Test
  void folderThatCannotBeRead_isNamed_andWhatIsKnownOfItStays() throws IOException {
    sources.write("open/a.txt", "x");
    Path shut = Objects.requireNonNull(sources.write("shut/b.txt", "x").getParent());
    Path file = sources.write("c.txt", "x");
    sources.index(tracker);
    Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("---------"));
    sources.change("c.txt", "changed");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    try {
      assumeTrue(
          !Files.isReadable(shut), "this user may read everything, so nothing can be shut to it");
      IndexReport report = sources.index(tracker);
      assertThat(kinds(report)).containsExactlyInAnyOrder(Problem.Kind.FOLDER, Problem.Kind.FILE);
      assertThat(sources.known(tracker)).containsExactly("c.txt", "open/a.txt", "shut/b.txt");
    } finally {
      Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  @Test
  void brokenSource_isTakenAsFarAsItGoes_andNamed() throws IOException {
    sources.write("Bad.java", "class Good { void a() {} }\nclass {{{\n");
    sources.write("noise.py", new byte[] {(byte) 0xff, (byte) 0xfe, '(', '\n'});
    IndexReport report = sources.index(tracker);
    assertThat(kinds(report)).contains(Problem.Kind.SYNTAX);
    assertThat(sources.names(tracker, "Bad.java")).contains("Good", "a");
    assertThat(sources.known(tracker)).containsExactly("Bad.java", "noise.py");
    assertThat(report.problems())
        .extracting(Problem::sentence)
        .anyMatch(line -> line.endsWith("Bad.java cannot be understood around line 2."));
  }

  @Test
  void oddNames_areKeptAsTheyAre() throws IOException {
    List<String> odd =
        new ArrayList<>(
            List.of(
                "new\nline.txt",
                "tab\t.txt",
                "back\\slash.txt",
                " space .txt",
                "-dash",
                "a'\".py"));
    if ("UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
      odd.addAll(List.of("größe.py", "数.java", "\uD83D\uDE00.txt", "e\u0301.txt", "\u202Ertl.txt"));
    }
    for (String name : odd) {
      sources.write("dir " + name + "/" + name, "x");
    }
    IndexReport report = sources.index(tracker);
    assertThat(sources.known(tracker))
        .containsExactlyInAnyOrderElementsOf(
            odd.stream().map(name -> "dir " + name + "/" + name).toList());
    assertThat(report.indexed()).isEqualTo(odd.size());
    assertThat(sources.index(tracker).indexed()).isZero();
  }

  @Test
  void nameThatIsNoText_isLeftOutAndNamed() throws Exception {
    Process made =
        new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'bad\\377.txt')\"")
            .directory(sources.root.toFile())
            .redirectErrorStream(true)
            .start();
    assumeTrue(
        made.waitFor(20, TimeUnit.SECONDS) && made.exitValue() == 0,
        "this file system takes UTF-8 names only");
    sources.write("good.txt", "x");
    IndexReport report = sources.index(tracker);
    assertThat(kinds(report)).containsExactly(Problem.Kind.NAME);
    assertThat(sources.known(tracker)).containsExactly("good.txt");
  }

  @Test
  void pathsOverTheKeyLimit_areStoredWhole() throws IOException {
    String deep = ("d".repeat(100) + "/").repeat(7);
    List<String> paths =
        new ArrayList<>(List.of(deep + "a.py", deep + "b.py", deep + "c/d.py", deep + "e.txt"));
    try {
      for (String path : paths) {
        sources.write(path, "def f" + path.charAt(path.length() - 4) + "(): pass\n");
      }
    } catch (InvalidPathException | java.nio.file.FileSystemException e) {
      assumeTrue(false, "this file system takes no path of so many bytes: " + e.getMessage());
    }
    sources.write(deep.substring(0, 303) + "z.py", "def z(): pass\n");
    paths.add(deep.substring(0, 303) + "z.py");

    assertThat(sources.index(tracker).indexed()).isEqualTo(5);
    assertThat(sources.known(tracker)).containsExactlyInAnyOrderElementsOf(paths);
    for (String path : paths) {
      assertThat(sources.file(tracker, path).path()).endsWith(path);
    }
    assertThat(sources.names(tracker, deep + "a.py")).containsExactly("fa");
    assertThat(tracker.symbols().byName(NameFilter.exact("fd"), null, -1)).hasSize(1);
    assertThat(sources.index(tracker).indexed()).isZero();

    sources.change(deep + "b.py", "def changed(): pass\n");
    Files.delete(sources.root.resolve(deep + "a.py"));
    IndexReport report = sources.index(tracker);
    assertThat(report.indexed()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    paths.remove(deep + "a.py");
    assertThat(sources.known(tracker)).containsExactlyInAnyOrderElementsOf(paths);
    assertThat(sources.names(tracker, deep + "b.py")).containsExactly("changed");
    assertThat(tracker.symbols().byName(NameFilter.exact("fa"), null, -1)).isEmpty();
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
  void clockThatGoesBack_losesNothing() throws IOException {
    double[] now = {2_000_000_000};
    tracker.close();
    tracker =
        StoreTracker.open(
            folder.resolve("db"), dev.fulgur.store.StoreOptions.defaults(), () -> now[0]);
    sources.write("a.txt", "one");
    sources.write("b.txt", "one");
    sources.index(tracker);
    now[0] = 1_000_000_000;
    sources.change("a.txt", "two two");
    IndexReport report = sources.index(tracker);
    assertThat(report.indexed()).isEqualTo(1);
    assertThat(sources.file(tracker, "a.txt").indexedAt()).isEqualTo(1_000_000_000);
    assertThat(tracker.files().recent(-1))
        .extracting(f -> Objects.requireNonNull(Path.of(f.path()).getFileName()).toString())
        .containsExactly("b.txt", "a.txt");
    // A file whose time went back is read again if its size tells that it changed.
    Path b = sources.write("b.txt", "another size");
    Files.setLastModifiedTime(b, java.nio.file.attribute.FileTime.fromMillis(1_000));
    assertThat(sources.index(tracker).indexed()).isEqualTo(1);
    assertThat(sources.index(tracker).indexed()).isZero();
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

  @Test
  void root_thatIsNoFolder_isRefused() throws IOException {
    Path file = sources.write("a.txt", "x");
    assertThatThrownBy(() -> new Sources(file).index(tracker))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a folder");
    assertThatThrownBy(() -> new Sources(folder.resolve("none")).index(tracker))
        .isInstanceOf(IOException.class);
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
    try (TreeWatch watch = TreeWatch.of(sources.root, IndexOptions.usual().excludedFolders())) {
      sources.write("a/new/y.txt", "y");
      boolean told = false;
      for (int i = 0; i < 60 && !told; i++) {
        told = watch.await(500);
      }
      assertThat(told).isTrue();
    }
  }
}
