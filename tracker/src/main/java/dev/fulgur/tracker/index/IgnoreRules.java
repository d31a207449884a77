package dev.fulgur.tracker.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the `.gitignore` files of a tree leave out.
///
/// The rules of one folder, and behind them those of the folders around it: the last pattern that
/// matches decides, and a folder's own patterns come after those of the folders around it. What
/// lies in a folder that is left out is not asked about, so that it cannot be taken in again.
///
/// Source: gitignore(5).
final class IgnoreRules {

  static final String FILE = ".gitignore";
  private static final int MAX_BYTES = 1 << 20;

  private final @Nullable IgnoreRules parent;
  private final Path folder;
  private final List<IgnorePattern> patterns;

  private IgnoreRules(@Nullable IgnoreRules parent, Path folder, List<IgnorePattern> patterns) {
    this.parent = parent;
    this.folder = folder;
    this.patterns = patterns;
  }

  /// The rules for what stands in `root`: its own, and those of the folders around it up to the one
  /// that holds the repository.
  static IgnoreRules ofRoot(Path root) throws IOException {
    List<Path> around = new ArrayList<>();
    Path folder = root.getParent();
    if (!Files.exists(root.resolve(".git"))) {
      while (folder != null) {
        around.add(folder);
        if (Files.exists(folder.resolve(".git"))) {
          break;
        }
        folder = folder.getParent();
      }
      if (folder == null) {
        around.clear();
      }
    }
    IgnoreRules rules = null;
    for (Path above : around.reversed()) {
      rules = new IgnoreRules(rules, above, read(above));
    }
    return new IgnoreRules(rules, root, read(root));
  }

  /// The rules for what stands in `child`, a folder in the folder of these.
  IgnoreRules in(Path child) throws IOException {
    List<IgnorePattern> own = read(child);
    return own.isEmpty() ? this : new IgnoreRules(this, child, own);
  }

  private static List<IgnorePattern> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      return List.of();
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    List<IgnorePattern> patterns = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      IgnorePattern pattern = IgnorePattern.parse(line);
      if (pattern != null) {
        patterns.add(pattern);
      }
    }
    return patterns;
  }

  /// Whether `path`, which stands somewhere below the folder of these rules, is left out.
  boolean leavesOut(Path path, boolean isFolder) {
    for (IgnoreRules rules = this; rules != null; rules = rules.parent) {
      String[] names = null;
      for (int i = rules.patterns.size() - 1; i >= 0; i--) {
        IgnorePattern pattern = rules.patterns.get(i);
        if (pattern.foldersOnly() && !isFolder) {
          continue;
        }
        if (names == null) {
          names = names(rules.folder.relativize(path));
        }
        if (pattern.matches(names)) {
          return !pattern.takesIn();
        }
      }
    }
    return false;
  }

  private static String[] names(Path relative) {
    String[] names = new String[relative.getNameCount()];
    for (int i = 0; i < names.length; i++) {
      names[i] = IgnorePattern.bytes(relative.getName(i).toString());
    }
    return names;
  }
}
