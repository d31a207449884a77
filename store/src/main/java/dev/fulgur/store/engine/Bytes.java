package dev.fulgur.store.engine;

import dev.fulgur.store.codec.KeyWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Comparing and showing the bytes of keys.
final class Bytes {

  private Bytes() {}

  /// Unsigned order of the bytes; a prefix is below what it begins.
  static int compare(MemorySegment a, byte[] b) {
    return compare(a, MemorySegment.ofArray(b));
  }

  static int compare(MemorySegment a, MemorySegment b) {
    long at = a.mismatch(b);
    if (at < 0) {
      return 0;
    }
    if (at == a.byteSize()) {
      return -1;
    }
    if (at == b.byteSize()) {
      return 1;
    }
    return Byte.compareUnsigned(a.get(ValueLayout.JAVA_BYTE, at), b.get(ValueLayout.JAVA_BYTE, at));
  }

  static boolean equal(MemorySegment a, byte[] b) {
    return a.byteSize() == b.length && a.mismatch(MemorySegment.ofArray(b)) < 0;
  }

  static boolean startsWith(MemorySegment a, byte[] prefix) {
    return a.byteSize() >= prefix.length
        && a.asSlice(0, prefix.length).mismatch(MemorySegment.ofArray(prefix)) < 0;
  }

  static boolean startsWith(MemorySegment a, MemorySegment prefix) {
    long length = prefix.byteSize();
    return a.byteSize() >= length && MemorySegment.mismatch(a, 0, length, prefix, 0, length) < 0;
  }

  static byte[] copy(MemorySegment segment) {
    byte[] copy = new byte[Math.toIntExact(segment.byteSize())];
    // toArray() makes a segment of the array first.
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, 0, copy, 0, copy.length);
    return copy;
  }

  /// The least bytes above everything that begins with `prefix`, or null if there are none.
  static byte @Nullable [] successor(byte[] prefix) {
    int length = prefix.length;
    while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] successor = Arrays.copyOf(prefix, length);
    successor[length - 1]++;
    return successor;
  }

  /// A key in readable form, shortened.
  static String show(byte[] key) {
    return '"' + new KeyWriter().fixed(key).beginning() + '"';
  }

  static String show(MemorySegment key) {
    return show(copy(key));
  }
}
