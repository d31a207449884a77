package dev.fulgur.tracker;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something that was asked in a thread.
///
/// @param id the number of the query, from 1
/// @param threadId the thread
/// @param text what was asked
/// @param timestamp when, in seconds since 1970
/// @param embedding where its vector lies, or null
public record ThreadQuery(
    long id, long threadId, String text, double timestamp, @Nullable Span embedding)
    implements Entity {

  /// Checks that there is a text.
  public ThreadQuery {
    Objects.requireNonNull(text, "text");
  }
}
