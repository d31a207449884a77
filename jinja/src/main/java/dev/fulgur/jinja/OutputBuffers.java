package dev.fulgur.jinja;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Buffers that renders leave for the next ones, so that a render allocates little more than its
/// output. A few slots, spread over threads; who finds none takes a new buffer, as large as the
/// last one was.
final class OutputBuffers {

  private static final int SLOTS = 8;

  /// Slots that threads use at once lie in different cache lines.
  private static final int STRIDE = 16;

  private final AtomicReferenceArray<char[]> slots = new AtomicReferenceArray<>(SLOTS * STRIDE);
  private final int maxKept;
  private int size;

  OutputBuffers(int first, int maxKept) {
    this.size = first;
    this.maxKept = maxKept;
  }

  private static int slot() {
    return ((int) Thread.currentThread().threadId() & (SLOTS - 1)) * STRIDE;
  }

  char[] take() {
    char[] buffer = slots.getAndSet(slot(), null);
    return buffer != null ? buffer : new char[size];
  }

  void giveBack(char[] buffer) {
    if (buffer.length <= maxKept) {
      size = buffer.length;
      slots.lazySet(slot(), buffer);
    }
  }
}
