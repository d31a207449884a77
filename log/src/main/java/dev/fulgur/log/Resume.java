package dev.fulgur.log;

/// What the owner of a log knows about it when it opens it.
///
/// @param applied the last transaction that the owner holds durably elsewhere; frames above it are
///   replayed
/// @param logId the log's id as the owner wrote it down, 0 if it never did
/// @param required whether the log must be there: without it, acknowledged transactions are missing
public record Resume(long applied, long logId, boolean required) {

  /// Nothing is known: any log will do, and none.
  public static final Resume FRESH = new Resume(0, 0, false);

  public Resume {
    if (applied < 0) {
      throw new IllegalArgumentException(
          "An applied number of " + applied + " is not possible; give 0 or more.");
    }
  }
}
