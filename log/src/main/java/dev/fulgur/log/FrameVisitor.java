package dev.fulgur.log;

/// Takes the frames of a log in order.
@FunctionalInterface
public interface FrameVisitor {
  /// Takes one frame.
  ///
  /// @param sequence the transaction's number
  /// @param payload its bytes, the visitor's to keep
  void frame(long sequence, byte[] payload);
}
