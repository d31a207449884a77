package dev.fulgur.lmdb;

import java.util.Collection;

/// How an environment is opened.
///
/// The binding always adds `MDB_NOTLS`: a read transaction then belongs to its handle and not to an
/// operating-system thread, which virtual threads and pools of transactions need. Left out on
/// purpose are the flags that give up durability or memory safety: `MDB_NOSYNC`, `MDB_NOMETASYNC`,
/// `MDB_WRITEMAP`, `MDB_MAPASYNC` (a power loss may destroy the file or undo commits),
/// `MDB_NOMEMINIT` (writes leftover memory of the process into the file) and `MDB_FIXEDMAP`
/// (experimental).
public enum EnvFlag {
  /// The path is the data file itself, and its lock file is the path with `-lock` appended; without
  /// this flag the path is a folder that holds `data.mdb` and `lock.mdb`.
  NOSUBDIR(0x4000),
  /// No writes. The lock file is still written to, since readers register in it, unless the file
  /// system is read-only or [#NOLOCK] is given.
  RDONLY(0x20000),
  /// No locks and no reader table at all. The caller promises that nobody writes while anybody
  /// reads; within one environment the binding still lets only one write transaction run at a time.
  NOLOCK(0x400000),
  /// No read-ahead: helps random reads of a file that is larger than the memory.
  NORDAHEAD(0x800000);

  static final int NOTLS = 0x200000;

  final int bit;

  EnvFlag(int bit) {
    this.bit = bit;
  }

  static int bits(Collection<EnvFlag> flags) {
    int bits = NOTLS;
    for (EnvFlag flag : flags) {
      bits |= flag.bit;
    }
    return bits;
  }
}
