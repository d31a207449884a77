package dev.fulgur.bench;

import java.sql.SQLException;

/// One store that takes commits of one row each.
///
/// Thread rule: any thread.
interface Peer extends AutoCloseable {
  /// Stores a row; durable when it returns, where the peer is said to be.
  void put(long key, byte[] value) throws Exception;

  @Override
  void close() throws SQLException;
}
