package dev.fulgur.store;

import dev.fulgur.log.LogStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A folder in which one call fails with an I/O error. No power is lost, so nothing is forced.
final class FailingStorage implements LogStorage {
  private final LogStorage storage;
  private final AtomicInteger left;

  /// Whether all forces of files fail from now on.
  volatile boolean forcesFail;

  /// What else happens before the place is locked, and before it is given free.
  volatile Runnable locking = () -> {};

  volatile Runnable unlocking = () -> {};

  FailingStorage(Path path, AtomicInteger left) {
    this.storage = LogStorage.in(path);
    this.left = left;
  }

  private void call(String what) throws IOException {
    if (left.decrementAndGet() == 0 || (forcesFail && what.equals("force"))) {
      throw new IOException("Input/output error at " + what);
    }
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
    locking.run();
    Lock lock = storage.lock();
    return () -> {
      unlocking.run();
      lock.close();
    };
  }

  @Override
  public List<String> list() throws IOException {
    call("list");
    return storage.list();
  }

  @Override
  public File create(String name) throws IOException {
    call("create");
    return new FailingFile(storage.create(name));
  }

  @Override
  public File open(String name) throws IOException {
    call("open");
    return new FailingFile(storage.open(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    call("rename");
    storage.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    call("delete");
    storage.delete(name);
  }

  @Override
  public void syncFolder() throws IOException {
    call("sync of the folder");
  }

  @Override
  public long usableBytes() throws IOException {
    return storage.usableBytes();
  }

  private final class FailingFile implements File {
    private final File file;

    FailingFile(File file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      call("read");
      return file.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      call("write");
      return file.write(source, position);
    }

    @Override
    public void force(boolean metadata) throws IOException {
      call("force");
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
