package dev.fulgur.tracker;

import java.util.Objects;

/// A file that a thread worked on.
///
/// @param threadId the thread
/// @param filePath the file
/// @param operation what was done with it last, such as `edit`
/// @param firstAccess when it was first worked on, in seconds since 1970
/// @param lastAccess when it was last worked on, in seconds since 1970
/// @param accessCount how often
public record ThreadFile(
    long threadId,
    String filePath,
    String operation,
    double firstAccess,
    double lastAccess,
    long accessCount)
    implements Entity {

  /// Checks that path and operation are there.
  public ThreadFile {
    Objects.requireNonNull(filePath, "filePath");
    Objects.requireNonNull(operation, "operation");
  }
}
