package dev.fulgur.jinja.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A Python process that renders what it is given.
final class PythonJinja implements AutoCloseable {

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;
  final String hello;

  private PythonJinja(Process process, BufferedWriter in, BufferedReader out, String hello) {
    this.process = process;
    this.in = in;
    this.out = out;
    this.hello = hello;
  }

  /// Null when this Python has no Jinja2, or there is no Python.
  static @Nullable PythonJinja start(String python, Path folder) throws IOException {
    Path script = folder.resolve("render.py");
    try (InputStream source = PythonJinja.class.getResourceAsStream("/differential/render.py")) {
      if (source == null) {
        throw new IllegalStateException("render.py is not among the resources");
      }
      Files.write(script, source.readAllBytes());
    }
    Process process;
    try {
      process =
          new ProcessBuilder(python, script.toString())
              .redirectError(folder.resolve("stderr.txt").toFile())
              .start();
    } catch (IOException e) {
      return null;
    }
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    BufferedWriter in =
        new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    String hello = out.readLine();
    if (hello == null) {
      process.destroy();
      return null;
    }
    return new PythonJinja(process, in, out, hello);
  }

  String render(String json) throws IOException {
    in.write(json);
    in.write('\n');
    in.flush();
    String answer = out.readLine();
    if (answer == null) {
      throw new IOException("Python is gone");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    in.close();
    process.destroy();
  }
}
