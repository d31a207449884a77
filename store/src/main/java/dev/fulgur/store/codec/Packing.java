package dev.fulgur.store.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Records that are compressed as a whole, checksum and all.
///
/// ```
/// packed = C1 01, dictionary u32, length u32, frame    ; big-endian
/// ```
///
/// `C1` is the byte that no MessagePack value begins with. `dictionary` is the id of the dictionary
/// that the frame needs, or 0; `length` is that of the record, the frame a frame of zstd without a
/// checksum of its own: that of the record, which covers its key too, is checked when it has been
/// unpacked.
final class Packing {

  static final int HEADER_BYTES = 10;
  private static final byte MARK = (byte) 0xC1;
  private static final byte METHOD = 1;

  /// A block of zstd takes at least 4 bytes and gives at most 128 KiB, so a short value cannot
  /// claim to be a record of gigabytes.
  private static final int MIN_BLOCK_BYTES = 4;

  private static final int MAX_BLOCK_BYTES = 128 << 10;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  // Contexts are costly to make and serve one use at a time; those that find no place here are
  // closed. One that has had a dictionary is never used without one.
  private static final ArrayBlockingQueue<ZstdDecompressCtx> PLAIN_READING =
      new ArrayBlockingQueue<>(16);
  private static final ArrayBlockingQueue<ZstdDecompressCtx> READING = new ArrayBlockingQueue<>(16);
  private static final ArrayBlockingQueue<ZstdCompressCtx> PLAIN_WRITING =
      new ArrayBlockingQueue<>(4);
  private static final ArrayBlockingQueue<ZstdCompressCtx> WRITING = new ArrayBlockingQueue<>(4);

  private Packing() {}

  static boolean isPacked(MemorySegment value) {
    return value.byteSize() > HEADER_BYTES && value.get(ValueLayout.JAVA_BYTE, 0) == MARK;
  }

  /// The id of the dictionary that a packed value needs, or 0.
  static int dictionary(MemorySegment value) {
    return value.get(INT, 2);
  }

  /// The length of the record in a packed value.
  ///
  /// @throws MalformedData if it cannot be
  static int length(MemorySegment value) {
    if (value.get(ValueLayout.JAVA_BYTE, 1) != METHOD) {
      throw malformed("a record that was packed in an unknown way");
    }
    long length = value.get(INT, 6) & 0xFFFF_FFFFL;
    long frame = value.byteSize() - HEADER_BYTES;
    long most = (frame / MIN_BLOCK_BYTES + 1) * MAX_BLOCK_BYTES;
    if (length > Math.min(most, Integer.MAX_VALUE - 4096)) {
      throw malformed("a record of " + length + " bytes in a frame of " + frame);
    }
    return (int) length;
  }

  /// Unpacks `frame`, the rest of a value behind its header, to `to`.
  ///
  /// @throws MalformedData if it is not a frame of that many bytes
  static void unpack(
      byte[] frame,
      int frameBytes,
      byte[] to,
      int at,
      int length,
      @Nullable Dictionary dictionary) {
    ArrayBlockingQueue<ZstdDecompressCtx> idle = dictionary == null ? PLAIN_READING : READING;
    ZstdDecompressCtx context = idle.poll();
    if (context == null) {
      context = new ZstdDecompressCtx();
    }
    boolean usable = false;
    try {
      if (dictionary != null) {
        context.loadDict(dictionary.forReading());
      }
      int found = context.decompressByteArray(to, at, length, frame, 0, frameBytes);
      usable = true;
      if (found != length) {
        throw malformed("a frame of " + found + " bytes where " + length + " were promised");
      }
    } catch (ZstdException e) {
      throw malformed("a frame that zstd cannot read (" + e.getMessage() + ")");
    } finally {
      if (!usable || !idle.offer(context)) {
        context.close();
      }
    }
  }

  /// The room that packing needs for a record of so many bytes.
  static int room(int length) {
    return Math.toIntExact(HEADER_BYTES + Zstd.compressBound(length));
  }

  /// Packs `length` bytes of a record into `to`, which has [#room] for it, and returns the size of
  /// the whole, or -1 if the record would not get shorter.
  static int pack(
      byte[] record, int length, byte[] to, int level, @Nullable Dictionary dictionary) {
    ArrayBlockingQueue<ZstdCompressCtx> idle = dictionary == null ? PLAIN_WRITING : WRITING;
    ZstdCompressCtx context = idle.poll();
    if (context == null) {
      context = new ZstdCompressCtx();
    }
    boolean usable = false;
    try {
      context.setLevel(level).setChecksum(false).setDictID(false);
      if (dictionary != null) {
        context.loadDict(dictionary.forWriting());
      }
      int room = to.length - HEADER_BYTES;
      int size = context.compressByteArray(to, HEADER_BYTES, room, record, 0, length);
      usable = true;
      if (size + HEADER_BYTES >= length) {
        return -1;
      }
      MemorySegment head = MemorySegment.ofArray(to);
      head.set(ValueLayout.JAVA_BYTE, 0, MARK);
      head.set(ValueLayout.JAVA_BYTE, 1, METHOD);
      head.set(INT, 2, dictionary == null ? 0 : dictionary.id());
      head.set(INT, 6, length);
      return size + HEADER_BYTES;
    } catch (ZstdException e) {
      throw new IllegalStateException("zstd could not compress " + length + " bytes.", e);
    } finally {
      if (!usable || !idle.offer(context)) {
        context.close();
      }
    }
  }

  private static MalformedData malformed(String problem) {
    return new MalformedData("record", 0, problem);
  }
}
