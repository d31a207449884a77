package dev.fulgur.store.engine.env;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/// Whether the system shall read the neighbours of a page that is missing from memory.
///
/// Where the file fits into memory, that warms it quickly. Where it does not, the neighbours push
/// out pages that are wanted, and each read that misses costs many pages of disk; so it is turned
/// off for a file that is larger than half of the memory that the process may use, a container's
/// limit included.
final class ReadAhead {
  /// Below this size the memory is not asked for, which takes a while.
  static final long SMALL_BYTES = 64L << 20;

  private ReadAhead() {}

  /// @param usedBytes how much of the file is used
  static boolean helps(long usedBytes) {
    return helps(usedBytes, ReadAhead::memory);
  }

  /// @param memoryBytes the memory that the process may use; asked only when it matters
  static boolean helps(long usedBytes, LongSupplier memoryBytes) {
    return usedBytes <= SMALL_BYTES || usedBytes <= memoryBytes.getAsLong() / 2;
  }

  private static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
