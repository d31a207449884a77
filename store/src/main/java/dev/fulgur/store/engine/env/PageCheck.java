package dev.fulgur.store.engine.env;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Walks the pages of a data file as one meta has them, and says what does not hold: pages that are
/// not where or what they should be, nodes outside their page, keys out of order, counts that
/// differ, pages that are used twice, or used and free at once.
///
/// It reads the file and not the map, so that no damage can end the process. The pages of a
/// snapshot are not written to while a reader holds it.
///
/// Source: `mdb.c` of LMDB 0.9.33.
final class PageCheck {

  private static final int BRANCH = 0x01;
  private static final int LEAF = 0x02;
  private static final int OVERFLOW = 0x04;
  private static final int LEAF2 = 0x20;

  private static final int BIG = 0x01;
  private static final int SUBTREE = 0x02;
  private static final int DUPLICATES = 0x04;

  private static final int PLAIN_ORDER = 0x02 | 0x08;
  private static final int NODE_BYTES = 8;
  private static final int TREE_BYTES = 48;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_PROBLEMS = 100;

  private static final VarHandle U16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final VarHandle U32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle IN_KEY_ORDER =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final DataFile file;
  private final DataFile.Meta meta;
  private final int pageBytes;

  /// Copies of the pages from a root to where the walk is: what is looked at does not change, and
  /// looking at an array costs least.
  private final List<byte[]> path = new ArrayList<>();

  private int pathLength;
  private final byte[] overflowHead = new byte[DataFile.HEADER_BYTES];
  private final BitSet used = new BitSet();
  private final BitSet free = new BitSet();
  private final List<String> problems = new ArrayList<>();

  private PageCheck(DataFile file, DataFile.Meta meta) {
    this.file = file;
    this.meta = meta;
    this.pageBytes = meta.pageBytes();
  }

  /// What is wrong with the snapshot, one sentence each; empty if nothing is.
  static List<String> run(DataFile file, DataFile.Meta meta) throws IOException {
    PageCheck check = new PageCheck(file, meta);
    if (meta.lastPage() < 1 || meta.lastPage() >= Integer.MAX_VALUE) {
      return List.of("The meta page names " + meta.lastPage() + " as the last page.");
    }
    check.used.set(0, 2);
    check.tree("the list of free pages", meta.free(), Kind.FREE);
    check.tree("the list of trees", meta.main(), Kind.MAIN);
    return List.copyOf(check.problems);
  }

  /// How many pages the snapshot lists as free.
  static long freePages(DataFile file, DataFile.Meta meta) throws IOException {
    PageCheck check = new PageCheck(file, meta);
    check.tree("the list of free pages", meta.free(), Kind.FREE);
    return check.free.cardinality();
  }

  private enum Kind {
    FREE,
    MAIN,
    ROWS
  }

  /// What was counted of one tree.
  private static final class Count {
    long branches;
    long leaves;
    long overflows;
    long entries;
  }

  private void tree(String name, DataFile.Root root, Kind kind) throws IOException {
    if (root.root() == DataFile.NO_PAGE) {
      if (root.entries() != 0) {
        problem("%s has no root and should have %d rows.", name, root.entries());
      }
      return;
    }
    Count count = new Count();
    page(name, root, kind, root.root(), 1, count);
    if (count.branches != root.branches()
        || count.leaves != root.leaves()
        || count.overflows != root.overflows()) {
      problem(
          "%s has %d, %d and %d branch, leaf and overflow pages, and should have %d, %d and %d.",
          name,
          count.branches,
          count.leaves,
          count.overflows,
          root.branches(),
          root.leaves(),
          root.overflows());
    }
    if (count.entries != root.entries()) {
      problem("%s has %d rows and should have %d.", name, count.entries, root.entries());
    }
  }

  private void page(String name, DataFile.Root root, Kind kind, long number, int depth, Count count)
      throws IOException {
    if (problems.size() >= MAX_PROBLEMS || !use(name, number, 1)) {
      return;
    }
    if (pathLength == path.size()) {
      path.add(new byte[pageBytes]);
    }
    byte[] page = path.get(pathLength++);
    try {
      if (read(name, number, page)) {
        page(name, root, kind, page, number, depth, count);
      }
    } finally {
      pathLength--;
    }
  }

