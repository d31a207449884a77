package dev.fulgur.tracker.index;

import java.nio.file.Path;
import java.util.Set;

/// What a walk over a tree passes over, besides what `.gitignore` files name.
///
/// @param folders names of folders, wherever they stand below the root; `.git` is always one
/// @param paths files and folders, absolute and without links, such as the tracker itself
public record LeftOut(Set<String> folders, Set<Path> paths) {

  /// Copies the sets.
  public LeftOut {
    folders = Set.copyOf(folders);
    paths = Set.copyOf(paths);
  }

  /// Whether a file or folder below the root is passed over.
  boolean holds(Path path, boolean folder) {
    if (paths.contains(path)) {
      return true;
    }
    String name = String.valueOf(path.getFileName());
    return folder && (name.equals(".git") || folders.contains(name));
  }
}
