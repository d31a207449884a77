package dev.fulgur.prompts.vault;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder of backups that are named after the time at which they were made, in UTC:
/// `backup-20260301T090000Z`. Other things in the folder are left alone.
public final class BackupRotation {
  private static final Pattern NAME = Pattern.compile("backup-[0-9]{8}T[0-9]{6}Z(-[0-9]{3})?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;

  /// @param folder holds the backups; made with the first
  public BackupRotation(Path folder) {
    this.folder = folder;
  }

  /// The folder for a backup that is made now; not there yet.
  ///
  /// @throws IOException if the folder of all cannot be made
  public Path next(Instant now) throws IOException {
    Files.createDirectories(folder);
    String name = "backup-" + TIME.format(now);
    Path path = folder.resolve(name);
    for (int i = 1; Files.exists(path); i++) {
      path = folder.resolve("%s-%03d".formatted(name, i));
    }
    return path;
  }

  /// The backups, the oldest first.
  ///
  /// @throws IOException if the folder cannot be read
  public List<Path> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> NAME.matcher(String.valueOf(path.getFileName())).matches())
          .sorted()
          .toList();
    }
  }

  /// Deletes all but the newest backups.
  ///
  /// @param keep how many stay, at least one
  /// @return those that were deleted
  /// @throws IOException if one cannot be deleted
  public List<Path> trim(int keep) throws IOException {
    if (keep < 1) {
      throw new IllegalArgumentException("Keep at least one backup, not " + keep + ".");
    }
    List<Path> all = list();
    List<Path> gone = new ArrayList<>(all.subList(0, Math.max(0, all.size() - keep)));
    for (Path path : gone) {
      delete(path);
    }
    return gone;
  }

  private static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path folder, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