  private void page(
      String name, DataFile.Root root, Kind kind, byte[] page, long number, int depth, Count count)
      throws IOException {
    if (u64(page, 0) != number) {
      problem("Page %d of %s calls itself %d.", number, name, u64(page, 0));
      return;
    }
    int flags = u16(page, 10);
    int lower = u16(page, 12);
    int upper = u16(page, 14);
    boolean leaf = (flags & LEAF) != 0;
    if (leaf == ((flags & BRANCH) != 0) || (flags & OVERFLOW) != 0) {
      problem("Page %d of %s is neither branch nor leaf.", number, name);
      return;
    }
    if (lower < DataFile.HEADER_BYTES || lower > upper || upper > pageBytes) {
      problem("Page %d of %s has bounds %d and %d.", number, name, lower, upper);
      return;
    }
    if (depth > MAX_DEPTH || leaf != (depth == root.depth())) {
      problem("Page %d of %s is at height %d of %d.", number, name, depth, root.depth());
      return;
    }
    if (leaf) {
      count.leaves++;
    } else {
      count.branches++;
    }
    if ((flags & LEAF2) != 0) {
      count.entries += (lower - DataFile.HEADER_BYTES) / 2;
      return;
    }
    nodes(name, root, kind, page, number, depth, count, new Nodes(leaf, lower, upper));
  }

  private record Nodes(boolean leaf, int lower, int upper) {
    int size() {
      return (lower - DataFile.HEADER_BYTES) / 2;
    }
  }

  private void nodes(
      String name,
      DataFile.Root root,
      Kind kind,
      byte[] page,
      long number,
      int depth,
      Count count,
      Nodes nodes)
      throws IOException {
    boolean plain = (root.flags() & PLAIN_ORDER) == 0 && kind != Kind.FREE;
    int beforeAt = 0;
    int beforeBytes = -1;
    for (int i = 0; i < nodes.size(); i++) {
      int at = u16(page, DataFile.HEADER_BYTES + 2 * i);
      if (at < nodes.upper() || at + NODE_BYTES > pageBytes) {
        problem("Node %d of page %d of %s lies outside of it.", i, number, name);
        return;
      }
      int low = u16(page, at);
      int high = u16(page, at + 2);
      int flags = u16(page, at + 4);
      int keyBytes = u16(page, at + 6);
      int dataAt = at + NODE_BYTES + keyBytes;
      if (dataAt > pageBytes) {
        problem("The key of node %d of page %d of %s goes past its end.", i, number, name);
        return;
      }
      boolean unnamed = !nodes.leaf() && i == 0;
      if (!unnamed && plain) {
        int keyAt = at + NODE_BYTES;
        if (beforeBytes >= 0 && !isAscending(page, beforeAt, beforeBytes, keyAt, keyBytes)) {
          problem("Node %d of page %d of %s is out of order.", i, number, name);
        }
        beforeAt = keyAt;
        beforeBytes = keyBytes;
      }
      if (!nodes.leaf()) {
        long child = low | (long) high << 16 | (long) flags << 32;
        page(name, root, kind, child, depth + 1, count);
        continue;
      }
      long size = low | (long) high << 16;
      leafNode(name, kind, page, new Data(flags, keyBytes, dataAt, size), count);
    }
  }

  private static boolean isAscending(
      byte[] page, int firstAt, int firstBytes, int secondAt, int secondBytes) {
    if (firstBytes >= Long.BYTES && secondBytes >= Long.BYTES) {
      long first = (long) IN_KEY_ORDER.get(page, firstAt);
      long second = (long) IN_KEY_ORDER.get(page, secondAt);
      if (first != second) {
        return Long.compareUnsigned(first, second) < 0;
      }
    }
    return Arrays.compareUnsigned(
            page, firstAt, firstAt + firstBytes, page, secondAt, secondAt + secondBytes)
        < 0;
  }

  /// The value of a leaf's node, behind its key.
  private record Data(int flags, int keyBytes, int at, long size) {
    String key(byte[] page) {
      return new String(page, at - keyBytes, keyBytes, StandardCharsets.UTF_8);
    }
  }

  private void leafNode(String name, Kind kind, byte[] page, Data data, Count count)
      throws IOException {
    if ((data.flags() & BIG) != 0) {
      count.entries++;
      if (!fits(name, data.at(), 8)) {
        return;
      }
      count.overflows += overflow(name, kind, u64(page, data.at()), data.size());
      return;
    }
    if (!fits(name, data.at(), data.size())) {
      return;
    }
    if ((data.flags() & SUBTREE) != 0) {
      if (data.size() != TREE_BYTES) {
        problem("A tree in %s is described by %d bytes.", name, data.size());
        return;
      }
      DataFile.Root inner = DataFile.Root.at(MemorySegment.ofArray(page), data.at());
      boolean duplicates = (data.flags() & DUPLICATES) != 0;
      String innerName =
          duplicates ? "a list of values in " + name : "the tree \"" + data.key(page) + '"';
      count.entries += duplicates ? inner.entries() : 1;
      tree(innerName, inner, Kind.ROWS);
      return;
    }
    if ((data.flags() & DUPLICATES) != 0) {
      count.entries += inlineValues(page, data);
      return;
    }
    count.entries++;
    if (kind == Kind.FREE) {
      freeList(MemorySegment.ofArray(page).asSlice(data.at(), data.size()));
    }
  }

