package dev.fulgur.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// The files of a log, and all that it ever does with them. The seam where tests put faults in.
///
/// Names are plain file names inside one folder. Every method throws [IOException] when the system
/// says no, and [NoSpaceException] when the reason is a full disk.
///
/// Thread rule: any thread, but a [File] is used by one thread at a time.
public interface LogStorage {

  /// A log's storage in `folder`, which is created if it is not there.
  static LogStorage in(Path folder) {
    return new FolderStorage(folder, false);
  }

  /// The same for reading only: nothing is created, and no lock is taken.
  static LogStorage readOnly(Path folder) {
    return new FolderStorage(folder, true);
  }

  /// What to call the place in messages.
  String description();

  /// Creates the place itself where it is missing and makes that durable.
  void prepare() throws IOException;

  /// Takes the place for this owner alone until the result is closed.
  ///
  /// @throws LogException.Owned if someone has it
  Lock lock() throws IOException;

  /// The names of all files, in no order.
  List<String> list() throws IOException;

  /// Creates a file that is not there yet.
  File create(String name) throws IOException;

  /// Opens a file, for writing too unless the storage is read-only.
  File open(String name) throws IOException;

  /// Renames atomically; the target does not exist.
  void rename(String from, String to) throws IOException;

  /// Deletes a file; one that is gone already is none to fail about.
  void delete(String name) throws IOException;

  /// Makes creations, renames and deletions durable.
  void syncFolder() throws IOException;

  /// Bytes that are free for us.
  long usableBytes() throws IOException;

  /// Ownership of the place.
  interface Lock extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /// One file.
  interface File extends AutoCloseable {
    /// Reads at `position` into `target`; may read less; -1 at the end.
    int read(ByteBuffer target, long position) throws IOException;

    /// Writes from `source` at `position`; may write less.
    int write(ByteBuffer source, long position) throws IOException;

    /// Makes what was written durable, with the file's size and times too if `metadata` is true.
    void force(boolean metadata) throws IOException;

    long size() throws IOException;

    /// When it was last written, in milliseconds since 1970.
    long modifiedMillis() throws IOException;

    @Override
    void close() throws IOException;
  }

  /// The disk is full, or a quota is used up.
  final class NoSpaceException extends IOException {
    public NoSpaceException(String message, Throwable cause) {
      super(message, cause);
    }

    public NoSpaceException(String message) {
      super(message);
    }
  }
}
