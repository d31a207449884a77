package dev.fulgur.tracker.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Finds many words in one pass over bytes, whatever the case of ASCII letters.
///
/// Source: Aho and Corasick, "Efficient string matching: an aid to bibliographic search", 1975.
final class WordFinder {

  /// Told of every occurrence.
  @FunctionalInterface
  interface Match {
    /// One occurrence.
    ///
    /// @param word the place of the word in the list that the finder was made of
    /// @param end the offset behind its last byte
    void at(int word, int end);
  }

  private static final int NONE = -1;

  private final byte[] classes = new byte[256];
  private final int width;
  // For each state and class of bytes, the next state.
  private final int[] next;
  // The word that ends in a state, and the nearest shorter state in which another ends.
  private final int[] word;
  private final int[] shorter;

  WordFinder(List<String> words) {
    List<byte[]> texts = new ArrayList<>();
    int states = 1;
    int width = 1;
    for (String text : words) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) lower(bytes[i] & 0xff);
        if (classes[bytes[i] & 0xff] == 0) {
          classes[bytes[i] & 0xff] = (byte) width++;
        }
      }
      texts.add(bytes);
      states += bytes.length;
    }
    for (int c = 'A'; c <= 'Z'; c++) {
      classes[c] = classes[c + 32];
    }
    this.width = width;
    next = new int[states * width];
    word = new int[states];
    shorter = new int[states];
    java.util.Arrays.fill(word, NONE);
    int made = 1;
    for (int w = 0; w < texts.size(); w++) {
      int state = 0;
      for (byte b : texts.get(w)) {
        int slot = state * width + classes[b & 0xff];
        if (next[slot] == 0) {
          next[slot] = made++;
        }
        state = next[slot];
      }
      word[state] = w;
    }
    link();
  }

  /// Gives every state its next one for every class, so that a search never goes back.
  private void link() {
    int[] failure = new int[word.length];
    Deque<Integer> queue = new ArrayDeque<>();
    for (int c = 0; c < width; c++) {
      if (next[c] != 0) {
        queue.add(next[c]);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      for (int c = 0; c < width; c++) {
        int slot = state * width + c;
        int fallback = next[failure[state] * width + c];
        if (next[slot] == 0) {
          next[slot] = fallback;
        } else {
          failure[next[slot]] = fallback;
          shorter[next[slot]] = word[fallback] == NONE ? shorter[fallback] : fallback;
          queue.add(next[slot]);
        }
      }
    }
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  void find(byte[] bytes, Match match) {
    int state = 0;
    for (int i = 0; i < bytes.length; i++) {
      state = next[state * width + (classes[bytes[i] & 0xff] & 0xff)];
      if (state != 0) {
        for (int s = state; s != 0; s = shorter[s]) {
          if (word[s] != NONE) {
            match.at(word[s], i + 1);
          }
        }
      }
    }
  }
}
