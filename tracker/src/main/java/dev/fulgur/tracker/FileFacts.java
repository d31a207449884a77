package dev.fulgur.tracker;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the file system says of a file.
///
/// @param mtime when it was last changed, in seconds since 1970
/// @param sizeBytes its size
public record FileFacts(double mtime, long sizeBytes) {

  /// Asks the file system.
  ///
  /// @throws TrackerException.FileUnreadable if there is no such file or it may not be looked at
  public static FileFacts of(Path path) {
    try {
      return of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      throw new TrackerException.FileUnreadable(path, "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new TrackerException.FileUnreadable(path, "permission is denied", e);
    } catch (IOException e) {
      throw new TrackerException.FileUnreadable(path, String.valueOf(e.getMessage()), e);
    }
  }

  /// Takes them from attributes that were read already.
  public static FileFacts of(BasicFileAttributes attributes) {
    return new FileFacts(seconds(attributes.lastModifiedTime()), attributes.size());
  }

  /// Whether a file with these facts is newer than `known` or of another size.
  public boolean differFrom(FileRecord known) {
    return mtime > known.mtime() || sizeBytes != known.sizeBytes();
  }

  static boolean needsIndex(Path path, @Nullable FileRecord known) {
    FileFacts facts;
    try {
      facts = of(path);
    } catch (TrackerException.FileUnreadable e) {
      return false;
    }
    return known == null || facts.differFrom(known);
  }

  private static double seconds(FileTime time) {
    Instant instant = time.toInstant();
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }
}
