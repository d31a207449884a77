package dev.fulgur.store.engine.env;

import dev.fulgur.lmdb.Env;
import dev.fulgur.lmdb.EnvOptions;
import dev.fulgur.lmdb.LmdbException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes the data file of a new store whole or not at all.
///
/// LMDB writes the two metas of a new file without a sync. Power that fails then leaves a file that
/// is no data file and that nobody may throw away, since it could also be a damaged one. So the
/// file is made in a folder beside, synced, and linked under its name, which fails if another
/// process was faster.
final class Birth {
  private static final String PREFIX = ".new-";

  private Birth() {}

  /// Makes the data file of `folder` if there is none.
  ///
  /// @throws IOException if the disk does not allow it
  static void make(Path folder, EnvOptions options) throws IOException {
    Path data = folder.resolve(DataFile.NAME);
    if (Files.exists(data)) {
      return;
    }
    Path beside = Files.createTempDirectory(folder, PREFIX);
    try {
      Path made = beside.resolve(DataFile.NAME);
      Env.open(beside, options).close();
      sync(made, StandardOpenOption.WRITE);
      Files.createLink(data, made);
      sync(folder, StandardOpenOption.READ);
    } catch (IOException | UnsupportedOperationException | LmdbException e) {
      // Another process was faster, or this filesystem has no links: then LMDB makes it in place.
      if (!Files.exists(data) && !isLinkRefused(e)) {
        throw e;
      }
    } finally {
      removeLeftOver(folder);
    }
  }

  private static boolean isLinkRefused(Exception failure) {
    return failure instanceof UnsupportedOperationException
        || String.valueOf(failure.getMessage()).contains("not permitted");
  }

  private static void sync(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  /// Removes this folder, and what others left who died here.
  private static void removeLeftOver(Path folder) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path beside : found) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(beside)) {
          for (Path file : files) {
            boolean _ = Files.deleteIfExists(file);
          }
          boolean _ = Files.deleteIfExists(beside);
        } catch (NoSuchFileException | DirectoryNotEmptyException _) {
          // Another process uses or removes it at this moment, and removes it in the end.
        }
      }
    }
  }
}
