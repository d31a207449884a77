package dev.fulgur.verification.crash;

/// A place where a process is killed.
enum Failpoint {
  /// Frames are about to be written.
  BEFORE_WRITE,
  /// Frames are written and not forced.
  BEFORE_FORCE,
  /// Frames are forced, and nobody was told.
  AFTER_FORCE,
  /// The next segment is being filled with zeros.
  WHILE_PREPARING_A_SEGMENT,
  /// The next segment is ready and does not have its name.
  BEFORE_RENAME,
  /// It has its name, and the folder is not synced.
  AFTER_RENAME,
  /// One slice of a checkpoint is in LMDB's file, and the segments below it are there.
  AFTER_A_SLICE,
  /// The same, one segment later.
  AFTER_A_DELETION,
  /// A store is opened, and the log is being read.
  RECOVERY_WHILE_READING,
  /// A store is opened, and what the log had is on its way into LMDB's file, or there.
  RECOVERY_AFTER_READING
}
