package dev.fulgur.verification.disk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// The writes and syncs of a process, as `trace.c` wrote them down, played again up to any of them
/// with what a loss of power there may leave on the disk.
///
/// What was written and not yet synced is kept or lost by pages of 4 KiB, each on its own, or torn
/// inside at a sector. Making, naming and deleting files is taken to last at once; the log's own
/// tests lose those too.
public final class CallTrace {
  private static final int PAGE = 4096;
  private static final int SECTOR = 512;
  private static final int HEADER = 24;
  private static final String TOLD = "told";

  private enum Kind {
    WRITE,
    WRITE_THROUGH,
    SYNC,
    TRUNCATE,
    UNLINK,
    RENAME,
    LINK
  }

  private record Call(Kind kind, String path, long offset, MemorySegment data) {}

  private final List<Call> calls = new ArrayList<>();

  /// @param file what the process wrote down
  /// @param root the folder that was traced; names are kept from there
  CallTrace(Path file, Path root) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    while (in.remaining() >= HEADER) {
      Kind kind = Kind.values()[in.getInt() - 1];
      byte[] path = new byte[in.getInt()];
      long offset = in.getLong();
      byte[] data = new byte[Math.toIntExact(in.getLong())];
      in.get(path).get(data);
      if (kind == Kind.RENAME || kind == Kind.LINK) {
        data = name(root, data).getBytes(StandardCharsets.UTF_8);
      }
      calls.add(new Call(kind, name(root, path), offset, MemorySegment.ofArray(data)));
    }
  }

  private static String name(Path root, byte[] path) {
    return root.relativize(Path.of(new String(path, StandardCharsets.UTF_8))).toString();
  }

  /// How many calls there were.
  public int size() {
    return calls.size();
  }

  /// What was done to files in a stretch of the trace.
  ///
  /// @param writes calls that wrote
  /// @param bytes what they wrote
  /// @param throughs calls that wrote and were durable when they returned
  /// @param syncs calls that made earlier writes durable
  public record Tally(long writes, long bytes, long throughs, long syncs) {}

  /// The file that was written to most often between two writes to the file `told`.
  public String busiest(int from, int to) {
    Map<String, Integer> writes = new TreeMap<>();
    int marks = 0;
    for (Call call : calls) {
      if (call.path.equals(TOLD)) {
        marks++;
      } else if (marks >= from && marks < to && call.kind == Kind.WRITE) {
        writes.merge(call.path, 1, Integer::sum);
      }
    }
    return Collections.max(writes.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /// What was done between two writes to the file `told`.
  ///
  /// @param from number of the first of them, from 1
  /// @param file how the names of the files end
  public Tally between(int from, int to, String file) {
    int marks = 0;
    long writes = 0;
    long bytes = 0;
    long throughs = 0;
    long syncs = 0;
    for (Call call : calls) {
      if (call.path.equals(TOLD)) {
        marks++;
      } else if (marks >= from && marks < to && call.path.endsWith(file)) {
        switch (call.kind) {
          case WRITE -> {
            writes++;
            bytes += call.data.byteSize();
          }
          case WRITE_THROUGH -> throughs++;
          case SYNC -> syncs++;
          case TRUNCATE, UNLINK, RENAME, LINK -> {}
        }
      }
    }
    return new Tally(writes, bytes, throughs, syncs);
  }

  /// Images after so many random numbers of calls, each given to `check` with the files that no
  /// power loss touches, since they are how the process told what was acknowledged.
  public void losePower(int images, Random random, Check check) throws IOException {
    List<Integer> cuts = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      cuts.add(random.nextInt(calls.size() + 1));
    }
    Collections.sort(cuts);
    Map<String, Content> files = new TreeMap<>();
    int at = 0;
    for (int cut : cuts) {
      for (; at < cut; at++) {
        apply(files, calls.get(at));
      }
      Map<String, byte[]> image = new HashMap<>();
      Map<String, byte[]> whole = new HashMap<>();
      int keep = random.nextInt(4);
      files.forEach((name, content) -> image.put(name, content.lost(random, keep)));
      files.forEach((name, content) -> whole.put(name, content.now.clone()));
      check.image(cut, image, whole);
    }
  }

  /// Looks at what was left.
  public interface Check {
    /// Is given one image.
    ///
    /// @param cut how many calls there had been
    /// @param image the files as the disk has them
    /// @param whole the files as the process had them
    void image(int cut, Map<String, byte[]> image, Map<String, byte[]> whole) throws IOException;
  }

  private static void apply(Map<String, Content> files, Call call) {
    switch (call.kind) {
      case WRITE -> files.computeIfAbsent(call.path, _ -> new Content()).write(call, false);
      case WRITE_THROUGH -> files.computeIfAbsent(call.path, _ -> new Content()).write(call, true);
      case SYNC -> {
        Content content = files.get(call.path);
        if (content != null) { // folders are synced as well
          content.sync();
        }
      }
      case TRUNCATE ->
          files.computeIfAbsent(call.path, _ -> new Content()).truncate((int) call.offset);
      case UNLINK -> files.remove(call.path);
      case RENAME, LINK -> {
        Content content = call.kind == Kind.LINK ? files.get(call.path) : files.remove(call.path);
        if (content != null) {
          files.put(
              new String(call.data.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8),
              content);
        }
      }
    }
  }

  /// One file: what is surely on the disk, and what its process sees.
  private static final class Content {
    private byte[] durable = {};
    private byte[] now = {};

    private void write(Call call, boolean through) {
      now = overlay(now, call);
      if (through) {
        durable = overlay(durable, call);
      }
    }

    private static byte[] overlay(byte[] old, Call call) {
      int length = (int) call.data.byteSize();
      int end = Math.toIntExact(call.offset) + length;
      byte[] bytes = Arrays.copyOf(old, Math.max(old.length, end));
      MemorySegment.copy(call.data, ValueLayout.JAVA_BYTE, 0, bytes, (int) call.offset, length);
      return bytes;
    }

    private void sync() {
      durable = now;
    }

    private void truncate(int length) {
      now = Arrays.copyOf(now, length);
      durable = Arrays.copyOf(durable, Math.min(length, durable.length));
    }

    /// @param keep 0: nothing that was not synced is left; 1: all; else some pages
    private byte[] lost(Random random, int keep) {
      if (keep == 1) {
        return now.clone();
      }
      byte[] image = durable.clone();
      if (keep == 0) {
        return image;
      }
      for (int page = 0; page < now.length; page += PAGE) {
        int length = Math.min(PAGE, now.length - page);
        int fate = random.nextInt(5);
        int kept = fate < 2 ? 0 : fate < 4 ? length : Math.min(length, SECTOR * random.nextInt(8));
        if (kept > 0 && !same(image, page, kept)) {
          image = Arrays.copyOf(image, Math.max(image.length, page + kept));
          System.arraycopy(now, page, image, page, kept);
        }
      }
      return image;
    }

    private boolean same(byte[] image, int from, int length) {
      return from + length <= image.length
          && Arrays.equals(image, from, from + length, now, from, from + length);
    }
  }
}
