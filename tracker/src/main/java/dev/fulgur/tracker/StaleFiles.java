package dev.fulgur.tracker;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/// Which files of a tree count when those that need indexing are looked for.
///
/// @param extensions how their names may end, such as `.py`, in any case; empty for every name
/// @param excludedFolders names of folders that are left out, wherever they stand below the root;
///   the root itself and what it lies in may have any name
public record StaleFiles(Set<String> extensions, Set<String> excludedFolders) {

  /// The extensions `.py .ts .tsx .js .jsx .rs`, and no folder of tools, caches or build results.
  public static final StaleFiles DEFAULT =
      new StaleFiles(
          Set.of(".py", ".ts", ".tsx", ".js", ".jsx", ".rs"),
          Set.of(
              "node_modules",
              ".git",
              "__pycache__",
              ".venv",
              "venv",
              "target",
              "dist",
              "build",
              ".next"));

  /// Copies the sets, the extensions in lower case.
  public StaleFiles {
    Set<String> lower = new java.util.HashSet<>();
    for (String extension : extensions) {
      lower.add(extension.toLowerCase(Locale.ROOT));
    }
    extensions = Set.copyOf(lower);
    excludedFolders = Set.copyOf(excludedFolders);
  }

  boolean takes(Path file) {
    if (extensions.isEmpty()) {
      return true;
    }
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 && extensions.contains(name.substring(dot).toLowerCase(Locale.ROOT));
  }

  StaleReport find(
      Path root, SourceFiles files, int batchSize, Consumer<? super List<Path>> action) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("A batch needs at least 1 file, not " + batchSize + ".");
    }
    Path top = root.toAbsolutePath().normalize();
    List<String> problems = new ArrayList<>();
    List<Path> stale = new ArrayList<>();
    try {
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean excluded =
                  !dir.equals(top) && excludedFolders.contains(String.valueOf(dir.getFileName()));
              return excluded ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (takes(file) && Files.isRegularFile(file) && files.needsIndex(file)) {
                stale.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
              if (!file.equals(top)) {
                problems.add(
                    "%s cannot be looked at (%s)."
                        .formatted(file, problem.getClass().getSimpleName()));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path dir, @org.jspecify.annotations.Nullable IOException problem) {
              if (problem != null) {
                problems.add("%s cannot be listed to its end.".formatted(dir));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      problems.add("%s cannot be walked: %s.".formatted(top, e.getMessage()));
    }
    stale.sort((a, b) -> PathOrder.compare(a.toString(), b.toString()));
    for (int i = 0; i < stale.size(); i += batchSize) {
      action.accept(List.copyOf(stale.subList(i, Math.min(i + batchSize, stale.size()))));
    }
    return new StaleReport(stale.size(), problems);
  }
}
