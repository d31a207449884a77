package dev.fulgur.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The bytes of a segment, version 1. All numbers are little-endian.
///
/// ```
/// folder   = "owner.lock" { segment } [ temporary ]
/// segment  = file "NNNNNNNNNN.log", N its number in decimal; numbers follow each other
/// temporary= file "NNNNNNNNNN.tmp", a segment that was not ready when the process ended
///
/// file     = header { frame | seal } zeros
/// header   = magic:"FULGURLG" version:u32 check:u32 logId:u64 segment:u32 zeros   4,096 bytes
///            check = CRC32C of the 4,096 bytes with check as zero
/// frame    = 0x466C4721:u32 checksum:u32 length:u32 forced:u32
///            sequence:u64 segment:u32 head:u32 payload[length] zeros
/// seal     = 0x5365616C:u32, then as a frame with length 0
///            head     = CRC32C(logId:u64 magic:u32 length:u32 forced:u32 sequence:u64
///                              segment:u32 offset:u32), offset = where the frame starts
///            checksum = CRC32C(length forced sequence segment head payload zeros)
///            zeros    = to the next multiple of 8
/// ```
///
/// One frame is one transaction. Sequence numbers rise by one from frame to frame and across
/// segments. A segment is filled with zeros and synced before it gets its name, so whatever is not
/// zero was written by a commit.
///
/// `forced` is the offset in this segment below which everything was known to be on disk when the
/// frame was written. It tells the two ends of a log apart. If a frame is not as it was written,
/// and a valid frame behind it has `forced` above it, then it had been durable and was damaged
/// later. If there is no such frame, it belongs to the last write, which was never acknowledged as
/// durable: a torn tail. A seal is written when the log falls idle and when it is closed; it
/// carries the sequence number of the last frame and says that everything before it is durable.
///
/// The head checksum covers the log's random id and the offset, which are not part of the frame. So
/// bytes inside a payload are never taken for a frame, whoever chose them.
public final class LogFormat {

  /// The version that is written, and the newest that is read.
  public static final int VERSION = 1;

  /// Bytes before the first frame of a segment.
  public static final int HEADER_PAGE = 4096;

  /// Bytes of a frame before its payload.
  public static final int FRAME_HEADER = 32;

  static final int FRAME = 0x466C4721;
  static final int SEAL = 0x5365616C;
  static final int ALIGNMENT = 8;