  /// A few values of one key lie in a page within the node.
  private static long inlineValues(byte[] page, Data data) {
    int lower = u16(page, data.at() + 12);
    return (lower - (long) DataFile.HEADER_BYTES) / 2;
  }

  private boolean fits(String name, int at, long size) {
    if (at + size <= pageBytes) {
      return true;
    }
    problem("A value of %s goes past the end of its page.", name);
    return false;
  }

  /// The pages of a long value, as many as the first of them says. A value that was overwritten by
  /// a shorter one within its transaction keeps the pages that it had.
  private long overflow(String name, Kind kind, long first, long size) throws IOException {
    long needed = (DataFile.HEADER_BYTES - 1 + size) / pageBytes + 1;
    if (!exists(name, first, needed)) {
      return needed;
    }
    if (!read(name, first, overflowHead)) {
      return needed;
    }
    int flags = u16(overflowHead, 10);
    long pages = Integer.toUnsignedLong((int) U32.get(overflowHead, 12));
    if (u64(overflowHead, 0) != first || (flags & OVERFLOW) == 0) {
      problem("Page %d of %s does not begin a long value.", first, name);
      return needed;
    }
    if (pages < needed) {
      problem(
          "Page %d of %s begins a value of %d bytes and has %d pages for it.",
          first, name, size, pages);
      return needed;
    }
    if (!use(name, first, pages) || !isThere(name, first + pages - 1)) {
      return pages;
    }
    if (kind == Kind.FREE) {
      freeList(file.bytes(first * pageBytes + DataFile.HEADER_BYTES, Math.toIntExact(size)));
    }
    return pages;
  }

  /// A count, then the pages.
  private void freeList(MemorySegment list) {
    long pages = list.byteSize() < 8 ? -1 : list.get(DataFile.U64, 0);
    if (pages < 0 || (pages + 1) * 8 > list.byteSize()) {
      problem("A list of free pages has a length of %d in %d bytes.", pages, list.byteSize());
      return;
    }
    for (long i = 1; i <= pages; i++) {
      long page = list.get(DataFile.U64, i * 8);
      if (page < 2 || page > meta.lastPage()) {
        problem("Page %d is listed as free and does not exist.", page);
      } else if (free.get((int) page)) {
        problem("Page %d is listed as free twice.", page);
      } else {
        free.set((int) page);
      }
    }
  }

  private boolean exists(String name, long first, long pages) {
    if (first < 2 || pages < 1 || pages > meta.lastPage() || first > meta.lastPage() + 1 - pages) {
      problem("%s points at page %d, and the last one is %d.", name, first, meta.lastPage());
      return false;
    }
    return true;
  }

  private boolean use(String name, long first, long pages) {
    if (!exists(name, first, pages)) {
      return false;
    }
    for (long page = first; page < first + pages; page++) {
      if (used.get((int) page)) {
        problem("Page %d of %s is in use elsewhere.", page, name);
        return false;
      }
      if (free.get((int) page)) {
        problem("Page %d of %s is listed as free.", page, name);
      }
      used.set((int) page);
    }
    return true;
  }

  /// Reads the beginning of a page; false if the file ends before.
  private boolean read(String name, long page, byte[] into) throws IOException {
    try {
      file.read(page * pageBytes, into);
      return true;
    } catch (EOFException e) {
      return missing(name, page);
    }
  }

  private boolean isThere(String name, long page) throws IOException {
    return (page + 1) * pageBytes <= file.sizeBytes() || missing(name, page);
  }

  private boolean missing(String name, long page) {
    problem("Page %d of %s lies behind the end of the file.", page, name);
    return false;
  }

  private static int u16(byte[] page, int at) {
    return Short.toUnsignedInt((short) U16.get(page, at));
  }

  private static long u64(byte[] page, int at) {
    return (long) U64.get(page, at);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the sentences are constants above
  private void problem(String sentence, Object... values) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(String.format(sentence, values));
    }
  }
}
