package dev.fulgur.lmdb;

import java.util.ArrayList;
import java.util.List;

/// One taken slot of the reader table, of this process or another.
///
/// @param pid process
/// @param threadId native thread that took the slot
/// @param txnId the snapshot that it holds, or -1 while it holds none
public record ReaderSlot(long pid, long threadId, long txnId) {

  /// Reads the lines that LMDB prints: a heading, and for each slot `pid thread txnid`, of which
  /// the thread is hexadecimal and the id `-` where there is none.
  static List<ReaderSlot> parse(String text) {
    List<ReaderSlot> slots = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length == 3 && Character.isDigit(words[0].charAt(0))) {
        slots.add(
            new ReaderSlot(
                Long.parseLong(words[0]),
                Long.parseUnsignedLong(words[1], 16),
                words[2].equals("-") ? -1 : Long.parseUnsignedLong(words[2])));
      }
    }
    return List.copyOf(slots);
  }
}
