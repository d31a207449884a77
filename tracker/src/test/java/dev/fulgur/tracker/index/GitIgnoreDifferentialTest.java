package dev.fulgur.tracker.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random `.gitignore` files in random trees: what is left is what git itself says, save for sets
/// in brackets that hold a slash. Skipped where there is no git.
final class GitIgnoreDifferentialTest {

  private static final int ROUNDS =
      Integer.getInteger("rounds", Boolean.getBoolean("soak") ? 3_000 : 60);

  private static final List<String> NAMES =
      List.of(
          "a", "b", "ab", "abc", "a b", "foo.c", "x.log", "build", ".hidden", "é.txt", "[x]", "!n",
          "#h", "A", "b]", "x-y", "a\\b");
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "ab",
          "foo.c",
          "build",
          "*",
          "?",
          "*.c",
          "*.*",
          "a*",
          "*b*",
          "[ab]",
          "[!a]",
          "[^ab]*",
          "[a-c]b",
          "**",
          "**b",
          "\\!n",
          "\\#h",
          "#h",
          "!n",
          "a\\ b",
          "a b",
          "[]x]",
          "\\[x\\]",
          "[x]",
          "[[:alpha:]]",
          "[[:digit:]a]*",
          "[z-a]",
          "é.*",
          "?.txt",
          ".*",
          "\\a",
          "x-[x-z]",
          "b\\]",
          "[\\]]",
          "a\\\\b",
          "???");

  private final Random random = new Random();
  @TempDir Path root;

  @Test
  void randomRules_leaveWhatGitLeaves() throws Exception {
    assumeTrue(git("init", "-q", ".") != null, "There is no git here to compare with.");
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("GitIgnoreDifferentialTest: -Dseed=" + seed);
    for (int round = 0; round < ROUNDS; round++) {
      random.setSeed(seed + round);
      clear(root, true);
      Map<String, String> rules = new TreeMap<>();
      fill(root, 0, rules);
      String theirs =
          Objects.requireNonNull(git("ls-files", "-o", "-z", "--exclude-standard"), "git");
      TreeSet<String> wanted = new TreeSet<>(List.of(theirs.split("\0", -1)));
      wanted.remove("");
      TreeSet<String> left = new TreeSet<>();
      walk(root, IgnoreRules.ofRoot(root), left);
      TreeSet<String> tooMuch = new TreeSet<>(left);
      tooMuch.removeAll(wanted);
      wanted.removeAll(left);
      assertThat(List.of(tooMuch, wanted))
          .as("seed %d: left by us alone, left by git alone; rules %s", seed + round, rules)
          .isEqualTo(List.of(List.of(), List.of()).stream().map(TreeSet::new).toList());
    }
  }

  private void fill(Path folder, int depth, Map<String, String> rules) throws IOException {
    for (int i = random.nextInt(1, 7); i > 0; i--) {
      Path path = folder.resolve(one(NAMES));
      if (Files.exists(path)) {
        continue;
      }
      if (depth < 3 && random.nextInt(3) > 0) {
        Files.createDirectory(path);
        fill(path, depth + 1, rules);
      } else {
        Files.createFile(path);
      }
    }
    if (depth == 0 || random.nextInt(4) == 0) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        text.append(pattern()).append(i == 1 && random.nextInt(4) == 0 ? "" : "\n");
      }
      Files.writeString(folder.resolve(IgnoreRules.FILE), text);
      rules.put(root.relativize(folder).toString(), text.toString());
    }
  }

  private String pattern() {
    StringBuilder pattern = new StringBuilder();
    pattern.append(random.nextInt(4) == 0 ? "!" : "").append(random.nextInt(4) == 0 ? "/" : "");
    int pieces = Math.max(1, random.nextInt(4));
    for (int i = 0; i < pieces; i++) {
      pattern.append(i == 0 ? "" : "/").append(one(PIECES));
    }
    pattern.append(random.nextInt(4) == 0 ? "/" : "");
    return pattern.append(one(List.of("", "", "", " ", "  ", "\\ ", "\r", "\t"))).toString();
  }

  private static void walk(Path folder, IgnoreRules rules, Set<String> left) throws IOException {
    walk(folder, folder, rules, left);
  }

  private static void walk(Path root, Path folder, IgnoreRules rules, Set<String> left)
      throws IOException {
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        boolean isFolder = Files.isDirectory(path);
        if (path.endsWith(".git") || rules.leavesOut(path, isFolder)) {
          continue;
        }
        if (isFolder) {
          walk(root, path, rules.in(path), left);
        } else {
          left.add(root.relativize(path).toString());
        }
      }
    }
  }

  private String one(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static void clear(Path folder, boolean top) throws IOException {
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        if (top && path.endsWith(".git")) {
          continue;
        }
        if (Files.isDirectory(path)) {
          clear(path, false);
        }
        Files.delete(path);
      }
    }
  }

  /// What git says, or null if it cannot be run.
  private @org.jspecify.annotations.Nullable String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-c", "core.excludesFile="));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    try {
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? out : null;
    } catch (IOException e) {
      return null; // there is no such program
    }
  }
}
