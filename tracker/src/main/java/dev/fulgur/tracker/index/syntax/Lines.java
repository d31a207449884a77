package dev.fulgur.tracker.index.syntax;

import java.util.Arrays;

/// Where the lines of a source begin.
final class Lines {

  private final int[] starts;

  Lines(byte[] source) {
    int count = 1;
    for (byte b : source) {
      if (b == '\n') {
        count++;
      }
    }
    starts = new int[count];
    int line = 1;
    for (int i = 0; i < source.length; i++) {
      if (source[i] == '\n') {
        starts[line++] = i + 1;
      }
    }
  }

  /// The line, from 1, in which a byte stands.
  int lineOf(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }
}
