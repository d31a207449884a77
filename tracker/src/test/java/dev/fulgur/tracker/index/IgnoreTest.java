package dev.fulgur.tracker.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What `.gitignore` files, sizes and contents leave out.
final class IgnoreTest extends TreeTest {

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
}
