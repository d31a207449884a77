package dev.fulgur.log;

/// Takes the frames of a log in order.
@FunctionalInterface
public interface FrameVisitor {
  /// Takes one frame.
  ///
  /// @param sequence the transaction's number
  /// @param payload its bytes, the visitor's to keep
  void frame(long sequence, byte[] payload);

  /// How far the reading has come, in bytes of the log's files: after each frame, also one that the
  /// visitor is not given, and at the end of each file.
  ///
  /// @param total an estimate, which may grow
  default void read(long done, long total) {}
}
