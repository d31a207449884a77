package dev.fulgur.tracker.index;

import dev.fulgur.tracker.index.FileJob.Result;
import dev.fulgur.tracker.index.syntax.SymbolFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Threads that read and parse files. Given work and asked for results by one thread.
final class Workers implements AutoCloseable {

  /// How much may be under way: so much that no thread waits while results are being written.
  private static final int AHEAD_FILES = 2_048;

  private static final long AHEAD_BYTES = 12 << 20;

  /// What a worker is given or gives back.
  private record Slot(
      Difference.@Nullable Stale stale, @Nullable Result result, @Nullable Throwable failure) {

    long bytes() {
      return stale == null ? 0 : stale.facts().sizeBytes();
    }
  }

  private final BlockingQueue<Slot> work = new LinkedBlockingQueue<>();
  private final BlockingQueue<Slot> done = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private int busy;
  private long busyBytes;

  Workers(Path root, IndexOptions options, Supplier<? extends SymbolFinder> finders) {
    for (int i = 0; i < options.workers(); i++) {
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("fulgur-index-" + (i + 1))
              .start(() -> serve(root, options, finders)));
    }
  }

  private void serve(Path root, IndexOptions options, Supplier<? extends SymbolFinder> finders) {
    try (SymbolFinder finder = finders.get()) {
      while (true) {
        Difference.Stale stale = work.take().stale();
        if (stale == null) {
          return;
        }
        done.add(new Slot(stale, FileJob.run(root, stale, options, finder), null));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // The thread that waits for results throws it.
      done.add(new Slot(null, null, e));
    }
  }

  /// How many files are under way.
  int busy() {
    return busy;
  }

  boolean hasRoom() {
    return busy < AHEAD_FILES && busyBytes < AHEAD_BYTES;
  }

  void submit(Difference.Stale stale) {
    Slot slot = new Slot(stale, null, null);
    busy++;
    busyBytes += slot.bytes();
    work.add(slot);
  }

  /// Waits for the next result.
  Result take() {
    Slot slot;
    try {
      slot = done.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The indexer was interrupted.", e);
    }
    busy--;
    busyBytes -= slot.bytes();
    if (slot.result() != null) {
      return slot.result();
    }
    throw new IllegalStateException("A worker of the indexer failed.", slot.failure());
  }

  /// Ends the threads and waits until each has freed what it holds.
  @Override
  public void close() {
    work.clear();
    for (int i = 0; i < threads.size(); i++) {
      work.add(new Slot(null, null, null));
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
