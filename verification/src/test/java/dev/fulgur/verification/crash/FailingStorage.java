package dev.fulgur.verification.crash;

import dev.fulgur.log.LogStorage;
import dev.fulgur.store.scenario.CrashChild;
import dev.fulgur.store.scenario.CrashScenario;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A folder of a log in which the process asks to be killed the nth time that it comes to a
/// failpoint, and goes no further.
final class FailingStorage implements LogStorage {
  private final LogStorage storage;
  private final Failpoint failpoint;
  private final AtomicInteger left;
  private volatile boolean opened;

  FailingStorage(LogStorage storage, Failpoint failpoint, int nth) {
    this.storage = storage;
    this.failpoint = failpoint;
    this.left = new AtomicInteger(nth);
  }

  /// The store is open: what comes now is no recovery any more.
  void opened() {
    opened = true;
  }

  private void duringRecovery() {
    if (!opened) {
      reached(Failpoint.RECOVERY_AFTER_READING);
    }
  }

  private void reached(Failpoint place) {
    if (place == failpoint && left.decrementAndGet() == 0) {
      CrashChild.tell(System.out, CrashScenario.KILL_ME);
      while (true) {
        LockSupport.park(this);
      }
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
    return storage.lock();
  }

  @Override
  public List<String> list() throws IOException {
    return storage.list();
  }

  @Override
  public File create(String name) throws IOException {
    duringRecovery();
    return new FailingFile(storage.create(name), false);
  }

  @Override
  public File open(String name) throws IOException {
    return new FailingFile(storage.open(name), true);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    reached(Failpoint.BEFORE_RENAME);
    storage.rename(from, to);
    reached(Failpoint.AFTER_RENAME);
  }

  @Override
  public void delete(String name) throws IOException {
    duringRecovery();
    reached(Failpoint.AFTER_A_SLICE);
    storage.delete(name);
    reached(Failpoint.AFTER_A_DELETION);
  }

  @Override
  public void syncFolder() throws IOException {
    storage.syncFolder();
  }

  @Override
  public long usableBytes() throws IOException {
    return storage.usableBytes();
  }

  private final class FailingFile implements File {
    private final File file;

    /// Whether frames are in it, and not zeros on their way.
    private boolean active;

    FailingFile(File file, boolean active) {
      this.file = file;
      this.active = active;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      reached(Failpoint.RECOVERY_WHILE_READING);
      return file.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      reached(active ? Failpoint.BEFORE_WRITE : Failpoint.WHILE_PREPARING_A_SEGMENT);
      return file.write(source, position);
    }

    @Override
    public void force(boolean metadata) throws IOException {
      if (active) {
        reached(Failpoint.BEFORE_FORCE);
      }
      file.force(metadata);
      if (active) {
        reached(Failpoint.AFTER_FORCE);
      }
      active = true;
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
