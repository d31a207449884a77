package dev.fulgur.lmdb;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The handles that the threads of one [Abuse] share.
final class SharedHandles {
  private static final int HANDLES = 6;

  final Path folder;
  final AtomicReferenceArray<Env> envs = new AtomicReferenceArray<>(2);
  final AtomicReferenceArray<Txn> txns = new AtomicReferenceArray<>(HANDLES);
  final AtomicReferenceArray<Dbi> dbis = new AtomicReferenceArray<>(HANDLES);
  final AtomicReferenceArray<Cursor> cursors = new AtomicReferenceArray<>(HANDLES);
  final AtomicReferenceArray<Value> values = new AtomicReferenceArray<>(HANDLES);
  final AtomicReferenceArray<MemorySegment> segments = new AtomicReferenceArray<>(HANDLES);

  /// All that were begun, to be ended at last.
  final Queue<Txn> begun = new ConcurrentLinkedQueue<>();

  SharedHandles(Path folder) {
    this.folder = folder;
  }
}
