package dev.fulgur.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A log's files in memory, with an optional limit on their total size and an optional trace of all
/// that was done to them.
final class MemoryStorage implements LogStorage {

  /// One file's bytes. A rename keeps the identity.
  static final class Content {
    byte[] bytes = {};

    byte[] copy() {
      return bytes.clone();
    }
  }

  private final Map<String, Content> files = new TreeMap<>();
  private final @Nullable PowerTrace trace;
  private long limitBytes = Long.MAX_VALUE;
  private boolean locked;

  MemoryStorage() {
    this(null);
  }

  MemoryStorage(@Nullable PowerTrace trace) {
    this.trace = trace;
  }

  /// A storage that holds copies of these files.
  static MemoryStorage of(Map<String, byte[]> files) {
    MemoryStorage storage = new MemoryStorage();
    files.forEach((name, bytes) -> storage.put(name, bytes));
    return storage;
  }

  synchronized void put(String name, byte[] bytes) {
    Content content = new Content();
    content.bytes = bytes.clone();
    files.put(name, content);
  }

  synchronized void remove(String name) {
    files.remove(name);
  }

  /// Puts a file there that is durable.
  synchronized void restore(String name, byte[] bytes) throws IOException {
    try (File file = create(name)) {
      file.write(ByteBuffer.wrap(bytes), 0);
      file.force(true);
    }
    syncFolder();
  }

  synchronized byte[] bytes(String name) {
    Content content = files.get(name);
    if (content == null) {
      throw new IllegalArgumentException("There is no file " + name + ".");
    }
    return content.copy();
  }

  synchronized Map<String, byte[]> snapshot() {
    Map<String, byte[]> copy = new TreeMap<>();
    files.forEach((name, content) -> copy.put(name, content.copy()));
    return copy;
  }

  synchronized void limit(long bytes) {
    limitBytes = bytes;
  }

  /// As if the process had been killed: nobody holds the lock any more.
  synchronized void unlock() {
    locked = false;
  }

  private synchronized long used() {
    long used = 0;
    for (Content content : files.values()) {
      used += content.bytes.length;
    }
    return used;
  }

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public void prepare() {}

  @Override
  public synchronized Lock lock() {
    if (locked) {
      throw new LogException.Owned(description(), 0);
    }
    locked = true;
    return this::unlock;
  }

  @Override
  public synchronized List<String> list() {
    return new ArrayList<>(files.keySet());
  }

  @Override
  public synchronized File create(String name) throws IOException {
    if (files.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    Content content = new Content();
    files.put(name, content);
    if (trace != null) {
      trace.created(name, content);
    }
    return new MemoryFile(content);
  }

  @Override
  public synchronized File open(String name) throws IOException {
    Content content = files.get(name);
    if (content == null) {
      throw new NoSuchFileException(name);
    }
    return new MemoryFile(content);
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    Content content = files.remove(from);
    if (content == null) {
      throw new NoSuchFileException(from);
    }
    files.put(to, content);
    if (trace != null) {
      trace.renamed(from, to);
    }
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    if (files.remove(name) == null) {
      throw new NoSuchFileException(name);
    }
    if (trace != null) {
      trace.deleted(name);
    }
  }

  @Override
  public synchronized void syncFolder() {
    if (trace != null) {
      trace.syncedFolder();
    }
  }

  @Override
  public synchronized long usableBytes() {
    return limitBytes - used();
  }

  private final class MemoryFile implements File {
    private final Content content;
    private boolean closed;

    MemoryFile(Content content) {
      this.content = content;
    }

    private void checkOpen() throws IOException {
      if (closed) {
        throw new java.nio.channels.ClosedChannelException();
      }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      synchronized (MemoryStorage.this) {
        checkOpen();
        if (position >= content.bytes.length) {
          return -1;
        }
        int length = (int) Math.min(target.remaining(), content.bytes.length - position);
        target.put(content.bytes, (int) position, length);
        return length;
      }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      synchronized (MemoryStorage.this) {
        checkOpen();
        int length = source.remaining();
        int end = (int) position + length;
        if (end > content.bytes.length) {
          if (end - content.bytes.length > usableBytes()) {
            throw new NoSpaceException("The memory is full.");
          }
          content.bytes = Arrays.copyOf(content.bytes, end);
        }
        source.get(content.bytes, (int) position, length);
        if (trace != null) {
          trace.wrote(content, position, Arrays.copyOfRange(content.bytes, (int) position, end));
        }
        return length;
      }
    }

    @Override
    public void force(boolean metadata) throws IOException {
      synchronized (MemoryStorage.this) {
        checkOpen();
        if (trace != null) {
          trace.forced(content);
        }
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (MemoryStorage.this) {
        checkOpen();
        return content.bytes.length;
      }
    }

    @Override
    public long modifiedMillis() {
      return System.currentTimeMillis();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
