package dev.fulgur.tracker;

/// Where a piece of data lies in a file of its own, such as the blob file or the vector file.
///
/// @param offset the first byte, from 0
/// @param length the number of bytes
public record Span(long offset, long length) {

  /// Where nothing lies: offset 0, length 0.
  public static final Span NONE = new Span(0, 0);
}
