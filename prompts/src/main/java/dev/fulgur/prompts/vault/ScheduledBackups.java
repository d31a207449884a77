package dev.fulgur.prompts.vault;

import dev.fulgur.store.Store;
import dev.fulgur.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Backups of a store at intervals, by a daemon thread of their own, while others read and write.
/// One that fails is told and tried again at the next interval; what was kept stays.
final class ScheduledBackups implements AutoCloseable {
  private final Store store;
  private final BackupRotation rotation;
  private final int keep;
  private final Consumer<String> notices;
  private final ScheduledExecutorService thread;

  ScheduledBackups(Store store, Path folder, Duration every, int keep, Consumer<String> notices) {
    this.store = store;
    this.rotation = new BackupRotation(folder);
    this.keep = keep;
    this.notices = notices;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("fulgur-backups").factory());
    long nanos = every.toNanos();
    ScheduledFuture<?> _ =
        this.thread.scheduleAtFixedRate(this::back, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void back() {
    try {
      store.backup(rotation.next(Instant.now()));
      rotation.trim(keep);
    } catch (IOException | StoreException e) {
      notices.accept("A scheduled backup of " + store.path() + " failed: " + e.getMessage());
    }
  }

  /// Waits for a backup that is under way; begins no more.
  @Override
  public void close() {
    thread.close();
  }
}
