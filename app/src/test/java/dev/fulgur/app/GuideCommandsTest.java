package dev.fulgur.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the guides: files that they show are written where their first line says, and every command
/// of their `sh` blocks is run, in its order. Paths in commands begin with `./`.
final class GuideCommandsTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern FILE = Pattern.compile("# \\./(\\S+)\\n");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /// These end with 1 where there is something to say.
  private static final Set<String> MAY_DIFFER = Set.of("diff");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"prompts.md", "migration.md", "operations.md"})
  void guide_runFromTopToBottom_works(String guide) throws Exception {
    String text = Files.readString(Path.of("..", "docs", guide));
    assertThat(text).as("commands stand in blocks, which are run").doesNotContain("`fulgur ");
    Matcher blocks = BLOCK.matcher(text);
    int commands = 0;
    while (blocks.find()) {
      if (blocks.group(1).equals("sh")) {
        for (String line : blocks.group(2).lines().toList()) {
          run(line);
          commands++;
        }
      } else {
        write(blocks.group(2));
      }
    }
    assertThat(commands).isGreaterThan(5);
  }

  private void write(String block) throws IOException {
    Matcher name = FILE.matcher(block);
    if (name.lookingAt()) {
      Path file = folder.resolve(name.group(1));
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, block.substring(name.end()));
    }
  }

  private void run(String line) throws IOException, InterruptedException {
    if (!line.startsWith("fulgur ")) {
      assumeTrue(isThere("python3"), "python3 is not installed");
      Process process =
          new ProcessBuilder("bash", "-c", line)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s%n%s", line, out).isZero();
      return;
    }
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      String text = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(text.startsWith("./") ? folder.resolve(text.substring(2)).toString() : text);
    }
    words.removeFirst();
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    boolean mayDiffer = MAY_DIFFER.contains(words.getFirst()) && run.err().isEmpty();
    assertThat(run.exitCode()).as("%s%n%s", line, run).isLessThanOrEqualTo(mayDiffer ? 1 : 0);
  }

  private static boolean isThere(String program) {
    for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(entry).resolve(program))) {
        return true;
      }
    }
    return false;
  }
}
