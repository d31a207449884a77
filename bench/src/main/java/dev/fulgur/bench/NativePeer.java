package dev.fulgur.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// A program that works as we do, in another language, and that takes turns with us: for each line
/// that it is sent it does its work and answers with a number.
final class NativePeer implements AutoCloseable {
  static final String PYTHON = "/usr/bin/python3";

  private final Process process;
  private final BufferedReader out;

  NativePeer(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    out = process.inputReader();
  }

  /// Has it work once more, and answers what it says.
  double turn() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the program ended: " + process.info().commandLine().orElse("?"));
    }
    return Double.parseDouble(line);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  /// Builds a C program that is a resource here, in `folder`.
  static Path compile(Path folder, String source) throws IOException, InterruptedException {
    Path file = folder.resolve(source);
    copy(source, file);
    copy("peer.h", folder.resolve("peer.h"));
    Path program = folder.resolve(source.substring(0, source.length() - ".c".length()));
    run("gcc", "-O2", "-o", program.toString(), file.toString(), "-ldl");
    return program;
  }

  /// The native library as the binding's jar has it.
  static Path lmdb(Path folder) throws IOException {
    String cpu = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    Path library = folder.resolve("liblmdb.so");
    copy("/org/lmdbjava/native/" + cpu + "-linux-gnu.so", library);
    return library;
  }

  static void copy(String resource, Path target) throws IOException {
    try (InputStream in = NativePeer.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Whether there is a Python that has LMDB and MessagePack.
  static boolean hasPython() {
    try {
      run(PYTHON, "-c", "import lmdb, msgpack");
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Runs a command to its end and answers what it printed.
  static String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + exit);
    }
    return out;
  }
}
