package dev.fulgur.store.codec;

import static dev.fulgur.store.codec.BigEndian.LONG;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Sequences of values that records have again and again, prepared so that a writer puts each down
/// as a whole and a reader goes past it as a whole.
///
/// A phrase is what a record writer writes for it, byte for byte; so a record that was written with
/// phrases is the same as one that was written without. Whoever reads must be ready for the same
/// values in another form. Immutable and safe for use by many threads.
public final class Phrases {

  /// What [RecordReader#readPhrase] answers where none of the phrases stands.
  public static final int NONE = -1;

  private static final int WORD_BYTES = 8;

  private final byte[][] bytes;
  // The first eight bytes of each.
  private final long[] beginnings;
  private final RecordWriter.Balance[] balances;

  private Phrases(List<Consumer<RecordWriter>> phrases) {
    int count = phrases.size();
    bytes = new byte[count][];
    beginnings = new long[count];
    balances = new RecordWriter.Balance[count];
    for (int i = 0; i < count; i++) {
      RecordWriter writer = new RecordWriter();
      balances[i] = writer.balanceOf(phrases.get(i));
      bytes[i] = writer.toByteArray();
      if (bytes[i].length < WORD_BYTES) {
        throw new IllegalArgumentException("A phrase has eight bytes at least.");
      }
      beginnings[i] = (long) LONG.get(bytes[i], 0);
    }
  }

  /// Phrases, each given by what writes it; its place in the list is its number. The frequent ones
  /// come first.
  ///
  /// @throws IllegalArgumentException if one has fewer than eight bytes
  public static Phrases of(List<Consumer<RecordWriter>> phrases) {
    return new Phrases(List.copyOf(phrases));
  }

  byte[] bytes(int phrase) {
    return bytes[phrase];
  }

  RecordWriter.Balance balance(int phrase) {
    return balances[phrase];
  }

  /// The phrase that stands at `at`, or [#NONE]. Eight bytes must be readable there, even past the
  /// end.
  int find(byte[] record, int at, int end) {
    long beginning = (long) LONG.get(record, at);
    for (int i = 0; i < beginnings.length; i++) {
      if (beginnings[i] == beginning && standsAt(bytes[i], record, at, end)) {
        return i;
      }
    }
    return NONE;
  }

  private static boolean standsAt(byte[] phrase, byte[] record, int at, int end) {
    int length = phrase.length;
    return length <= end - at
        && Arrays.equals(phrase, WORD_BYTES, length, record, at + WORD_BYTES, at + length);
  }
}
