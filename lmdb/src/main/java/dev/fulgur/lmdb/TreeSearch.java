package dev.fulgur.lmdb;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Looks keys up in the pages of a snapshot where LMDB has mapped them, without a call.
///
/// The pages of a snapshot do not change while it is held, the map stays where it is while any
/// transaction is active, and two snapshots of one id are the same: so the root of a database, once
/// LMDB was asked where it is, serves until another commit is seen. LMDB is asked for whatever is
/// not a plain row: in databases that have other orders or many values for a key, at the first look
/// into a new snapshot, and where a damaged page says what cannot be.
///
/// ```
/// page   = number u64, pad u16, flags u16, lower u16, upper u16, offset u16 * nodes, free, nodes
/// branch = pageLow u32, pageHigh u16, keySize u16, key         ; the first one's key is not looked at
/// leaf   = valueSize u32, flags u16, keySize u16, key, value   ; or, by a flag, the value's page u64
/// record of a database = pad u32, flags u16, depth u16, branches, leaves, overflows, entries, root u64
/// ```
///
/// Source: `mdb.c` of LMDB 0.9.33.
final class TreeSearch {
  static final int ASK = -1;
  static final int ABSENT = 0;
  static final int FOUND = 1;

  private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final int MAIN = 1;
  private static final int RECORD_BYTES = 48;
  private static final int RECORD_FLAGS = 4;
  private static final int ROOT = 40;

  private static final int FLAGS = 10;
  private static final int LOWER = 12;
  private static final int HEADER_BYTES = 16;
  private static final int NODE_BYTES = 8;
  private static final int BRANCH = 0x01;
  private static final int LEAF = 0x02;
  private static final int OVERFLOW = 0x04;
  private static final int BIG_VALUE = 0x01;
  private static final int MAX_DEPTH = 32;

  /// Roots by a handle's number: a page, or one of these.
  private static final long UNSEEN = 0;

  private static final long SEEN_ONCE = -1;
  private static final long LEFT_TO_LMDB = -2;

  private final ReadTxn txn;
  private final int pageBytes;
  private long[] roots = new long[8];

  /// The life of the transaction in which `snapshot` was looked at.
  private long life = -1;

  /// The snapshot that the roots are of, and [Usage#changes] then.
  private long snapshot = -1;

  private long changes = -1;

  /// Where the map begins.
  private long base;

  /// Pages of the snapshot have numbers below this.
  private long pages;

  private TreeSearch(ReadTxn txn, int pageBytes) {
    this.txn = txn;
    this.pageBytes = pageBytes;
  }

  /// Null where pages cannot be read.
  static @Nullable TreeSearch of(ReadTxn txn, int pageBytes) {
    return LeafPage.isReadable(pageBytes) ? new TreeSearch(txn, pageBytes) : null;
  }

  /// Looks up the key that is in the block; where it is found its value's place is put there.
  int find(Dbi dbi, Block block) {
    if (life != txn.life) {
      look();
    }
    int id = dbi.id;
    if (id >= roots.length) {
      roots = Arrays.copyOf(roots, Math.max(id + 1, 2 * roots.length));
    }
    long root = roots[id];
    if (root <= 0) {
      if (root != SEEN_ONCE) {
        roots[id] = root == UNSEEN ? SEEN_ONCE : root;
        return ASK;
      }
      root = root(dbi, block);
      roots[id] = root;
      if (root < 0) {
        return ASK;
      }
    }
    return descend(root, block);
  }

  private void look() {
    long id = Native.txnId(txn.pointer);
    long handles = txn.env.usage().changes();
    if (id != snapshot || handles != changes) {
      Arrays.fill(roots, UNSEEN);
      snapshot = id;
      changes = handles;
    }
    life = txn.life;
  }

  /// The root of a database in this snapshot, as LMDB's own database of databases has it.
  private long root(Dbi dbi, Block block) {
    String name = dbi.name();
    if (name == null) {
      return LEFT_TO_LMDB;
    }
    long keyAddress = block.keyAddress();
    long keySize = block.keySize();
    block.otherKey(name.getBytes(StandardCharsets.UTF_8));
    int rc = Native.get(txn.pointer, MAIN, block.key, block.data);
    long record = block.dataAddress();
    // Another process may have deleted the database and made it anew, as one of another kind.
    boolean plain = rc == 0 && block.dataSize() == RECORD_BYTES && u16(record + RECORD_FLAGS) == 0;
    block.borrowKey(keyAddress, keySize);
    if (!plain || Native.envInfo(txn.env.pointer(), block.out) != 0) {
      return LEFT_TO_LMDB;
    }
    pages = block.outInfo().lastPage() + 1;
    long page = record & -pageBytes;
    base = page - Native.MEMORY.get(U64, page) * pageBytes;
    long root = Native.MEMORY.get(U64, record + ROOT);
    return root > 0 && root < pages ? root : LEFT_TO_LMDB;
  }

