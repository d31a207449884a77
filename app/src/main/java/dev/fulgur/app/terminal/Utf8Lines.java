package dev.fulgur.app.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Lines of UTF-8, each decoded alone: bytes that are no text spoil their own line, are never
/// replaced, and do not end the reading.
public final class Utf8Lines implements AutoCloseable {
  private final BufferedReader bytes;
  private long number;
  private long read;
  private String line = "";

  private Utf8Lines(InputStream in) {
    // A character for each byte: the ends of lines are the same in UTF-8.
    bytes = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
  }

  /// Of a stream, which is closed with it.
  public static Utf8Lines of(InputStream in) {
    return new Utf8Lines(in);
  }

  /// Of a file, or of standard input for `-`.
  public static Utf8Lines of(String source) throws IOException {
    return of(source.equals("-") ? System.in : Files.newInputStream(Path.of(source)));
  }

  /// Goes to the next line; false after the last.
  public boolean next() throws IOException {
    @Nullable String next = bytes.readLine();
    if (next == null) {
      return false;
    }
    line = next;
    number++;
    read += next.length() + 1L;
    return true;
  }

  /// The number of the line, from 1.
  public long number() {
    return number;
  }

  /// Whether the line has nothing but spaces.
  public boolean isBlank() {
    return line.isBlank();
  }

  /// How many bytes were read.
  public long bytes() {
    return read;
  }

  /// The line's text.
  ///
  /// @throws IllegalArgumentException if its bytes are not UTF-8
  public String text() {
    ByteBuffer encoded = ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "byte " + (encoded.position() + 1) + " is not UTF-8; save the text as UTF-8", e);
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
