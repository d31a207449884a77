package dev.fulgur.tracker.index;

import dev.fulgur.tracker.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The contents of indexed files, one behind the other in a file that only grows; records say where
/// each lies. What no record points to any more stays until the file is made anew.
///
/// One process at a time may append. Not safe for use by several threads at once.
final class BlobFile implements AutoCloseable {

  private final FileChannel channel;
  private long end;
  private boolean dirty;

  private BlobFile(FileChannel channel, long end) {
    this.channel = channel;
    this.end = end;
  }

  /// Opens it to append, or makes it.
  static BlobFile open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      // Held until the channel is closed.
      if (channel.tryLock() == null) {
        throw new IOException(file + " is in use: another process is indexing");
      }
      return new BlobFile(channel, channel.size());
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException(file + " is in use: this process is indexing already", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Appends a content; it is on disk after the next [#force].
  Span append(byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    long at = end;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
    Span span = new Span(end, content.length);
    end = at;
    dirty = true;
    return span;
  }

  /// Brings what was appended to disk, before records that point to it are written.
  void force() throws IOException {
    if (dirty) {
      channel.force(false);
      dirty = false;
    }
  }

  long sizeBytes() {
    return end;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