  static final String SEGMENT_SUFFIX = ".log";
  static final String TEMPORARY_SUFFIX = ".tmp";

  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] FILE_MAGIC = {'F', 'U', 'L', 'G', 'U', 'R', 'L', 'G'};
  private static final int DIGITS = 10;

  private LogFormat() {}

  static String segmentName(int number) {
    return digits(number) + SEGMENT_SUFFIX;
  }

  static String temporaryName(int number) {
    return digits(number) + TEMPORARY_SUFFIX;
  }

  /// The number in a file name with `suffix`, or -1 if the name is not of that form.
  static int numberOf(String name, String suffix) {
    if (name.length() != DIGITS + suffix.length() || !name.endsWith(suffix)) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < DIGITS; i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number > 0 && number < Integer.MAX_VALUE ? (int) number : -1;
  }

  private static String digits(int number) {
    String text = Integer.toString(number);
    return "0".repeat(DIGITS - text.length()) + text;
  }

  /// Bytes that a frame with this payload takes.
  static long frameBytes(int payloadBytes) {
    return (FRAME_HEADER + (long) payloadBytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  static byte[] header(long logId, int segment) {
    return header(logId, segment, VERSION);
  }

  static byte[] header(long logId, int segment, int version) {
    byte[] page = new byte[HEADER_PAGE];
    System.arraycopy(FILE_MAGIC, 0, page, 0, FILE_MAGIC.length);
    INT.set(page, 8, version);
    LONG.set(page, 16, logId);
    INT.set(page, 24, segment);
    INT.set(page, 12, headerCheck(page));
    return page;
  }

  private static int headerCheck(byte[] page) {
    CRC32C crc = new CRC32C();
    crc.update(page, 0, 12);
    crc.update(new byte[4]);
    crc.update(page, 16, HEADER_PAGE - 16);
    return (int) crc.getValue();
  }

  /// What a header says, or why it is none.
  record Header(long logId, int segment, @Nullable String fault, boolean foreign) {

    /// Reads the first `length` bytes of `page`.
    static Header read(byte[] page, int length) {
      if (length < FILE_MAGIC.length || !startsWithMagic(page)) {
        return new Header(0, 0, "it does not begin like a segment of a log", true);
      }
      if (length < HEADER_PAGE) {
        return new Header(0, 0, "its header is cut off", false);
      }
      int version = (int) INT.get(page, 8);
      if ((int) INT.get(page, 12) != headerCheck(page)) {
        String said =
            version == VERSION
                ? ""
                : ", which says version " + version + " where this program reads " + VERSION;
        return new Header(0, 0, "the checksum of its header is wrong" + said, false);
      }
      if (version != VERSION) {
        return new Header(
            0,
            0,
            "it has version " + version + " of the format, and this program reads " + VERSION,
            true);
      }
      return new Header((long) LONG.get(page, 16), (int) INT.get(page, 24), null, false);
    }

    private static boolean startsWithMagic(byte[] page) {
      for (int i = 0; i < FILE_MAGIC.length; i++) {
        if (page[i] != FILE_MAGIC[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /// Writes and checks the headers of frames of one log. Not thread-safe.
  static final class Frames {
    private static final byte[] NO_BYTES = new byte[ALIGNMENT];

    private final CRC32C crc = new CRC32C();
    private final byte[] bound = new byte[40];

    Frames(long logId) {
      LONG.set(bound, 0, logId);
    }

    /// Fills the 32 bytes of `header`.
    void encode(
        byte[] header,
        int magic,
        int segment,
        int offset,
        int forced,
        long sequence,
        byte[] payload,
        int length) {
      INT.set(header, 0, magic);
      INT.set(header, 8, length);
      INT.set(header, 12, forced);
      LONG.set(header, 16, sequence);
      INT.set(header, 24, segment);
      INT.set(header, 28, head(header, 0, offset));
      INT.set(header, 4, checksum(header, 0, payload, 0, length));
    }

    /// Whether the 32 bytes at `at` are the header of a frame or seal that belongs at `offset` of
    /// `segment`, with at most `room` bytes for it. Looks at the length first.
    boolean isHeader(byte[] bytes, int at, int segment, int offset, long room) {
      int magic = (int) INT.get(bytes, at);
      if (magic != FRAME && magic != SEAL) {
        return false;
      }
      int length = (int) INT.get(bytes, at + 8);
      return length >= 0
          && frameBytes(length) <= room
          && (magic == FRAME || length == 0)
          && (int) INT.get(bytes, at + 24) == segment
          && (int) INT.get(bytes, at + 28) == head(bytes, at, offset);
    }

    /// Whether a frame whose header stands at `at`, followed by its payload, is as it was written.
    boolean isWhole(byte[] bytes, int at) {
      int length = (int) INT.get(bytes, at + 8);
      int end = at + (int) frameBytes(length);
      for (int i = at + FRAME_HEADER + length; i < end; i++) {
        if (bytes[i] != 0) {
          return false;
        }
      }
      return (int) INT.get(bytes, at + 4) == checksum(bytes, at, bytes, at + FRAME_HEADER, length);
    }

    private int head(byte[] header, int at, int offset) {
      System.arraycopy(header, at, bound, 8, 4);
      System.arraycopy(header, at + 8, bound, 12, 20);
      INT.set(bound, 32, offset);
      crc.reset();
      crc.update(bound, 0, 36);
      return (int) crc.getValue();
    }

    private int checksum(byte[] header, int at, byte[] payload, int from, int length) {
      crc.reset();
      crc.update(header, at + 8, FRAME_HEADER - 8);
      crc.update(payload, from, length);
      crc.update(NO_BYTES, 0, (int) (frameBytes(length) - FRAME_HEADER - length));
      return (int) crc.getValue();
    }
  }
}
