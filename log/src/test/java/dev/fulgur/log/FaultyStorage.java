package dev.fulgur.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A storage in front of another that asks a [Fault] before each call. The tests of the rooms above
/// use it too.
public final class FaultyStorage implements LogStorage {

  /// The calls that can go wrong.
  public enum Call {
    CREATE,
    OPEN,
    READ,
    WRITE,
    FORCE,
    RENAME,
    DELETE,
    SYNC_FOLDER,
    LIST,
    USABLE
  }

  /// What goes wrong.
  @FunctionalInterface
  public interface Fault {
    /// Throws what the call shall throw, or returns.
    void before(Call call, String file) throws IOException;

    /// The call was made and went well.
    default void after(Call call, String file) {}

    /// The place is about to be locked.
    default void beforeLocking() {}

    /// The place is about to be given free.
    default void beforeUnlocking() {}

    /// How many bytes a write takes at most.
    default int writable(int bytes) {
      return bytes;
    }

    /// Whether a force is skipped without a word.
    default boolean lies(Call call) {
      return false;
    }
  }

  private final LogStorage storage;
  volatile Fault fault;

  /// A storage without faults.
  FaultyStorage(LogStorage storage) {
    this(storage, (_, _) -> {});
  }

  /// @param fault what goes wrong
  public FaultyStorage(LogStorage storage, Fault fault) {
    this.storage = storage;
    this.fault = fault;
  }

  @Override
  public String description() {
    return storage.description();
  }

  @Override
  public void prepare() throws IOException {
    storage.prepare();
  }

  @Override
  public Lock lock() throws IOException {
    fault.beforeLocking();
    Lock lock = storage.lock();
    return () -> {
      fault.beforeUnlocking();
      lock.close();
    };
  }

  @Override
  public List<String> list() throws IOException {
    fault.before(Call.LIST, "");
    return storage.list();
  }

  @Override
  public File create(String name) throws IOException {
    fault.before(Call.CREATE, name);
    return new FaultyFile(name, storage.create(name));
  }

  @Override
  public File open(String name) throws IOException {
    fault.before(Call.OPEN, name);
    return new FaultyFile(name, storage.open(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    fault.before(Call.RENAME, from);
    storage.rename(from, to);
    fault.after(Call.RENAME, from);
  }

  @Override
  public void delete(String name) throws IOException {
    fault.before(Call.DELETE, name);
    storage.delete(name);
    fault.after(Call.DELETE, name);
  }

  @Override
  public void syncFolder() throws IOException {
    fault.before(Call.SYNC_FOLDER, "");
    if (!fault.lies(Call.SYNC_FOLDER)) {
      storage.syncFolder();
    }
  }

  @Override
  public long usableBytes() throws IOException {
    fault.before(Call.USABLE, "");
    return storage.usableBytes();
  }

  private final class FaultyFile implements File {
    private final String name;
    private final File file;

    FaultyFile(String name, File file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      fault.before(Call.READ, name);
      return file.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      fault.before(Call.WRITE, name);
      int length = source.remaining();
      int most = Math.min(length, fault.writable(length));
      ByteBuffer part = source.slice(source.position(), most);
      int written = file.write(part, position);
      source.position(source.position() + written);
      return written;
    }

    @Override
    public void force(boolean metadata) throws IOException {
      fault.before(Call.FORCE, name);
      if (!fault.lies(Call.FORCE)) {
        file.force(metadata);
      }
      fault.after(Call.FORCE, name);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public long modifiedMillis() throws IOException {
      return file.modifiedMillis();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
