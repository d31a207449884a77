package dev.fulgur.tracker.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fulgur.tracker.NameFilter;
import dev.fulgur.tracker.stored.StoreTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Trees that go wrong: each fault is one line, and the run goes on.
final class HostileTreeTest extends TreeTest {

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
  void root_thatIsNoFolder_isRefused() throws IOException {
    Path file = sources.write("a.txt", "x");
    assertThatThrownBy(() -> new Sources(file).index(tracker))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a folder");
    assertThatThrownBy(() -> new Sources(folder.resolve("none")).index(tracker))
        .isInstanceOf(IOException.class);
  }
}
