package dev.fulgur.store.engine.logged;

import dev.fulgur.log.Commit;
import dev.fulgur.store.StoreException;
import dev.fulgur.store.engine.ReadSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A transaction on its way through the log, or a point in the order of commits.
final class LoggedCommit extends Commit {
  final long version;
  final @Nullable ReadSet reads;
  final List<Change> changes;

  /// Why it was refused. Set by the sequencing thread before the commit is answered.
  @Nullable StoreException refusal;

  private LoggedCommit(
      byte @Nullable [] payload,
      int length,
      long version,
      @Nullable ReadSet reads,
      List<Change> changes) {
    super(payload, length);
    this.version = version;
    this.reads = reads;
    this.changes = changes;
  }

  /// A transaction that read at `version`.
  static LoggedCommit of(long version, ReadSet reads, List<Change> changes, Payload.Names names) {
    byte[] payload = Payload.of(changes, names);
    return new LoggedCommit(
        payload, payload.length, version, reads.isEmpty() ? null : reads, changes);
  }

  /// The point at which the newest generation ends.
  static LoggedCommit point() {
    return new LoggedCommit(null, 0, 0, null, List.of());
  }
}
