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
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds LMDB's native library in the class path, unpacks it once for this user, and loads it.
///
/// The file lies in a folder that is named by the SHA-256 of its content and that only its owner
/// may enter: the folder in the system property `dev.fulgur.lmdb.folder` if that is set, else the
/// user's cache folder, else, where that cannot be written or does not allow programs, a folder of
/// this user below `java.io.tmpdir`. Before loading, owner and permissions of both and the content
/// are checked; a file that does not hold what it should is replaced. Many processes may start at
/// once: each writes a file of its own and moves it into place in one step.
final class Library {
  static final String FOLDER_PROPERTY = "dev.fulgur.lmdb.folder";

  private static final int OTHERS_MAY_WRITE = 0022;

  private Library() {}

  /// Loads the library for the life of the process.
  ///
  /// @throws LmdbException.LibraryUnavailable if there is none for this machine, or no folder is
  ///   good for it
  @SuppressWarnings("restricted")
  static SymbolLookup load() {
    String name = Platform.libraryName();
    Build build = Build.of(name);
    if (build == null) {
      throw new LmdbException.LibraryUnavailable(
          "there is no LMDB library for this machine ("
              + name
              + "); run on Linux, macOS or Windows on x86_64 or aarch64",
          null);
    }
    List<String> reasons = new ArrayList<>();
    Throwable last = null;
    for (Path folder : folders()) {
      try {
        Path file = unpack(folder.resolve(build.sha256()), name, build);
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

  private static byte[] content(String name, Build build) throws IOException {
    byte[] content;
    try (InputStream in = Library.class.getResourceAsStream("/org/lmdbjava/native/" + name)) {
      if (in == null) {
        throw new IOException(name + " is not in the class path; add org.lmdbjava:native");
      }
      content = in.readAllBytes();
    }
    if (!HexFormat.of().formatHex(sha256(content)).equals(build.sha256())) {
      throw new IOException(name + " in the class path is another build; use the pinned version");
    }
    return content;
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
  static Path unpack(Path folder, String name, Build build) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("unix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(folder, ownerOnly);
    }
    int user = posix ? user(folder, ownerOnly) : 0;
    if (posix) {
      checkOurs(folder, user);
    }
    Path file = folder.resolve(name);
    if (!holds(file, build)) {
      write(file, content(name, build), ownerOnly);
      if (!holds(file, build)) {
        throw new IOException(file + " does not hold what was written to it");
      }
    }
    if (posix) {
      checkOurs(file, user);
    }
    return file;
  }

  private static boolean holds(Path file, Build build) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && build.holds(Files.readAllBytes(file));
  }

  private static void write(Path file, byte[] content, FileAttribute<?>... ownerOnly)
      throws IOException {
    Path fresh = fresh(file.resolveSibling("unpacking"));
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          channel.write(left);
        }
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /// A name that no other thread or process takes.
  private static Path fresh(Path near) {
    return near.resolveSibling(
        near.getFileName()
            + "-"
            + ProcessHandle.current().pid()
            + "-"
            + Thread.currentThread().threadId()
            + "-"
            + System.nanoTime());
  }

  /// The number of the user that this process is: the owner of its entry in `/proc`, or else of a
  /// file that it makes in the folder.
  private static int user(Path folder, FileAttribute<?>... ownerOnly) throws IOException {
    Path self = Path.of("/proc/self");
    if (Files.exists(self)) {
      return uid(self);
    }
    Path probe = Files.createFile(fresh(folder.resolve("owner")), ownerOnly);
    try {
      return uid(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static int uid(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }

  /// No link, of this user, and nobody else may write to it.
  private static void checkOurs(Path path, int user) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new IOException(path + " is a symbolic link");
    }
    Map<String, Object> facts =
        Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    if (!Integer.valueOf(user).equals(facts.get("uid"))) {
      throw new IOException(path + " belongs to user " + facts.get("uid") + " and not " + user);
    }
    if (facts.get("mode") instanceof Integer mode && (mode & OTHERS_MAY_WRITE) != 0) {
      throw new IOException(path + " may be written by others");
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
