package dev.fulgur.store.engine.env;

import dev.fulgur.store.engine.Outcomes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Brings a file to disk while it is written and looked at, in a thread of its own: a disk that
/// begins with the first part is done soon after the last one.
///
/// Only [#await] tells that all of it is there. A force that failed is not repeated: the file is
/// then good for nothing.
final class Forcing implements AutoCloseable {

  private static final long PART_BYTES = 32L << 20;
  private static final long PAUSE_NANOS = 1_000_000;

  private final Path file;
  private final Thread thread;
  private volatile boolean written;
  private volatile boolean abandoned;

  /// Set before the thread ends.
  private @Nullable IOException failure;

  private Forcing(Path file) {
    this.file = file;
    this.thread = Thread.ofPlatform().name("fulgur-force").daemon().unstarted(this::run);
  }

  /// For a file that is about to be made.
  static Forcing of(Path file) {
    Forcing forcing = new Forcing(file);
    forcing.thread.start();
    return forcing;
  }

  private void run() {
    try {
      long forced = 0;
      while (!written) {
        long size = size();
        if (size - forced >= PART_BYTES) {
          force(false);
          forced = size;
        } else {
          LockSupport.parkNanos(this, PAUSE_NANOS);
        }
      }
      if (!abandoned) {
        force(true);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private long size() throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private void force(boolean metadata) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(metadata);
    }
  }

  /// The file is written; the rest of it is brought to disk from now on.
  void written() {
    written = true;
    LockSupport.unpark(thread);
  }

  /// Waits until all of it is on disk.
  ///
  /// @throws IOException if the disk failed
  void await() throws IOException {
    Outcomes.awaitEnd(thread);
    if (failure != null) {
      throw failure;
    }
  }

  /// Ends it, whether or not the file was written.
  @Override
  public void close() {
    if (!written) {
      abandoned = true;
      written();
    }
    Outcomes.awaitEnd(thread);
  }
}
