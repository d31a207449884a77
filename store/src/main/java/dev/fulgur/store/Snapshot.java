package dev.fulgur.store;

/// A view that its caller holds open, for work that no closure fits, such as streaming.
///
/// It keeps the pages that it shows from being used again, so that the file grows as long as it is
/// open while others write: close it soon. One that is older than the age limit is named in
/// [StoreStats] with the stack that opened it.
///
/// Only the thread that opened it may use and close it.
public interface Snapshot extends View, AutoCloseable {

  /// Ends the view; a second call does nothing.
  @Override
  void close();
}
