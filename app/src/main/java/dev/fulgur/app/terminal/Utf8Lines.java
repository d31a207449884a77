package dev.fulgur.app.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Lines of UTF-8, each decoded alone: bytes that are no text spoil their own line, are never
/// replaced, and do not end the reading. A line ends with `\n` or `\r\n`; of one that is longer
/// than [#MAX_BYTES] no more is held than that. A byte order mark before the first is left out.
public final class Utf8Lines implements AutoCloseable {

  /// The longest line that has a text: the largest transaction, every byte of it escaped in six.
  public static final int MAX_BYTES = 200 << 20;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private long number;
  private long read;
  private byte[] line = buffer;
  private int lineFrom;
  private long lineBytes;

  private Utf8Lines(InputStream in) {
    this.in = in;
  }

  /// Of a stream, which is closed with it.
  public static Utf8Lines of(InputStream in) {
    return new Utf8Lines(in);
  }

  /// Of a file, or of standard input for `-`.
  ///
  /// @throws IOException naming the file, if it cannot be read
  public static Utf8Lines of(String source) throws IOException {
    if (source.equals("-")) {
      return of(System.in);
    }
    if (Files.isDirectory(Path.of(source))) {
      throw new FileSystemException(source, null, "it is a folder");
    }
    return of(Files.newInputStream(Path.of(source)));
  }

  /// Goes to the next line; false after the last.
  public boolean next() throws IOException {
    if (at == end && !fill()) {
      return false;
    }
    number++;
    int ending = lineEnd();
    if (ending < end) {
      line = buffer;
      lineFrom = at;
      lineBytes = (long) ending - at;
      at = ending + 1;
      read += lineBytes + 1;
    } else {
      join();
    }
    if (number == 1) {
      leaveOutMark();
    }
    if (lineBytes > 0 && lineBytes <= MAX_BYTES && line[lineFrom + (int) lineBytes - 1] == '\r') {
      lineBytes--;
    }
    return true;
  }

  /// A mark at the very beginning only says that this is UTF-8.
  private void leaveOutMark() {
    if (lineBytes >= MARK.length
        && lineBytes <= MAX_BYTES
        && Arrays.equals(line, lineFrom, lineFrom + MARK.length, MARK, 0, MARK.length)) {
      lineFrom += MARK.length;
      lineBytes -= MARK.length;
    }
  }

  /// A line that goes on beyond the buffer.
  private void join() throws IOException {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    lineBytes = 0;
    boolean whole;
    do {
      int ending = lineEnd();
      whole = ending < end;
      if (lineBytes + ending - at <= MAX_BYTES) {
        parts.write(buffer, at, ending - at);
      }
      lineBytes += ending - at;
      at = whole ? ending + 1 : ending;
      read += whole ? 1 : 0;
    } while (!whole && fill());
    read += lineBytes;
    line = parts.toByteArray();
    lineFrom = 0;
  }

  private int lineEnd() {
    int ending = at;
    while (ending < end && buffer[ending] != '\n') {
      ending++;
    }
    return ending;
  }

  private boolean fill() throws IOException {
    int got = in.read(buffer);
    at = 0;
    end = Math.max(got, 0);
    return got > 0;
  }

  /// The number of the line, from 1.
  public long number() {
    return number;
  }

  /// Whether the line has nothing but spaces.
  public boolean isBlank() {
    if (lineBytes > MAX_BYTES) {
      return false;
    }
    for (int i = lineFrom; i < lineFrom + (int) lineBytes; i++) {
      if (line[i] > ' ' || line[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /// How many bytes were read.
  public long bytes() {
    return read;
  }

  /// The line's text.
  ///
  /// @throws IllegalArgumentException if its bytes are not UTF-8, or too many
  public String text() {
    if (lineBytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the line has %d bytes, and the limit is %d".formatted(lineBytes, MAX_BYTES));
    }
    ByteBuffer encoded = ByteBuffer.wrap(line, lineFrom, (int) lineBytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "byte " + (encoded.position() - lineFrom + 1) + " is not UTF-8; save the text as UTF-8",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
