package dev.fulgur.store.engine.env;

import dev.fulgur.store.KeepingProgress;
import dev.fulgur.store.engine.Outcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// Tells how far a copy is, by the size of its file: LMDB copies in one call.
final class CopyWatch implements AutoCloseable {

  private static final long PAUSE_NANOS = 100_000_000;

  private final Path file;
  private final long total;
  private final KeepingProgress progress;
  private volatile boolean ended;
  private final Thread thread;

  private CopyWatch(Path file, long total, KeepingProgress progress) {
    this.file = file;
    this.total = total;
    this.progress = progress;
    this.thread = Thread.ofPlatform().name("fulgur-copy").daemon().unstarted(this::look);
  }

  /// Begins to look, where somebody wants to be told.
  @SuppressWarnings("ReferenceEquality") // there is one that tells nobody
  static CopyWatch start(Path file, long total, KeepingProgress progress) {
    CopyWatch watch = new CopyWatch(file, total, progress);
    if (progress != KeepingProgress.NONE) {
      watch.thread.start();
    }
    return watch;
  }

  private void look() {
    while (!ended) {
      try {
        long size = Files.size(file);
        progress.at(Math.min(size, total), total);
      } catch (NoSuchFileException e) {
        progress.at(0, total);
      } catch (IOException e) {
        return; // the copy itself fails with it
      }
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
  }

  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
    Outcomes.awaitEnd(thread);
  }
}
