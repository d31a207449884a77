package dev.fulgur.lmdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The data files that this process has open, since LMDB's file locks are the process's and a
/// second environment on the same file would drop them when it is closed.
///
/// A file is known by its real path and, once it exists, by the file system's own key, so that
/// links are seen through. Files are only looked at here, never opened: closing any descriptor of a
/// lock file would drop the locks as well.
final class OpenPaths {
  private static final Set<Object> OPEN = new HashSet<>();

  private final Path data;
  private final Set<Object> held = new HashSet<>();

  private OpenPaths(Path data) {
    this.data = data;
  }

  /// Takes the data file of the environment at `path` for this process.
  ///
  /// @throws LmdbException.AlreadyOpen if it is taken
  static OpenPaths take(Path path, Path data) {
    OpenPaths taken = new OpenPaths(data);
    synchronized (OPEN) {
      Set<Object> keys = taken.keys();
      for (Object key : keys) {
        if (OPEN.contains(key)) {
          throw new LmdbException.AlreadyOpen(path);
        }
      }
      OPEN.addAll(keys);
      taken.held.addAll(keys);
    }
    return taken;
  }

  /// Takes also what can be known only now that the file is there.
  void opened() {
    synchronized (OPEN) {
      for (Object key : keys()) {
        if (OPEN.add(key)) {
          held.add(key);
        }
      }
    }
  }

  void release() {
    synchronized (OPEN) {
      OPEN.removeAll(held);
      held.clear();
    }
  }

  private Set<Object> keys() {
    Set<Object> keys = new HashSet<>();
    keys.add(real(data));
    Object fileKey = fileKey(data);
    if (fileKey != null) {
      keys.add(fileKey);
    }
    return keys;
  }

  private static Path real(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (IOException missing) {
      Path folder = absolute.getParent();
      try {
        return folder == null ? absolute : folder.toRealPath().resolve(file.getFileName());
      } catch (IOException missingToo) {
        return absolute;
      }
    }
  }

  private static @Nullable Object fileKey(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException missing) {
      return null;
    }
  }
}
