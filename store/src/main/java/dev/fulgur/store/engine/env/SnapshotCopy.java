package dev.fulgur.store.engine.env;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The pages of a snapshot, copied from file to file by the system.
///
/// Nobody writes to the pages of a snapshot while a reader holds it. What lies between them may
/// change while it is copied; to the snapshot those are free pages. The copy has the snapshot's
/// meta twice, as that of its transaction and of the one before.
///
/// Source: `mdb_env_copyfd0` of LMDB 0.9.33, which writes around the page cache and is many times
/// slower for it.
final class SnapshotCopy {

  private static final int LOOKS = 100;
  private static final long SLICE_BYTES = 16L << 20;
  private static final long TXN_ID_AT = 144;

  private SnapshotCopy() {}

  /// Copies a snapshot of now into a folder that is there and empty; not yet on disk when it
  /// returns.
  static void make(Environment environment, Path part) throws IOException {
    for (int look = 0; look < LOOKS; look++) {
      ReadSlot slot = environment.take();
      try {
        if (copied(environment, slot.rows().version(), part)) {
          return;
        }
      } finally {
        environment.end(slot);
      }
    }
    environment.env().copy(part);
  }

  /// False if two commits came before the snapshot's meta could be read, which took both metas, or
  /// if nothing was ever committed.
  private static boolean copied(Environment environment, long version, Path part)
      throws IOException {
    try (DataFile file = DataFile.open(environment.folder())) {
      DataFile.Meta meta = version == 0 ? null : file.meta(version);
      byte[] page = meta == null ? null : file.metaPage(meta);
      if (meta == null || page == null || environment.lastTxnId() > version + 1) {
        return false;
      }
      try (FileChannel to =
          FileChannel.open(
              part.resolve(DataFile.NAME),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE)) {
        for (long number = 0; number < 2; number++) {
          long txnId = number == (version & 1) ? version : version - 1;
          write(to, number * meta.pageBytes(), metaPage(page, number, txnId));
        }
        long end = Math.min(meta.usedBytes(), file.sizeBytes());
        copy(file.channel(), to, 2L * meta.pageBytes(), end);
        if (end < meta.usedBytes()) {
          write(to, meta.usedBytes() - 1, new byte[1]);
        }
      }
      return true;
    }
  }

  private static byte[] metaPage(byte[] page, long number, long txnId) {
    byte[] copy = page.clone();
    MemorySegment bytes = MemorySegment.ofArray(copy);
    bytes.set(DataFile.U64, 0, number);
    bytes.set(DataFile.U64, TXN_ID_AT, txnId);
    return copy;
  }

  private static void copy(FileChannel from, FileChannel to, long begin, long end)
      throws IOException {
    to.position(begin);
    for (long at = begin; at < end; ) {
      long copied = from.transferTo(at, Math.min(SLICE_BYTES, end - at), to);
      if (copied <= 0) {
        throw new IOException("the data file became shorter while it was copied");
      }
      at += copied;
    }
  }

  private static void write(FileChannel to, long at, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      int _ = to.write(buffer, at + buffer.position());
    }
  }
}
