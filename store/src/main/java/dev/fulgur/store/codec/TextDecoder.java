package dev.fulgur.store.codec;

import static dev.fulgur.store.codec.BigEndian.LONG;

import java.nio.charset.StandardCharsets;

/// Makes strings of UTF-8, eight bytes at a time where they are ASCII, and refuses what is no
/// UTF-8.
///
/// The arrays it is given must be readable for eight bytes past each text. Holds buffers: for one
/// thread at a time.
final class TextDecoder {

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  /// Above this the JDK's own decoder does the work, so that the buffers stay small.
  private static final int LONGEST_BYTES = 1 << 13;

  private byte[] latin = new byte[64];
  private char[] chars = new char[64];
  private int malformedAt;

  /// Whether a short text is ASCII.
  static boolean isAscii(byte[] bytes, int from, int length) {
    long seen = 0;
    int at = 0;
    for (; at <= length - 8; at += 8) {
      seen |= (long) LONG.get(bytes, from + at);
    }
    if (at < length) {
      seen |= (long) LONG.get(bytes, from + at) >>> (64 - 8 * (length - at));
    }
    return (seen & HIGH_BITS) == 0;
  }

  /// The text of bytes that are ASCII.
  @SuppressWarnings("deprecation") // It puts 0 above each byte, which is just what ASCII needs.
  static String ascii(byte[] bytes, int from, int length) {
    return new String(bytes, 0, from, length);
  }

  /// The text of `length` bytes at `from`.
  ///
  /// @throws MalformedData at the first byte that is not UTF-8; its offset is that from `origin` on
  String decode(byte[] bytes, int from, int length, String what, int origin) {
    int ascii = asciiBytes(bytes, from, length);
    if (ascii == length) {
      return ascii(bytes, from, length);
    }
    malformedAt = -1;
    String text =
        length > LONGEST_BYTES
            ? decodeLong(bytes, from, length)
            : decodeLatin(bytes, from, length, ascii);
    if (malformedAt >= 0) {
      throw new MalformedData(what, malformedAt - origin, "text that is not UTF-8");
    }
    return text;
  }

  /// How many bytes, from the first on, are ASCII.
  private static int asciiBytes(byte[] bytes, int from, int length) {
    int at = 0;
    for (; at <= length - 16; at += 16) {
      long words = (long) LONG.get(bytes, from + at) | (long) LONG.get(bytes, from + at + 8);
      if ((words & HIGH_BITS) != 0) {
        break;
      }
    }
    for (; at < length; at += 8) {
      long high = (long) LONG.get(bytes, from + at) & HIGH_BITS;
      if (high != 0) {
        return Math.min(length, at + (Long.numberOfLeadingZeros(high) >> 3));
      }
    }
    return length;
  }

  private String decodeLong(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    // The JDK puts U+FFFD where bytes are no UTF-8: without one there is nothing to refuse.
    if (text.indexOf('\uFFFD') >= 0) {
      malformedAt = Utf8.malformedAt(bytes, from, from + length);
    }
    return text;
  }

  /// Decodes as long as characters are below U+0100.
  private String decodeLatin(byte[] bytes, int from, int length, int ascii) {
    // Eight bytes are written at a time, the last ones past the end.
    if (latin.length < length + 8) {
      latin = new byte[2 * length + 8];
    }
    byte[] out = latin;
    System.arraycopy(bytes, from, out, 0, ascii);
    int size = ascii;
    int at = from + ascii;
    int end = from + length;
    while (at < end) {
      long word = (long) LONG.get(bytes, at);
      long high = word & HIGH_BITS;
      int run = high == 0 ? 8 : Long.numberOfLeadingZeros(high) >> 3;
      if (run != 0) {
        run = Math.min(run, end - at);
        LONG.set(out, size, word);
        size += run;
        at += run;
        continue;
      }
      int lead = bytes[at] & 0xFF;
      if (lead != 0xC2 && lead != 0xC3) {
        return decodeWide(bytes, at, end, size);
      }
      int next = at + 1 < end ? bytes[at + 1] & 0xFF : 0;
      if ((next & 0xC0) != 0x80) {
        malformedAt = at;
        return "";
      }
      out[size++] = (byte) ((lead << 6) | (next & 0x3F));
      at += 2;
    }
    return new String(out, 0, size, StandardCharsets.ISO_8859_1);
  }

  /// Decodes the rest, behind `size` characters that are in the buffer already.
  private String decodeWide(byte[] bytes, int from, int end, int size) {
    int needed = size + end - from;
    if (chars.length < needed) {
      chars = new char[2 * needed];
    }
    char[] out = chars;
    for (int i = 0; i < size; i++) {
      out[i] = (char) (latin[i] & 0xFF);
    }
    int at = from;
    int to = size;
    while (at < end) {
      int lead = bytes[at];
      if (lead >= 0) {
        out[to++] = (char) lead;
        at++;
        continue;
      }
      lead &= 0xFF;
      int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
      if (end - at <= more) {
        malformedAt = at;
        return "";
      }
      int second = bytes[at + 1];
      if (lead < 0xE0) {
        if (lead < 0xC2 || second >= -64) {
          malformedAt = at;
          return "";
        }
        out[to++] = (char) (((lead & 0x1F) << 6) | (second & 0x3F));
      } else if (lead < 0xF0) {
        int third = bytes[at + 2];
        int point = ((lead & 0x0F) << 12) | ((second & 0x3F) << 6) | (third & 0x3F);
        if (second >= -64 || third >= -64 || point < 0x800 || Character.isSurrogate((char) point)) {
          malformedAt = at;
          return "";
        }
        out[to++] = (char) point;
      } else {
        int third = bytes[at + 2];
        int fourth = bytes[at + 3];
        int point =
            ((lead & 0x07) << 18)
                | ((second & 0x3F) << 12)
                | ((third & 0x3F) << 6)
                | (fourth & 0x3F);
        if (lead > 0xF4
            || second >= -64
            || third >= -64
            || fourth >= -64
            || point < 0x10000
            || point > 0x10FFFF) {
          malformedAt = at;
          return "";
        }
        out[to++] = Character.highSurrogate(point);
        out[to++] = Character.lowSurrogate(point);
      }
      at += more + 1;
    }
    return new String(out, 0, to);
  }
}
