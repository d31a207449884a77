package dev.fulgur.prompts.vault;

/// Which templates get a place in a cache that is full: those that were missed before, as far back
/// as is remembered, which is about as many misses as the cache has places.
///
/// A place in a full cache costs another template's eviction, which takes as long as half a load;
/// what is asked for once would pay that and be evicted in turn before it is asked for again.
///
/// Shared by all threads without a lock: whoever overwrites another's note makes it forgotten, and
/// that costs one load more.
final class Admission {
  private final int[] missed;
  private final int shift;

  /// For a cache of so many entries.
  Admission(int cacheSize) {
    int bits = 32 - Integer.numberOfLeadingZeros(Math.clamp(cacheSize, 1, 1 << 20) - 1);
    this.missed = new int[1 << bits];
    this.shift = Integer.SIZE - bits;
  }

  /// Whether a key is known to have been missed before; it is from now on.
  boolean admits(Object key) {
    int hash = key.hashCode() * 0x9E37_79B9;
    int place = shift == Integer.SIZE ? 0 : hash >>> shift;
    // Zero is what no key was noted as.
    int note = hash | 1;
    if (missed[place] == note) {
      return true;
    }
    missed[place] = note;
    return false;
  }
}
