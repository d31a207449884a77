package dev.fulgur.tracker;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A thread of work inside an agent's session.
///
/// @param id the number of the thread, from 1
/// @param sessionId the session that it belongs to
/// @param title its title
/// @param createdAt when it was begun, in seconds since 1970
/// @param lastTouch when it was last worked on, in seconds since 1970
/// @param touches how often it was worked on, 1 at first
/// @param active whether it still goes on
/// @param centroid where the centroid of its vectors lies, or null
public record ThreadRecord(
    long id,
    String sessionId,
    String title,
    double createdAt,
    double lastTouch,
    long touches,
    boolean active,
    @Nullable Span centroid)
    implements Entity {

  /// Checks that session and title are there.
  public ThreadRecord {
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(title, "title");
  }
}
