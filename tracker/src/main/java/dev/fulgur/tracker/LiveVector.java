package dev.fulgur.tracker;

import java.util.Objects;

/// A vector that a record still points to.
///
/// @param keyHash the key hash of the record
/// @param span where the vector lies
public record LiveVector(long keyHash, Span span) {

  /// Checks that there is a place.
  public LiveVector {
    Objects.requireNonNull(span, "span");
  }
}
