package dev.fulgur.tracker.index;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Waits until something changes in a tree.
///
/// It says that something did, not what: whoever waits looks for himself. Where the system watches
/// no more folders, it says so every two seconds instead.
public final class TreeWatch implements AutoCloseable {

  private static final long QUIET_MILLIS = 200;
  private static final long POLL_MILLIS = 2_000;

  private final Path root;
  private final LeftOut leftOut;
  private final WatchService service;
  private boolean incomplete;

  private TreeWatch(Path root, LeftOut leftOut, WatchService service) {
    this.root = root;
    this.leftOut = leftOut;
    this.service = service;
  }

  /// Begins to watch.
  ///
  /// @throws IOException if the system cannot watch at all
  public static TreeWatch of(Path root, LeftOut leftOut) throws IOException {
    Path real = root.toRealPath();
    TreeWatch watch = new TreeWatch(real, leftOut, real.getFileSystem().newWatchService());
    watch.register();
    return watch;
  }

  /// Whether some folders are not watched, so that changes are found by looking every two seconds.
  public boolean isIncomplete() {
    return incomplete;
  }

  /// Waits for a change and until there has been none for a moment, at most so long.
  ///
  /// @return whether there was, or may have been, one
  /// @throws InterruptedException if the thread is interrupted
  public boolean await(long timeoutMillis) throws InterruptedException {
    try {
      WatchKey key =
          service.poll(
              incomplete ? Math.min(timeoutMillis, POLL_MILLIS) : timeoutMillis,
              TimeUnit.MILLISECONDS);
      if (key == null) {
        return incomplete;
      }
      while (key != null) {
        key.pollEvents();
        key.reset();
        key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
      }
      register();
      return true;
    } catch (ClosedWatchServiceException e) {
      return false;
    }
  }

  /// Watches every folder; one that is watched already stays so.
  private void register() {
    incomplete = false;
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              if (!folder.equals(root) && leftOut.holds(folder, true)) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              try {
                folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
              } catch (IOException e) {
                incomplete = true;
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      incomplete = true;
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
