package dev.fulgur.lmdb;

/// How a value is put. `MDB_RESERVE`, `MDB_CURRENT` and `MDB_MULTIPLE` change what the arguments
/// mean and are methods of their own: [WriteTxn#reserve], [Cursor#replace] and
/// [Cursor#putMultiple].
public enum PutFlag {
  /// Only if the key is not there yet, else [LmdbException.KeyExists].
  NOOVERWRITE(0x10),
  /// Only if this pair of key and value is not there yet, else [LmdbException.KeyExists]. For
  /// [DbiFlag#DUPSORT].
  NODUPDATA(0x20),
  /// The key sorts after every key that is there, else [LmdbException.KeyExists]. Fills pages
  /// wholly: for loading in order.
  APPEND(0x20000),
  /// The same for the values of one key. For [DbiFlag#DUPSORT].
  APPENDDUP(0x40000);

  static final int CURRENT = 0x40;
  static final int RESERVE = 0x10000;
  static final int MULTIPLE = 0x80000;

  final int bit;

  PutFlag(int bit) {
    this.bit = bit;
  }

  static int bits(PutFlag... flags) {
    int bits = 0;
    for (PutFlag flag : flags) {
      bits |= flag.bit;
    }
    return bits;
  }
}
