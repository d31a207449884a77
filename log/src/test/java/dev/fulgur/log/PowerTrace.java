package dev.fulgur.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Everything that was done to a storage, in order, and what a disk may hold if the power goes at
/// some point of it: what was synced, and of the rest any subset of pages, each whole, or with any
/// of its sectors.
///
/// Writes to one page reach the disk in order: of several, some prefix. Renames and deletions that
/// were not synced happened or not, each by itself.
final class PowerTrace {
  private static final int PAGE = 4096;
  private static final int SECTOR = 512;

  private sealed interface Event {}

  private record Created(String name, MemoryStorage.Content file) implements Event {}

  private record Renamed(String from, String to) implements Event {}

  private record Deleted(String name) implements Event {}

  private record SyncedFolder() implements Event {}

  private record Wrote(MemoryStorage.Content file, long position, ByteBuffer bytes)
      implements Event {}

  private record Forced(MemoryStorage.Content file) implements Event {}

  private record Marked(long mark) implements Event {}

  private record Released(long sequence) implements Event {}

  private final List<Event> events = new ArrayList<>();

  synchronized void created(String name, MemoryStorage.Content file) {
    events.add(new Created(name, file));
  }

  synchronized void renamed(String from, String to) {
    events.add(new Renamed(from, to));
  }

  synchronized void deleted(String name) {
    events.add(new Deleted(name));
  }

  synchronized void syncedFolder() {
    events.add(new SyncedFolder());
  }

  synchronized void wrote(MemoryStorage.Content file, long position, byte[] bytes) {
    events.add(new Wrote(file, position, ByteBuffer.wrap(bytes)));
  }

  synchronized void forced(MemoryStorage.Content file) {
    events.add(new Forced(file));
  }

  /// Notes that the outside world knows of something by now: that transaction `mark` is durable.
  synchronized void mark(long mark) {
    events.add(new Marked(mark));
  }

  /// Notes that the owner holds everything up to `sequence` elsewhere by now.
  synchronized void release(long sequence) {
    events.add(new Released(sequence));
  }

  private int first;

  /// What was done so far is given; the power goes later.
  synchronized void ready() {
    first = events.size();
  }

  /// Some point of the trace, as a number of events.
  synchronized int anywhere(Random random) {
    return first + random.nextInt(events.size() + 1 - first);
  }

  /// What the disk may hold, and what the world had been told.
  record Image(Map<String, byte[]> files, long mark, long released) {}

  /// One possible image for a loss of power after the first `count` events.
  synchronized Image image(int count, Random random) {
    Map<MemoryStorage.Content, Disk> disks = new HashMap<>();
    Map<String, Disk> durable = new TreeMap<>();
    Map<String, Disk> current = new TreeMap<>();
    List<Event> unsynced = new ArrayList<>();
    long mark = 0;
    long released = 0;
    for (Event event : events.subList(0, count)) {
      switch (event) {
        case Created e -> {
          Disk disk = new Disk();
          disks.put(e.file(), disk);
          current.put(e.name(), disk);
          unsynced.add(e);
        }
        case Renamed e -> {
          move(current, e);
          unsynced.add(e);
        }
        case Deleted e -> {
          current.remove(e.name());
          unsynced.add(e);
        }
        case SyncedFolder _ -> {
          durable = new TreeMap<>(current);
          unsynced.clear();
        }
        case Wrote e -> disk(disks, e.file()).write(e.position(), e.bytes().array());
        case Forced e -> disk(disks, e.file()).force();
        case Marked e -> mark = Math.max(mark, e.mark());
        case Released e -> released = Math.max(released, e.sequence());
      }
    }
    for (Event event : unsynced) {
      if (random.nextBoolean()) {
        switch (event) {
          case Created e -> durable.put(e.name(), disk(disks, e.file()));
          case Renamed e -> move(durable, e);
          case Deleted e -> durable.remove(e.name());
          default -> throw new IllegalStateException("Not a change of the folder: " + event);
        }
      }
    }
    Map<String, byte[]> files = new HashMap<>();
    durable.forEach((name, disk) -> files.put(name, disk.afterPowerLoss(random)));
    return new Image(files, mark, released);
  }

  private static Disk disk(Map<MemoryStorage.Content, Disk> disks, MemoryStorage.Content file) {
    Disk disk = disks.get(file);
    if (disk == null) {
      throw new IllegalStateException("A file was written that was never created.");
    }
    return disk;
  }

  private static void move(Map<String, Disk> files, Renamed e) {
    Disk disk = files.remove(e.from());
    if (disk != null) {
      files.put(e.to(), disk);
    }
  }

  /// One file: what is durable, and the writes since, by page.
  private static final class Disk {
    private byte[] durable = {};
    private byte[] current = {};

    private record Patch(int from, ByteBuffer bytes) {
      int end() {
        return from + bytes.capacity();
      }
    }

    private final Map<Integer, List<Patch>> dirty = new TreeMap<>();

    void write(long position, byte[] bytes) {
      int end = (int) position + bytes.length;
      if (end > current.length) {
        current = Arrays.copyOf(current, end);
      }
      System.arraycopy(bytes, 0, current, (int) position, bytes.length);
      for (int from = (int) position; from < end; ) {
        int page = from / PAGE;
        int to = Math.min(end, (page + 1) * PAGE);
        byte[] part = Arrays.copyOfRange(bytes, from - (int) position, to - (int) position);
        dirty
            .computeIfAbsent(page, _ -> new ArrayList<>())
            .add(new Patch(from, ByteBuffer.wrap(part)));
        from = to;
      }
    }

    void force() {
      durable = Arrays.copyOf(durable, current.length);
      for (int page : dirty.keySet()) {
        int from = page * PAGE;
        System.arraycopy(current, from, durable, from, Math.min(PAGE, current.length - from));
      }
      dirty.clear();
    }

    byte[] afterPowerLoss(Random random) {
      // The size is metadata, and may be ahead of the pages or behind them.
      byte[] image = Arrays.copyOf(durable, random.nextBoolean() ? durable.length : current.length);
      dirty.forEach((_, patches) -> apply(image, patches, random));
      return image;
    }

    private static void apply(byte[] image, List<Patch> patches, Random random) {
      int whole = random.nextInt(patches.size() + 1);
      for (Patch patch : patches.subList(0, whole)) {
        copy(image, patch, patch.from(), patch.end());
      }
      if (whole < patches.size() && random.nextInt(4) == 0) {
        Patch torn = patches.get(whole);
        for (int from = torn.from() / SECTOR * SECTOR; from < torn.end(); from += SECTOR) {
          if (random.nextBoolean()) {
            copy(image, torn, from, from + SECTOR);
          }
        }
      }
    }

    private static void copy(byte[] image, Patch patch, int from, int to) {
      int first = Math.max(from, patch.from());
      int last = Math.min(Math.min(to, patch.end()), image.length);
      if (last > first) {
        System.arraycopy(patch.bytes().array(), first - patch.from(), image, first, last - first);
      }
    }
  }
}
