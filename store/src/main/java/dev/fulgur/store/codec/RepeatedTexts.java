package dev.fulgur.store.codec;

import static dev.fulgur.store.codec.BigEndian.LONG;

import org.jspecify.annotations.Nullable;

/// Short texts that were read before, so that one which comes again, such as the name of an input,
/// is answered with the same `String` instead of a new one.
///
/// Each text has one place, given by its bytes, and gives way to the next that has the same. So the
/// memory is bounded, and nothing is wrong when texts do not repeat. For one thread at a time.
final class RepeatedTexts {
  /// The longest text that is kept, in bytes. Two words hold it, and its length.
  static final int LONGEST_BYTES = 15;

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final int PLACES_BITS = 7;

  private final @Nullable String[] texts = new @Nullable String[1 << PLACES_BITS];
  // Of each text the first eight bytes, then the others below the length, which is not zero.
  private final long[] words = new long[2 << PLACES_BITS];

  /// The text of `length` bytes at `from`, from 1 to [#LONGEST_BYTES], or null if it is not ASCII.
  /// Eight bytes must be readable there, even past the end.
  @Nullable String get(byte[] bytes, int from, int length) {
    long first = (long) LONG.get(bytes, from);
    long second = 0;
    if (length > 8) {
      second = (long) LONG.get(bytes, from + length - 8) & (-1L >>> (8 * (16 - length)));
    } else {
      first >>>= 64 - 8 * length;
    }
    if (((first | second) & HIGH_BITS) != 0) {
      return null;
    }
    second |= (long) length << 56;
    long hash = (first ^ (second * 0x9E37_79B9_7F4A_7C15L)) * 0xD6E8_FEB8_6659_FD93L;
    int place = (int) (hash >>> (64 - PLACES_BITS));
    String known = texts[place];
    if (known != null && words[2 * place] == first && words[2 * place + 1] == second) {
      return known;
    }
    String text = TextDecoder.ascii(bytes, from, length);
    texts[place] = text;
    words[2 * place] = first;
    words[2 * place + 1] = second;
    return text;
  }
}
