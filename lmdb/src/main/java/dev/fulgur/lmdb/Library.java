package dev.fulgur.lmdb;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds LMDB's native library in the class path, unpacks it once for this user, and loads it.
///
/// The file lies in a folder that is named by the SHA-256 of its content and that only its owner
/// may enter: the folder in the system property `dev.fulgur.lmdb.folder` if that is set, else the
/// user's cache folder, else, where that cannot be written or does not allow programs, a folder of
/// this user below `java.io.tmpdir`. Before loading, owner, permissions and content are checked; a
/// file that does not hold what it should is replaced. Many processes may start at once: each
/// writes a file of its own and moves it into place in one step.
final class Library {
  static final String FOLDER_PROPERTY = "dev.fulgur.lmdb.folder";

  private static final Set<PosixFilePermission> OTHERS_MAY_WRITE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private Library() {}

  /// Loads the library for the life of the process.
  ///
  /// @throws LmdbException.LibraryUnavailable if there is none for this machine, or no folder is
  ///   good for it
  @SuppressWarnings("restricted")
  static SymbolLookup load() {
    String name = Platform.libraryName();
    byte[] content = content(name);
    String hash = HexFormat.of().formatHex(sha256(content));
    List<String> reasons = new ArrayList<>();
    Throwable last = null;
    for (Path folder : folders()) {
      try {
        Path file = unpack(folder.resolve(hash), name, content);
        return SymbolLookup.libraryLookup(file, Arena.global());
      } catch (IOException | IllegalArgumentException | SecurityException e) {
        reasons.add(folder + ": " + e);
        last = e;
      }
    }
    throw new LmdbException.LibraryUnavailable(
        "no folder is good for the native library ("
            + String.join("; ", reasons)
            + "); set the system property "
            + FOLDER_PROPERTY
            + " to a folder of yours that allows programs",
        last);
  }

  private static byte[] content(String name) {
    try (InputStream in = Library.class.getResourceAsStream("/org/lmdbjava/native/" + name)) {
      if (in == null) {
        throw new LmdbException.LibraryUnavailable(
            "there is no LMDB library for this machine ("
                + name
                + "); run on Linux, macOS or Windows on x86_64 or aarch64, with org.lmdbjava:native"
                + " in the class path",
            null);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new LmdbException.LibraryUnavailable(
          "the library " + name + " cannot be read from the class path; check the jar", e);
    }
  }

  private static List<Path> folders() {
    String asked = System.getProperty(FOLDER_PROPERTY);
    if (asked != null && !asked.isEmpty()) {
      return List.of(Path.of(asked).toAbsolutePath());
    }
    List<Path> folders = new ArrayList<>();
    Path cache = cacheFolder();
    if (cache != null) {
      folders.add(cache.resolve("fulgur").resolve("lmdb"));
    }
    String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
    folders.add(
        Path.of(System.getProperty("java.io.tmpdir", "/tmp")).resolve("fulgur-lmdb-" + user));
    return folders;
  }

  private static @Nullable Path cacheFolder() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    if (xdg != null && xdg.startsWith("/")) {
      return Path.of(xdg);
    }
    String local = System.getenv("LOCALAPPDATA");
    if (Platform.OS.equals("windows") && local != null && !local.isEmpty()) {
      return Path.of(local);
    }
    String home = System.getProperty("user.home", "");
    if (home.isEmpty() || home.equals("?")) {
      return null;
    }
    return Platform.OS.equals("macos")
        ? Path.of(home, "Library", "Caches")
        : Path.of(home, ".cache");
  }

  /// The library's file in `folder`, written if it is not there or not what it should be.
  static Path unpack(Path folder, String name, byte[] content) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(folder, ownerOnly);
    Path file = folder.resolve(name);
    if (posix) {
      checkFolder(folder, ownerOnly);
    }
    if (!holds(file, content)) {
      write(file, content, ownerOnly);
    }
    if (posix) {
      checkOurs(file, Files.getOwner(folder).getName());
    }
    return file;
  }

  private static boolean holds(Path file, byte[] content) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) != content.length) {
      return false;
    }
    return MessageDigest.isEqual(Files.readAllBytes(file), content);
  }

  private static void write(Path file, byte[] content, FileAttribute<?>... ownerOnly)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path fresh = Files.createTempFile(folder, "unpacking-", ".tmp", ownerOnly);
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          channel.write(left);
        }
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    if (!holds(file, content)) {
      throw new IOException(file + " does not hold what was written to it");
    }
  }

  /// The folder must be a real folder of this user that nobody else may write to. This user is
  /// whoever owns a file that this process has just made in it.
  private static void checkFolder(Path folder, FileAttribute<?>... ownerOnly) throws IOException {
    Path probe = Files.createTempFile(folder, "owner-", ".tmp", ownerOnly);
    try {
      checkOurs(folder, Files.getOwner(probe).getName());
    } finally {
      Files.delete(probe);
    }
  }

  private static void checkOurs(Path path, String user) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new IOException(path + " is a symbolic link");
    }
    String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
    if (!owner.equals(user)) {
      throw new IOException(path + " belongs to " + owner + " and not to " + user);
    }
    Set<PosixFilePermission> permissions =
        EnumSet.copyOf(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    permissions.retainAll(OTHERS_MAY_WRITE);
    if (!permissions.isEmpty()) {
      throw new IOException(path + " may be written by others: " + permissions);
    }
  }

  static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
