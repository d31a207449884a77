package dev.fulgur.store.engine;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a transaction changed in one tree: each key once, with what it has now.
///
/// A few rows are looked through; more get a hash table. The order of keys is made when a cursor
/// asks for it, and kept from then on.
final class RowChanges {

  /// Stands for a row that was deleted. Told from values by identity.
  static final byte[] DELETED = new byte[0];

  private static final int FEW = 8;

  final Tree tree;

  /// Whether all rows below were deleted.
  boolean cleared;

  /// Rises with every change, so that cursors find their place again.
  int edition;

  private byte[][] keys = new byte[2][];
  private byte[][] values = new byte[2][];
  private int size;

  /// Places in the arrays plus one, found by hash; null while there are few.
  private int @Nullable [] table;

  private @Nullable NavigableMap<byte[], byte[]> sorted;

  RowChanges(Tree tree) {
    this.tree = tree;
  }

  @SuppressWarnings("ReferenceEquality") // told by identity, since a value may be empty
  static boolean isDeleted(byte[] value) {
    return value == DELETED;
  }

  int size() {
    return size;
  }

  byte[] key(int place) {
    return keys[place];
  }

  byte[] value(int place) {
    return values[place];
  }

  /// What a key has now, or null if it was not changed.
  byte @Nullable [] get(byte[] key) {
    int place = find(key);
    return place < 0 ? null : values[place];
  }

  /// Changes a row, and answers what it had from an earlier change, or null.
  byte @Nullable [] put(byte[] key, byte[] value) {
    edition++;
    NavigableMap<byte[], byte[]> order = sorted;
    if (order != null) {
      order.put(key, value);
    }
    int place = find(key);
    if (place >= 0) {
      byte[] before = values[place];
      values[place] = value;
      return before;
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    keys[size] = key;
    values[size] = value;
    size++;
    index();
    return null;
  }

  void clear() {
    keys = new byte[2][];
    values = new byte[2][];
    size = 0;
    table = null;
    sorted = null;
    cleared = true;
    edition++;
  }

  /// The changes in the order of keys.
  NavigableMap<byte[], byte[]> sorted() {
    NavigableMap<byte[], byte[]> order = sorted;
    if (order == null) {
      order = new TreeMap<>(Arrays::compareUnsigned);
      for (int i = 0; i < size; i++) {
        order.put(keys[i], values[i]);
      }
      sorted = order;
    }
    return order;
  }

  private int find(byte[] key) {
    int[] hashed = table;
    if (hashed == null) {
      for (int i = 0; i < size; i++) {
        if (Arrays.equals(keys[i], key)) {
          return i;
        }
      }
      return -1;
    }
    int mask = hashed.length - 1;
    for (int at = slot(key) & mask; hashed[at] != 0; at = (at + 1) & mask) {
      int place = hashed[at] - 1;
      if (Arrays.equals(keys[place], key)) {
        return place;
      }
    }
    return -1;
  }

  /// Enters the newest row into the table, which is at most half full.
  private void index() {
    int[] hashed = table;
    if (hashed != null && size * 2 <= hashed.length) {
      enter(hashed, size - 1);
    } else if (size > FEW) {
      int[] larger = new int[Integer.highestOneBit(size) * 8];
      for (int i = 0; i < size; i++) {
        enter(larger, i);
      }
      table = larger;
    }
  }

  private void enter(int[] hashed, int place) {
    int mask = hashed.length - 1;
    int at = slot(keys[place]) & mask;
    while (hashed[at] != 0) {
      at = (at + 1) & mask;
    }
    hashed[at] = place + 1;
  }

  private static int slot(byte[] key) {
    int hash = Arrays.hashCode(key) * 0x9E37_79B9;
    return hash ^ (hash >>> 15);
  }
}
