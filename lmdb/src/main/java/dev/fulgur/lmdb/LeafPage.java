package dev.fulgur.lmdb;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The leaf page on which a cursor of a read transaction stands, read where LMDB has mapped it: a
/// step from row to row of one page needs no call.
///
/// The pages of a snapshot do not change while it is held, and the map stays where it is while any
/// transaction is active. LMDB has read the page when the cursor came to it. Whatever is not a
/// plain row inside the page is left to LMDB: long values, which lie elsewhere, databases, and what
/// a damaged page says.
///
/// ```
/// page = number u64, pad u16, flags u16, lower u16, upper u16, offset u16 * rows, free, nodes
/// node = sizeLow u16, sizeHigh u16, flags u16, keySize u16, key, value
/// ```
///
/// Little-endian, which all machines are that the library exists for. Source: `mdb.c` of LMDB
/// 0.9.33.
final class LeafPage {
  /// Maps begin at a multiple of this, and so pages of at most this size at a multiple of theirs.
  private static final int ALIGNMENT = 4096;

  private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final int FLAGS = 10;
  private static final int LOWER = 12;
  private static final int HEADER_BYTES = 16;
  private static final int NODE_BYTES = 8;
  private static final int LEAF = 0x02;

  private final int sizeBytes;

  /// The key of the cursor's row.
  private long keyAddress;

  private long keySize;

  /// Where the page begins, or 0 while that is not known.
  private long address;

  private int rows;
  private int row;

  /// Whether the cursor's row is another than the one that LMDB's cursor stands at.
  private boolean ahead;

  LeafPage(int sizeBytes) {
    this.sizeBytes = sizeBytes;
  }

  /// Whether pages of this size can be read: the beginning of one is told from an address inside of
  /// it, and its nodes are read as words.
  static boolean isReadable(int pageSizeBytes) {
    return pageSizeBytes <= ALIGNMENT && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  /// LMDB's cursor came to a key.
  void came(long toKeyAddress) {
    keyAddress = toKeyAddress;
    address = 0;
    ahead = false;
  }

  /// LMDB's cursor is about to go from where it stands; answers whether it must be brought to
  /// [#keyAddress] first.
  boolean leave() {
    boolean was = ahead;
    address = 0;
    ahead = false;
    return was;
  }

  long keyAddress() {
    return keyAddress;
  }

  long keySizeBytes() {
    return keySize;
  }

  /// Points at the row `by` rows on from the cursor's; false, with nothing changed, if LMDB has to
  /// be asked.
  boolean step(Txn txn, int by, Value key, Value value) {
    if (address == 0 && !find(by)) {
      return false;
    }
    int to = row + by;
    if (to < 0 || to >= rows) {
      return false;
    }
    int offset = u16(address + HEADER_BYTES + 2L * to);
    if (offset < HEADER_BYTES || offset + NODE_BYTES > sizeBytes) {
      return false;
    }
    long head = Native.MEMORY.get(U64, address + offset);
    long valueSize = head & 0xffff_ffffL;
    long size = head >>> 48;
    boolean plain = (head >>> 32 & 0xffff) == 0;
    if (!plain || offset + NODE_BYTES + size + valueSize > sizeBytes) {
      return false;
    }
    row = to;
    ahead = true;
    keyAddress = address + offset + NODE_BYTES;
    keySize = size;
    key.point(txn, keyAddress, size);
    value.point(txn, keyAddress + size, valueSize);
    return true;
  }

  /// Finds the page of the key that LMDB's cursor came to, and the key's place on it, from the end
  /// at which one comes to a page by such steps.
  private boolean find(int by) {
    long page = keyAddress & -sizeBytes;
    int lower = u16(page + LOWER);
    if (u16(page + FLAGS) != LEAF || lower > sizeBytes) {
      return false;
    }
    int count = (lower - HEADER_BYTES) / 2;
    int offset = (int) (keyAddress - page) - NODE_BYTES;
    for (int i = 0; i < count; i++) {
      int at = by > 0 ? i : count - 1 - i;
      if (u16(page + HEADER_BYTES + 2L * at) == offset) {
        address = page;
        rows = count;
        row = at;
        return true;
      }
    }
    return false;
  }

  private static int u16(long address) {
    return Short.toUnsignedInt(Native.MEMORY.get(U16, address));
  }
}
