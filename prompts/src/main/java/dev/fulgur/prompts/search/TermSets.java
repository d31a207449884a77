package dev.fulgur.prompts.search;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Sets of terms: sorted as unsigned integers, each once.
final class TermSets {
  static final int[] EMPTY = {};

  private TermSets() {}

  static boolean contains(int[] set, int term) {
    int place = place(set, term);
    return place < set.length && set[place] == term;
  }

  /// How many terms of a set are below one.
  static int place(int[] set, int term) {
    int low = 0;
    int high = set.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Integer.compareUnsigned(set[middle], term) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// What stands in one of two sets, and not in a third.
  static int[] without(int[] left, int[] right, int[] excluded) {
    int[] kept = new int[left.length + right.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < left.length || j < right.length) {
      int order =
          i == left.length
              ? 1
              : j == right.length ? -1 : Integer.compareUnsigned(left[i], right[j]);
      int term = order <= 0 ? left[i] : right[j];
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
      if (!contains(excluded, term)) {
        kept[n++] = term;
      }
    }
    return Arrays.copyOf(kept, n);
  }

  static byte[] bytes(int[] set) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * set.length);
    bytes.asIntBuffer().put(set);
    return bytes.array();
  }

  static int[] of(byte[] bytes) {
    if (bytes.length % 4 != 0) {
      throw new IllegalArgumentException("terms of " + bytes.length + " bytes");
    }
    int[] set = new int[bytes.length / 4];
    ByteBuffer.wrap(bytes).asIntBuffer().get(set);
    return set;
  }
}