  private int descend(long root, Block block) {
    long key = block.keyAddress();
    long size = block.keySize();
    long number = root;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      if (number <= 0 || number >= pages) {
        return ASK;
      }
      long page = base + number * pageBytes;
      int flags = u16(page + FLAGS);
      int count = (u16(page + LOWER) - HEADER_BYTES) >> 1;
      if (count < 1 || count > (pageBytes - HEADER_BYTES) >> 1) {
        return ASK;
      }
      if (flags == LEAF) {
        return inLeaf(page, count, key, size, block);
      }
      if (flags != BRANCH) {
        return ASK;
      }
      number = child(page, count, key, size);
    }
    return ASK;
  }

  /// The page of the last node whose key is not behind this one, or -1.
  private long child(long page, int count, long key, long size) {
    int low = 1;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int offset = u16(page + HEADER_BYTES + 2L * middle);
      if (offset > pageBytes - NODE_BYTES) {
        return -1;
      }
      long head = Native.MEMORY.get(U64, page + offset);
      int order = compare(key, size, page, offset, head >>> 48);
      if (order == 0) {
        return head & 0xffff_ffff_ffffL;
      }
      if (order > 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    int offset = u16(page + HEADER_BYTES + 2L * high);
    return offset > pageBytes - NODE_BYTES
        ? -1
        : Native.MEMORY.get(U64, page + offset) & 0xffff_ffff_ffffL;
  }

  private int inLeaf(long page, int count, long key, long size, Block block) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int offset = u16(page + HEADER_BYTES + 2L * middle);
      if (offset > pageBytes - NODE_BYTES) {
        return ASK;
      }
      long head = Native.MEMORY.get(U64, page + offset);
      long keySize = head >>> 48;
      int order = compare(key, size, page, offset, keySize);
      if (order == 0) {
        return value(page, offset + NODE_BYTES + keySize, head, block);
      }
      if (order > 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return ABSENT;
  }

  private int value(long page, long at, long head, Block block) {
    long size = head & 0xffff_ffffL;
    int flags = (int) (head >>> 32) & 0xffff;
    if (flags == 0) {
      if (at + size > pageBytes) {
        return ASK;
      }
      block.data(size, page + at);
      return FOUND;
    }
    if (flags != BIG_VALUE || at + 8 > pageBytes) {
      return ASK;
    }
    long number = Native.MEMORY.get(U64, page + at);
    if (number <= 0 || number + (HEADER_BYTES + size + pageBytes - 1) / pageBytes > pages) {
      return ASK;
    }
    long first = base + number * pageBytes;
    if (u16(first + FLAGS) != OVERFLOW) {
      return ASK;
    }
    block.data(size, first + HEADER_BYTES);
    return FOUND;
  }

  /// Compares a key with that of a node, as unsigned bytes; a key that goes past the page is as if
  /// it ended there.
  private int compare(long key, long size, long page, int offset, long nodeKeySize) {
    long node = page + offset + NODE_BYTES;
    long room = (long) pageBytes - NODE_BYTES - offset;
    long nodeSize = Math.min(nodeKeySize, room);
    long common = Math.min(size, nodeSize);
    long at = 0;
    for (; at <= common - 8; at += 8) {
      long ours = Native.MEMORY.get(WORD, key + at);
      long theirs = Native.MEMORY.get(WORD, node + at);
      if (ours != theirs) {
        return Long.compareUnsigned(ours, theirs);
      }
    }
    if (at < common) {
      int left = (int) (common - at);
      // The last word may go past the key, but not past the page.
      long over = Math.max(0, at + 8 - room);
      long shift = 64 - 8L * left;
      long ours = Native.MEMORY.get(WORD, key + at) >>> shift;
      long theirs = (Native.MEMORY.get(WORD, node + at - over) << (8 * over)) >>> shift;
      if (ours != theirs) {
        return Long.compareUnsigned(ours, theirs);
      }
    }
    return Long.compare(size, nodeSize);
  }

  private static int u16(long address) {
    return Short.toUnsignedInt(Native.MEMORY.get(U16, address));
  }
}
