package dev.fulgur.tracker;

import java.util.Objects;

/// How far a transcript was read.
///
/// @param path the transcript
/// @param position the number of bytes that were read
/// @param updatedAt when that was noted, in seconds since 1970; 0 if that is not known
public record TranscriptPosition(String path, long position, double updatedAt) implements Entity {

  /// Checks that there is a path.
  public TranscriptPosition {
    Objects.requireNonNull(path, "path");
  }
}
