package dev.fulgur.lmdb;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names of the operating system's error numbers that LMDB's calls can end with.
final class Errno {
  private static final boolean MAC = Platform.OS.equals("macos");

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EIO = 5;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int EINVAL = 22;
  static final int ENOSPC = 28;
  static final int EROFS = 30;
  static final int EAGAIN = MAC ? 35 : 11;
  static final int EDQUOT = MAC ? 69 : 122;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(EPERM, "EPERM"),
          Map.entry(ENOENT, "ENOENT"),
          Map.entry(4, "EINTR"),
          Map.entry(EIO, "EIO"),
          Map.entry(6, "ENXIO"),
          Map.entry(9, "EBADF"),
          Map.entry(EAGAIN, "EAGAIN"),
          Map.entry(ENOMEM, "ENOMEM"),
          Map.entry(EACCES, "EACCES"),
          Map.entry(16, "EBUSY"),
          Map.entry(EEXIST, "EEXIST"),
          Map.entry(19, "ENODEV"),
          Map.entry(20, "ENOTDIR"),
          Map.entry(21, "EISDIR"),
          Map.entry(EINVAL, "EINVAL"),
          Map.entry(23, "ENFILE"),
          Map.entry(24, "EMFILE"),
          Map.entry(27, "EFBIG"),
          Map.entry(ENOSPC, "ENOSPC"),
          Map.entry(EROFS, "EROFS"),
          Map.entry(MAC ? 11 : 35, "EDEADLK"),
          Map.entry(MAC ? 63 : 36, "ENAMETOOLONG"),
          Map.entry(MAC ? 77 : 37, "ENOLCK"),
          Map.entry(MAC ? 62 : 40, "ELOOP"),
          Map.entry(MAC ? 84 : 75, "EOVERFLOW"),
          Map.entry(MAC ? 70 : 116, "ESTALE"),
          Map.entry(EDQUOT, "EDQUOT"),
          Map.entry(MAC ? 105 : 130, "EOWNERDEAD"));

  private Errno() {}

  /// The name, or null where it is not known. Windows has numbers of its own.
  static @Nullable String name(int errno) {
    return Platform.OS.equals("windows") ? null : NAMES.get(errno);
  }
}
