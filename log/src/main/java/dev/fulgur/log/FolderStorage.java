package dev.fulgur.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A log's files in a folder of a file system.
final class FolderStorage implements LogStorage {

  /// The file whose lock says who owns the log. It stays when the log is closed: deleting it would
  /// let two owners lock two files of one name.
  static final String LOCK_FILE = "owner.lock";

  /// Folders that this process owns. Looked at before the lock file is opened, because closing any
  /// descriptor of a file drops the process's lock on it.
  private static final Set<Path> OWNED = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final boolean readOnly;

  FolderStorage(Path folder, boolean readOnly) {
    this.folder = folder.toAbsolutePath().normalize();
    this.readOnly = readOnly;
  }

  @Override
  public String description() {
    return folder.toString();
  }

  @Override
  public void prepare() throws IOException {
    if (readOnly || Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder);
    Path parent = folder.getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  @Override
  public Lock lock() throws IOException {
    Path real = folder.toRealPath();
    if (!OWNED.add(real)) {
      throw new LogException.Owned(description(), ProcessHandle.current().pid());
    }
    @Nullable FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              real.resolve(LOCK_FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new LogException.Owned(description(), pidIn(channel));
      }
      sign(channel);
      return new FolderLock(real, channel);
    } catch (OverlappingFileLockException e) {
      release(real, channel);
      throw new LogException.Owned(description(), ProcessHandle.current().pid());
    } catch (IOException | RuntimeException e) {
      release(real, channel);
      throw e;
    }
  }

  /// Writes down who holds the lock, for those who ask for it in vain.
  private void sign(FileChannel channel) throws IOException {
    try {
      byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid), 0);
    } catch (IOException e) {
      // On a full disk the lock holds without a name.
      if (!(named(e, 1) instanceof NoSpaceException)) {
        throw e;
      }
    }
  }

  /// Who holds the lock by what stands in its file; 0 if nothing does.
  private static long pidIn(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    int length = channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, Math.max(length, 0), StandardCharsets.US_ASCII);
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = new ArrayList<>();
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
      return names;
    }
  }

  @Override
  public File create(String name) throws IOException {
    return open(
        name, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public File open(String name) throws IOException {
    return readOnly
        ? open(name, StandardOpenOption.READ)
        : open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private File open(String name, StandardOpenOption... options) throws IOException {
    Path path = folder.resolve(name);
    try {
      return new FolderFile(path, FileChannel.open(path, options));
    } catch (IOException e) {
      throw named(e, 1);
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    try {
      Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw named(e, 1);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    boolean _ = Files.deleteIfExists(folder.resolve(name));
  }

  @Override
  public void syncFolder() throws IOException {
    sync(folder);
  }

  @Override
  public long usableBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Gives a full disk its own type. The system's message may be translated, so what is left on the
  /// disk is looked at as well.
  private IOException named(IOException e, long wantedBytes) {
    String message = String.valueOf(e.getMessage());
    boolean full =
        message.contains("No space left on device") || message.contains("Disk quota exceeded");
    if (!full) {
      try {
        full = usableBytes() < wantedBytes;
      } catch (IOException unknown) {
        e.addSuppressed(unknown);
      }
    }
    return full ? new NoSpaceException(message, e) : e;
  }

  private static void release(Path real, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      OWNED.remove(real);
    }
  }

  private record FolderLock(Path real, FileChannel channel) implements Lock {
    @Override
    public void close() throws IOException {
      release(real, channel);
    }
  }

  private final class FolderFile implements File {
    private final Path path;
    private final FileChannel channel;

    FolderFile(Path path, FileChannel channel) {
      this.path = path;
      this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return channel.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      try {
        return channel.write(source, position);
      } catch (IOException e) {
        throw named(e, source.remaining());
      }
    }

    @Override
    public void force(boolean metadata) throws IOException {
      channel.force(metadata);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public long modifiedMillis() throws IOException {
      return Files.getLastModifiedTime(path).toMillis();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
