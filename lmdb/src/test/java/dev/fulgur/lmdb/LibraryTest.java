package dev.fulgur.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Unpacking the native library.
final class LibraryTest {
  private static final String NAME = Platform.libraryName();
  private static final Build BUILD = Objects.requireNonNull(Build.of(NAME));

  @TempDir Path folder;

  private static byte[] content() throws IOException {
    return content(NAME);
  }

  private static byte[] content(String name) throws IOException {
    try (InputStream in = LibraryTest.class.getResourceAsStream("/org/lmdbjava/native/" + name)) {
      if (in == null) {
        throw new IOException("no library for this machine");
      }
      return in.readAllBytes();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void builds_areThoseOfTheJar() throws IOException {
    assertThat(Build.ALL).hasSize(7);
    for (String name : Build.ALL.keySet()) {
      Build build = Objects.requireNonNull(Build.of(name));
      byte[] content = content(name);
      assertThat(build.holds(content)).as(name).isTrue();
      assertThat(HexFormat.of().formatHex(Library.sha256(content))).isEqualTo(build.sha256());
      content[content.length - 1] ^= 1;
      assertThat(build.holds(content)).isFalse();
    }
  }

  @Test
  void unpack_first_writesForItsOwnerOnly() throws IOException {
    Path target = folder.resolve("deep").resolve("er");
    Path file = Library.unpack(target, NAME, BUILD);
    assertThat(file).hasBinaryContent(content());
    assertThat(names(target)).containsExactly(NAME);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwx------");
  }

  @Test
  void unpack_again_leavesTheFile() throws IOException {
    Path file = Library.unpack(folder.resolve("l"), NAME, BUILD);
    Object key = Files.readAttributes(file, "unix:ino").get("ino");
    Library.unpack(folder.resolve("l"), NAME, BUILD);
    assertThat(Files.readAttributes(file, "unix:ino")).containsEntry("ino", key);
  }

  @Test
  void unpack_overAnotherContent_replacesIt() throws IOException {
    byte[] content = content();
    Path file = Library.unpack(folder.resolve("l"), NAME, BUILD);
    byte[] wrong = content.clone();
    wrong[wrong.length / 2] ^= 1;
    Files.write(file, wrong);
    Library.unpack(folder.resolve("l"), NAME, BUILD);
    assertThat(file).hasBinaryContent(content);
    Files.write(file, new byte[10]);
    Library.unpack(folder.resolve("l"), NAME, BUILD);
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void unpack_intoAFolderThatOthersMayWrite_isRefused() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> Library.unpack(open, NAME, BUILD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("may be written by others");
    assertThat(names(open)).isEmpty();
  }

  @Test
  void unpack_throughALink_isRefused() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    assertThatThrownBy(() -> Library.unpack(link, NAME, BUILD)).isInstanceOf(IOException.class);
    Path planted = Files.createSymbolicLink(real.resolve(NAME), folder.resolve("elsewhere"));
    Files.write(folder.resolve("elsewhere"), content());
    Path file = Library.unpack(real, NAME, BUILD);
    assertThat(planted).isEqualTo(file);
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  void unpack_byManyAtOnce_givesEachAWholeFile() throws Exception {
    byte[] content = content();
    CountDownLatch start = new CountDownLatch(1);
    List<FutureTask<byte[]>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      FutureTask<byte[]> task =
          new FutureTask<>(
              () -> {
                start.await();
                return Files.readAllBytes(Library.unpack(folder.resolve("l"), NAME, BUILD));
              });
      tasks.add(task);
      Thread.ofPlatform().start(task);
    }
    start.countDown();
    for (FutureTask<byte[]> task : tasks) {
      assertThat(task.get()).isEqualTo(content);
    }
    assertThat(names(folder.resolve("l"))).containsExactly(NAME);
  }
}
