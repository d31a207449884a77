package dev.fulgur.store.engine.logged;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What one generation changed in one tree: for each key its versions, newest first.
///
/// A hash table finds single keys. The order of keys is made when someone asks for it: whoever does
/// sorts in what came since the last time, so that the log's thread never pays for it.
///
/// Thread rule: one thread at a time changes, any read. Readers see what was published to them,
/// that is, everything up to the sequence number that they read with.
final class Rowset {

  /// One value of a row.
  static final class Version {
    final long sequence;

    /// Null where the row was deleted.
    final byte @Nullable [] value;

    final @Nullable Version previous;

    Version(long sequence, byte @Nullable [] value, @Nullable Version previous) {
      this.sequence = sequence;
      this.value = value;
      this.previous = previous;
    }
  }

  /// One key and its versions; without any if its only commit was revoked.
  static final class Entry {
    final byte[] key;
    final int hash;
    volatile @Nullable Version newest;

    Entry(byte[] key, int hash) {
      this.key = key;
      this.hash = hash;
    }

    /// The version that commit `sequence` sees, or null if it sees none here.
    @Nullable Version at(long sequence) {
      Version version = newest;
      while (version != null && version.sequence > sequence) {
        version = version.previous;
      }
      return version;
    }
  }

  private record Link(Entry entry, @Nullable Link next) {}

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Link[].class);

  private volatile @Nullable Link[] table = new @Nullable Link[64];

  private volatile Entry[] created = new Entry[32];
  private volatile int count;

  private final ConcurrentSkipListMap<byte[], Entry> sorted =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
  private final ReentrantLock sorting = new ReentrantLock();
  private volatile int sortedCount;

  /// The commits that deleted all rows of the tree, in order.
  private volatile long[] clears = {};

  static int hash(byte[] key) {
    return hash(MemorySegment.ofArray(key));
  }

  static int hash(MemorySegment key) {
    long size = key.byteSize();
    long hash = size * 0x9E37_79B9_7F4A_7C15L;
    long at = 0;
    for (; at + Long.BYTES <= size; at += Long.BYTES) {
      hash = (hash ^ key.get(ValueLayout.JAVA_LONG_UNALIGNED, at)) * 0xBF58_476D_1CE4_E5B9L;
      hash ^= hash >>> 29;
    }
    for (; at < size; at++) {
      hash = (hash ^ key.get(ValueLayout.JAVA_BYTE, at)) * 0x94D0_49BB_1331_11EBL;
    }
    hash ^= hash >>> 32;
    return (int) ((hash * 0x9E37_79B9L) >>> 16);
  }

  /// The entry of a key, or null.
  @Nullable Entry find(MemorySegment key, int hash) {
    @Nullable Link[] now = table;
    Link link = (Link) SLOT.getAcquire(now, hash & (now.length - 1));
    while (link != null) {
      Entry entry = link.entry();
      if (entry.hash == hash
          && entry.key.length == key.byteSize()
          && MemorySegment.ofArray(entry.key).mismatch(key) < 0) {
        return entry;
      }
      link = link.next();
    }
    return null;
  }

  private @Nullable Entry find(byte[] key, int hash) {
    @Nullable Link[] now = table;
    Link link = (Link) SLOT.getAcquire(now, hash & (now.length - 1));
    while (link != null) {
      if (link.entry().hash == hash && Arrays.equals(link.entry().key, key)) {
        return link.entry();
      }
      link = link.next();
    }
    return null;
  }

  /// Notes what commit `sequence` made of a row.
  void change(byte[] key, byte @Nullable [] value, long sequence) {
    int hash = hash(key);
    Entry entry = find(key, hash);
    if (entry == null) {
      entry = new Entry(key, hash);
      entry.newest = new Version(sequence, value, null);
      insert(entry);
    } else {
      entry.newest = new Version(sequence, value, entry.newest);
    }
  }

  private void insert(Entry entry) {
    int place = count;
    if (place >= table.length) {
      grow();
    }
    Entry[] entries = created;
    if (place == entries.length) {
      entries = Arrays.copyOf(entries, place * 2);
      created = entries;
    }
    entries[place] = entry;
    count = place + 1;
    @Nullable Link[] now = table;
    int slot = entry.hash & (now.length - 1);
    SLOT.setRelease(now, slot, new Link(entry, (Link) SLOT.getAcquire(now, slot)));
  }

  private void grow() {
    @Nullable Link[] larger = new @Nullable Link[table.length * 2];
    Entry[] entries = created;
    for (int i = 0; i < count; i++) {
      int slot = entries[i].hash & (larger.length - 1);
      larger[slot] = new Link(entries[i], larger[slot]);
    }
    table = larger;
  }

  /// Notes that commit `sequence` deleted all rows.
  void clear(long sequence) {
    long[] now = clears;
    long[] more = Arrays.copyOf(now, now.length + 1);
    more[now.length] = sequence;
    clears = more;
  }

  /// Takes back what commit `sequence`, the newest, did to a row, once for each change.
  void revoke(byte[] key, long sequence) {
    Entry entry = find(key, hash(key));
    if (entry != null) {
      Version newest = entry.newest;
      if (newest != null && newest.sequence == sequence) {
        entry.newest = newest.previous;
      }
    }
  }

  /// Takes back that commit `sequence`, the newest, deleted all rows.
  void revokeClear(long sequence) {
    long[] now = clears;
    if (now.length > 0 && now[now.length - 1] == sequence) {
      clears = Arrays.copyOf(now, now.length - 1);
    }
  }

  /// The newest commit up to `sequence` that deleted all rows, or 0.
  long clearedAt(long sequence) {
    long[] now = clears;
    for (int i = now.length - 1; i >= 0; i--) {
      if (now[i] <= sequence) {
        return now[i];
      }
    }
    return 0;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /// The entries in the order of their keys, all that were there when this was called.
  ConcurrentSkipListMap<byte[], Entry> sorted() {
    int upTo = count;
    if (sortedCount < upTo) {
      sorting.lock();
      try {
        Entry[] entries = created;
        for (int i = sortedCount; i < upTo; i++) {
          sorted.put(entries[i].key, entries[i]);
        }
        sortedCount = Math.max(sortedCount, upTo);
      } finally {
        sorting.unlock();
      }
    }
    return sorted;
  }
}
