package dev.fulgur.lmdb;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/// How to open an environment: `EnvOptions.DEFAULT.withMapSize(1L << 36).withMaxDbs(32)`.
///
/// @param mapSizeBytes size of the memory map, and so the limit of the file's size; it takes
///   address space only, so take it large. If the file already says a larger one, that is used
/// @param maxReaders slots of the reader table, one for each open read transaction of all
///   processes; it only counts for whoever opens the file first
/// @param maxDbs how many named databases can be open; each costs every transaction a little
/// @param mode POSIX permissions of files that are created, such as `0600`
/// @param flags how to open
public record EnvOptions(
    long mapSizeBytes, int maxReaders, int maxDbs, int mode, Set<EnvFlag> flags) {

  /// 1 GiB, 126 readers, 16 named databases, files for their owner only, no flags.
  public static final EnvOptions DEFAULT = new EnvOptions(1L << 30, 126, 16, 0600, Set.of());

  /// The largest map that 47 bits of address space have room for.
  private static final long MAX_MAP = 1L << 46;

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one of them is out of range
  public EnvOptions {
    checkMapSize(mapSizeBytes);
    if (maxReaders < 1 || maxReaders > 1 << 20) {
      throw new IllegalArgumentException("maxReaders is " + maxReaders + ", not 1 to 1048576");
    }
    if (maxDbs < 0 || maxDbs > 1 << 15) {
      throw new IllegalArgumentException("maxDbs is " + maxDbs + ", not 0 to 32768");
    }
    if (mode < 0 || mode > 0777) {
      throw new IllegalArgumentException(
          "mode is 0" + Integer.toOctalString(mode) + ", not 0 to 0777");
    }
    EnumSet<EnvFlag> copy = EnumSet.noneOf(EnvFlag.class);
    copy.addAll(flags);
    flags = java.util.Collections.unmodifiableSet(copy);
  }

  static void checkMapSize(long bytes) {
    if (bytes < 1 || bytes > MAX_MAP) {
      throw new IllegalArgumentException(
          "a map of " + bytes + " bytes is out of range, give 1 to " + MAX_MAP);
    }
  }

  /// The data file of an environment at this path.
  Path dataFile(Path path) {
    return flags.contains(EnvFlag.NOSUBDIR) ? path : path.resolve("data.mdb");
  }

  /// With another map size.
  public EnvOptions withMapSize(long bytes) {
    return new EnvOptions(bytes, maxReaders, maxDbs, mode, flags);
  }

  /// With another number of reader slots.
  public EnvOptions withMaxReaders(int readers) {
    return new EnvOptions(mapSizeBytes, readers, maxDbs, mode, flags);
  }

  /// With another number of named databases.
  public EnvOptions withMaxDbs(int dbs) {
    return new EnvOptions(mapSizeBytes, maxReaders, dbs, mode, flags);
  }

  /// With other permissions for files that are created.
  public EnvOptions withMode(int permissions) {
    return new EnvOptions(mapSizeBytes, maxReaders, maxDbs, permissions, flags);
  }

  /// With these flags and no others.
  public EnvOptions withFlags(EnvFlag... these) {
    return new EnvOptions(mapSizeBytes, maxReaders, maxDbs, mode, Set.of(these));
  }
}
