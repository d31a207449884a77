package dev.fulgur.verification.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// A disk of 16 MiB, mounted on a folder for a test.
public final class SmallDisk implements AutoCloseable {
  private final Path folder;
  private final Path ballast;

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.ballast = folder.resolve("ballast");
  }

  /// Mounts it, or skips the test, and says why, where that is not allowed.
  public static SmallDisk mount(Path folder) throws IOException {
    String said = run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder.toString());
    String reason = "skipped: a tmpfs cannot be mounted here: " + said;
    if (!said.isEmpty()) {
      System.out.println(reason);
    }
    assumeTrue(said.isEmpty(), reason);
    return new SmallDisk(folder);
  }

  /// Where it is mounted.
  public Path folder() {
    return folder;
  }

  /// Takes all room but 64 KiB and a random part of so many more bytes.
  public void fill(Random random, int most) throws IOException {
    long room = Files.getFileStore(folder).getUsableSpace();
    Files.write(ballast, new byte[(int) (room - random.nextInt(most) - (64 << 10))]);
  }

  /// Gives the room back.
  public void relieve() throws IOException {
    Files.delete(ballast);
  }

  @Override
  public void close() throws IOException {
    assertThat(run("umount", folder.toString())).isEmpty();
  }

  /// What a command says, nothing if all is well.
  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.onExit().join().exitValue();
    return exit == 0 ? "" : said.isBlank() ? "exit code " + exit : said.strip();
  }
}
