package dev.fulgur.tracker.stored;

/// Hashes of texts that stand in keys; part of the format of the store.
///
/// ```
/// h = 0xcbf29ce484222325
/// for each UTF-16 unit c: h = (h ^ c) * 0x100000001b3
/// h ^= h >>> 33; h *= 0xff51afd7ed558ccd; h ^= h >>> 33; h *= 0xc4ceb9fe1a85ec53; h ^= h >>> 33
/// ```
///
/// Whoever finds a record by one of them compares the record's own text.
final class Mix {

  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Mix() {}

  static long hash(String text) {
    return finish(add(BASIS, text));
  }

  /// The hash of what tells the symbols of one file apart.
  static int identity(String name, String kind, int lineStart) {
    long h = add(BASIS, name);
    h = (h ^ 0xffff) * PRIME;
    h = add(h, kind);
    h = (h ^ lineStart) * PRIME;
    return (int) finish(h);
  }

  private static long add(long hash, String text) {
    long h = hash;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * PRIME;
    }
    return h;
  }

  private static long finish(long hash) {
    long h = hash;
    h ^= h >>> 33;
    h *= 0xff51afd7ed558ccdL;
    h ^= h >>> 33;
    h *= 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }
}
