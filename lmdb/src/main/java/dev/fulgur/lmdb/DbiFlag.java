package dev.fulgur.lmdb;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What a database is like. All but [#CREATE] are stored in the file when the database is created
/// and stay as they are.
public enum DbiFlag {
  /// Keys are compared from their last byte to their first.
  REVERSEKEY(0x02),
  /// A key may have many values, kept in order. Values then are as long as a key may be, from 1
  /// byte on.
  DUPSORT(0x04),
  /// Keys are native integers of 4 or 8 bytes in the byte order of the machine, all of one size.
  INTEGERKEY(0x08),
  /// With [#DUPSORT]: all values of a key have one size.
  DUPFIXED(0x10),
  /// With [#DUPSORT] and [#DUPFIXED]: values are integers like those of [#INTEGERKEY].
  INTEGERDUP(0x20),
  /// With [#DUPSORT]: values are compared from their last byte to their first.
  REVERSEDUP(0x40),
  /// Create the database if it is not there. Needs a write transaction.
  CREATE(0x40000);

  static final int STORED = 0x7e;

  final int bit;

  DbiFlag(int bit) {
    this.bit = bit;
  }

  static int bits(DbiFlag... flags) {
    int bits = 0;
    for (DbiFlag flag : flags) {
      bits |= flag.bit;
    }
    return bits;
  }

  static Set<DbiFlag> of(int bits) {
    EnumSet<DbiFlag> flags = EnumSet.noneOf(DbiFlag.class);
    for (DbiFlag flag : values()) {
      if ((bits & STORED & flag.bit) != 0) {
        flags.add(flag);
      }
    }
    return Collections.unmodifiableSet(flags);
  }
}
