package dev.fulgur.tracker;

import java.util.Objects;

/// A tool that a thread used.
///
/// @param id the number of the use that was the first: every use of any tool takes the next number
/// @param threadId the thread
/// @param name the tool
/// @param count how often it was used
/// @param lastUsed when it was last used, in seconds since 1970
public record ThreadTool(long id, long threadId, String name, long count, double lastUsed)
    implements Entity {

  /// Checks that there is a name.
  public ThreadTool {
    Objects.requireNonNull(name, "name");
  }
}
