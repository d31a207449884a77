package dev.fulgur.store.engine.env;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The data file of LMDB 0.9 as bytes, read beside the map and without trust in it.
///
/// A file that LMDB may have open is never mapped here, and `lock.mdb` never touched. Reading is
/// not interruptible.
///
/// ```
/// file  = page*                       ; page 0 and page 1 are metas
/// page  = number u64, pad u16, flags u16, lower u16, upper u16, rest
/// meta  = page header, magic BEEFC0DE u32, version 1 u32, address u64, mapSize u64,
///         freeTree, mainTree, lastPage u64, txnId u64
/// tree  = pageSize or pad u32, flags u16, depth u16, branches u64, leaves u64, overflows u64,
///         entries u64, root u64
/// ```
///
/// All in the byte order of the machine. Source: `mdb.c` of LMDB 0.9.33.
final class DataFile implements Closeable {

  static final String NAME = "data.mdb";
  static final int HEADER_BYTES = 16;
  static final long NO_PAGE = -1;

  private static final int MAGIC = 0xBEEF_C0DE;
  private static final int VERSION = 1;
  private static final int META_BYTES = 152;
  private static final int TREE_BYTES = 48;
  private static final int MIN_PAGE_BYTES = 256;
  private static final int MAX_PAGE_BYTES = 1 << 16;

  static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.nativeOrder());
  static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.nativeOrder());
  static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.nativeOrder());

  private final RandomAccessFile file;
  private final @Nullable Arena arena;
  private final @Nullable MemorySegment mapped;

  private DataFile(RandomAccessFile file, @Nullable Arena arena, @Nullable MemorySegment mapped) {
    this.file = file;
    this.arena = arena;
    this.mapped = mapped;
  }

  static DataFile open(Path folder) throws IOException {
    return new DataFile(new RandomAccessFile(folder.resolve(NAME).toFile(), "r"), null, null);
  }

  /// For a copy that nobody else has: its pages are looked at where they are. Only for this thread.
  static DataFile openMapped(Path folder) throws IOException {
    RandomAccessFile file = new RandomAccessFile(folder.resolve(NAME).toFile(), "r");
    Arena arena = Arena.ofConfined();
    boolean mapped = false;
    try {
      MemorySegment bytes =
          file.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, file.length(), arena);
      mapped = true;
      return new DataFile(file, arena, bytes);
    } finally {
      if (!mapped) {
        arena.close();
        file.close();
      }
    }
  }

  /// For whoever copies it.
  FileChannel channel() {
    return file.getChannel();
  }

  long sizeBytes() throws IOException {
    return file.length();
  }

  /// Fills the array from `offset`.
  ///
  /// @throws EOFException if the file ends before
  void read(long offset, byte[] into) throws IOException {
    if (mapped != null) {
      if (offset > mapped.byteSize() - into.length) {
        throw new EOFException();
      }
      MemorySegment.copy(mapped, ValueLayout.JAVA_BYTE, offset, into, 0, into.length);
      return;
    }
    file.seek(offset);
    file.readFully(into);
  }

  /// Bytes of the file, good until it is closed.
  ///
  /// @throws EOFException if the file ends before
  MemorySegment bytes(long offset, int length) throws IOException {
    if (mapped != null) {
      if (offset > mapped.byteSize() - length) {
        throw new EOFException();
      }
      return mapped.asSlice(offset, length);
    }
    byte[] into = new byte[length];
    read(offset, into);
    return MemorySegment.ofArray(into);
  }

  /// The page of a meta, as it is.
  byte @Nullable [] metaPage(Meta meta) throws IOException {
    for (long number = 0; number < 2; number++) {
      byte[] page = new byte[meta.pageBytes()];
      read(number * meta.pageBytes(), page);
      if (MemorySegment.ofArray(page).get(U64, 144) == meta.txnId()) {
        return page;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    if (arena != null) {
      arena.close();
    }
    file.close();
  }

  /// A tree as its record describes it.
  ///
  /// @param flags how it is ordered
  /// @param depth its height
  /// @param branches inner pages
  /// @param leaves leaf pages
  /// @param overflows pages of long values
  /// @param entries rows
  /// @param root the page of its root, [#NO_PAGE] if it is empty
  record Root(
      int flags, int depth, long branches, long leaves, long overflows, long entries, long root) {

    static Root at(MemorySegment bytes, long offset) {
      return new Root(
          Short.toUnsignedInt(bytes.get(U16, offset + 4)),
          Short.toUnsignedInt(bytes.get(U16, offset + 6)),
          bytes.get(U64, offset + 8),
          bytes.get(U64, offset + 16),
          bytes.get(U64, offset + 24),
          bytes.get(U64, offset + 32),
          bytes.get(U64, offset + 40));
    }
  }

  /// One of the two metas.
  ///
  /// @param pageBytes the size of a page
  /// @param mapBytes the size of the map that its writer had
  /// @param free the tree of free pages
  /// @param main the tree of trees
  /// @param lastPage the last page in use
  /// @param txnId the transaction that wrote it
  record Meta(int pageBytes, long mapBytes, Root free, Root main, long lastPage, long txnId) {

    long usedBytes() {
      return (lastPage + 1) * pageBytes;
    }
  }

  /// What the first page says of the file.
  enum Format {
    /// Of LMDB 0.9.
    GOOD,
    /// Nothing is there yet.
    EMPTY,
    /// Of another version of LMDB.
    OTHER_VERSION,
    /// Not of LMDB.
    FOREIGN
  }

  Format format() throws IOException {
    if (sizeBytes() == 0) {
      return Format.EMPTY;
    }
    MemorySegment page = head(0);
    if (page == null || page.get(U32, HEADER_BYTES) != MAGIC) {
      return Format.FOREIGN;
    }
    if (page.get(U32, HEADER_BYTES + 4) != VERSION) {
      return Format.OTHER_VERSION;
    }
    int pageBytes = page.get(U32, 40);
    boolean plausible =
        pageBytes >= MIN_PAGE_BYTES
            && pageBytes <= MAX_PAGE_BYTES
            && Integer.bitCount(pageBytes) == 1;
    return plausible ? Format.GOOD : Format.FOREIGN;
  }

  /// The meta of a transaction, or null if neither of the two is; a txnId of -1 stands for the
  /// newer.
  @Nullable Meta meta(long txnId) throws IOException {
    Meta first = metaAt(0);
    if (first == null) {
      return null;
    }
    Meta second = metaAt(first.pageBytes());
    if (txnId >= 0) {
      return first.txnId() == txnId
          ? first
          : second != null && second.txnId() == txnId ? second : null;
    }
    return second != null && second.txnId() > first.txnId() ? second : first;
  }

  private @Nullable Meta metaAt(long offset) throws IOException {
    MemorySegment page = head(offset);
    if (page == null
        || page.get(U32, HEADER_BYTES) != MAGIC
        || page.get(U32, HEADER_BYTES + 4) != VERSION) {
      return null;
    }
    return new Meta(
        page.get(U32, 40),
        page.get(U64, 32),
        Root.at(page, 40),
        Root.at(page, 40 + TREE_BYTES),
        page.get(U64, 136),
        page.get(U64, 144));
  }

  private @Nullable MemorySegment head(long offset) throws IOException {
    if (sizeBytes() < offset + META_BYTES) {
      return null;
    }
    byte[] bytes = new byte[META_BYTES];
    read(offset, bytes);
    return MemorySegment.ofArray(bytes);
  }
}
