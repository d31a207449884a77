package dev.fulgur.store.engine.logged;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What one generation changed in one tree: for each key its versions, newest first.
///
/// A hash table finds single keys. The order of keys is made when someone asks for it: whoever does
/// sorts in what came since the last time, so that the log's thread never pays for it.
///
/// A version is kept as long as a view may read it: with a newer one that all views see, those
/// below it are let go of at the next change.
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
    private final Rowset rows;
    final byte[] key;
    final int hash;
    private final int size;

    /// The first eight bytes, so that sorting seldom needs the rest.
    private final long beginning;

    volatile @Nullable Version newest;

    // Of whoever changes: what the newest version holds and takes in memory, and those below it, so
    // that the next change need not look at what lies elsewhere.
    private long sequence;
    private byte @Nullable [] value;
    private int valueBytes;
    private long bytesBelow;

    Entry(Rowset rows, byte[] key, int hash) {
      this.rows = rows;
      this.key = key;
      this.size = key.length;
      this.beginning = beginning(key);
      this.hash = hash;
    }

    /// Short keys are compared without looking at their bytes, which lie elsewhere.
    private boolean has(byte[] other, long otherBeginning) {
      return beginning == otherBeginning
          && size == other.length
          && (size <= Long.BYTES || Arrays.equals(key, other));
    }

    /// Puts a version on top.
    ///
    /// @param below about what those below it take in memory
    private void put(Version version, int bytes, long below) {
      sequence = version.sequence;
      value = version.value;
      valueBytes = bytes;
      bytesBelow = below;
      ENTRY_NEWEST.setRelease(this, version);
    }

    /// About what the newest version takes in memory.
    private long newestBytes() {
      return VERSION_BYTES + valueBytes;
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

  /// About what a key takes besides its bytes: its entry, its place in the table and in order.
  private static final long ENTRY_BYTES = 96;

  /// About what a version takes besides its value.
  private static final long VERSION_BYTES = 48;

  private static final VarHandle ENTRY_NEWEST = newest();
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Entry[].class);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// At most half full, searched from the place of a hash on; nothing is ever taken out.
  private volatile @Nullable Entry[] table = new @Nullable Entry[64];

  private volatile Entry[] created = new Entry[32];
  private volatile int count;

  private final ConcurrentSkipListMap<byte[], Entry> sorted =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
  private final ReentrantLock sorting = new ReentrantLock();
  private volatile int sortedCount;

  /// The commits that deleted all rows of the tree, in order.
  private volatile long[] clears = {};

  private static VarHandle newest() {
    try {
      return MethodHandles.lookup().findVarHandle(Entry.class, "newest", Version.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  static int hash(byte[] key) {
    int size = key.length;
    long hash = size * 0x9E37_79B9_7F4A_7C15L;
    int at = 0;
    for (; at + Long.BYTES <= size; at += Long.BYTES) {
      hash = eight(hash, (long) LONG.get(key, at));
    }
    for (; at < size; at++) {
      hash = one(hash, key[at]);
    }
    return folded(hash);
  }

  /// The same of bytes that lie anywhere.
  static int hash(MemorySegment key) {
    long size = key.byteSize();
    long hash = size * 0x9E37_79B9_7F4A_7C15L;
    long at = 0;
    for (; at + Long.BYTES <= size; at += Long.BYTES) {
      hash = eight(hash, key.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
    }
    for (; at < size; at++) {
      hash = one(hash, key.get(ValueLayout.JAVA_BYTE, at));
    }
    return folded(hash);
  }

  private static long eight(long hash, long bytes) {
    long mixed = (hash ^ bytes) * 0xBF58_476D_1CE4_E5B9L;
    return mixed ^ (mixed >>> 29);
  }

  private static long one(long hash, byte next) {
    return (hash ^ next) * 0x94D0_49BB_1331_11EBL;
  }

  private static int folded(long hash) {
    return (int) (((hash ^ (hash >>> 32)) * 0x9E37_79B9L) >>> 16);
  }

  /// The entry of a key, or null.
  @Nullable Entry find(MemorySegment key, int hash) {
    @Nullable Entry[] now = table;
    int mask = now.length - 1;
    for (int at = hash & mask; ; at = (at + 1) & mask) {
      Entry entry = (Entry) SLOT.getAcquire(now, at);
      if (entry == null) {
        return null;
      }
      if (entry.hash == hash
          && entry.key.length == key.byteSize()
          && MemorySegment.ofArray(entry.key).mismatch(key) < 0) {
        return entry;
      }
    }
  }

  /// The same of bytes that lie in an array.
  @Nullable Entry find(byte[] key) {
    return find(key, hash(key));
  }

  private @Nullable Entry find(byte[] key, int hash) {
    long beginning = beginning(key);
    @Nullable Entry[] now = table;
    int mask = now.length - 1;
    for (int at = hash & mask; ; at = (at + 1) & mask) {
      Entry entry = (Entry) SLOT.getAcquire(now, at);
      if (entry == null) {
        return null;
      }
      if (entry.hash == hash && entry.has(key, beginning)) {
        return entry;
      }
    }
  }

  /// Notes what commit `sequence` made of a row.
  ///
  /// @param oldest the oldest commit that a view reads with, or will
  /// @return about how many bytes more this takes in memory
  long change(byte[] key, byte @Nullable [] value, long sequence, long oldest) {
    int hash = hash(key);
    Entry entry = find(key, hash);
    return entry == null
        ? insert(key, hash, value, sequence)
        : change(entry, value, sequence, oldest);
  }

  /// The same of a row that may have been found before.
  ///
  /// @param place an entry of the key, of this or of another generation
  long change(
      @Nullable Entry place, byte[] key, byte @Nullable [] value, long sequence, long oldest) {
    return place == null || place.rows != this
        ? change(key, value, sequence, oldest)
        : change(place, value, sequence, oldest);
  }

  private static long change(Entry entry, byte @Nullable [] value, long sequence, long oldest) {
    Version below = entry.newest;
    long bytesBelow = 0;
    long cut = 0;
    if (below != null) {
      bytesBelow = entry.newestBytes() + entry.bytesBelow;
      if (entry.bytesBelow > 0 && entry.sequence <= oldest) {
        // Made again, since looking at the one that is there costs more.
        below = new Version(entry.sequence, entry.value, null);
        cut = entry.bytesBelow;
        bytesBelow -= cut;
      }
    }
    entry.put(new Version(sequence, value, below), bytes(value), bytesBelow);
    return entry.newestBytes() - cut;
  }

  private static int bytes(byte @Nullable [] value) {
    return value == null ? 0 : value.length;
  }

  /// The same where no view reads: the values before are let go of at once.
  long replace(byte[] key, byte @Nullable [] value, long sequence) {
    int hash = hash(key);
    Entry entry = find(key, hash);
    if (entry == null) {
      return insert(key, hash, value, sequence);
    }
    long before = entry.newest == null ? 0 : entry.newestBytes() + entry.bytesBelow;
    entry.put(new Version(sequence, value, null), bytes(value), 0);
    return entry.newestBytes() - before;
  }

  private long insert(byte[] key, int hash, byte @Nullable [] value, long sequence) {
    Entry entry = new Entry(this, key, hash);
    entry.put(new Version(sequence, value, null), bytes(value), 0);
    insert(entry);
    return ENTRY_BYTES + key.length + entry.newestBytes();
  }

  private void insert(Entry entry) {
    int place = count;
    if (place * 2 >= table.length) {
      grow();
    }
    Entry[] entries = created;
    if (place == entries.length) {
      entries = Arrays.copyOf(entries, place * 2);
      created = entries;
    }
    entries[place] = entry;
    count = place + 1;
    enter(table, entry);
  }

  private static void enter(@Nullable Entry[] table, Entry entry) {
    int mask = table.length - 1;
    int at = entry.hash & mask;
    while (table[at] != null) {
      at = (at + 1) & mask;
    }
    SLOT.setRelease(table, at, entry);
  }

  private void grow() {
    @Nullable Entry[] larger = new @Nullable Entry[table.length * 2];
    Entry[] entries = created;
    for (int i = 0; i < count; i++) {
      enter(larger, entries[i]);
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
  ///
  /// @return about how many bytes less this takes in memory
  long revoke(byte[] key, long sequence) {
    Entry entry = find(key, hash(key));
    Version newest = entry == null ? null : entry.newest;
    if (entry == null || newest == null || newest.sequence != sequence) {
      return 0;
    }
    long bytes = entry.newestBytes();
    Version below = newest.previous;
    if (below == null) {
      entry.newest = null;
      entry.value = null;
    } else {
      int belowBytes = bytes(below.value);
      entry.put(below, belowBytes, entry.bytesBelow - VERSION_BYTES - belowBytes);
    }
    return bytes;
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

  /// How many keys there are.
  int size() {
    return count;
  }

  /// The entries in the order of their keys, when nothing changes any more.
  Entry[] inOrder() {
    Entry[] entries = Arrays.copyOf(created, count);
    Arrays.sort(entries, Rowset::compare);
    return entries;
  }

  private static int compare(Entry a, Entry b) {
    int order = Long.compareUnsigned(a.beginning, b.beginning);
    return order != 0 ? order : Arrays.compareUnsigned(a.key, b.key);
  }

  /// In the order of bytes; what is missing counts as zeros.
  private static long beginning(byte[] key) {
    if (key.length >= Long.BYTES) {
      return (long) BIG_ENDIAN.get(key, 0);
    }
    long beginning = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      beginning = beginning << 8 | (i < key.length ? key[i] & 0xFF : 0);
    }
    return beginning;
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
