package dev.fulgur.prompts.yaml;

import dev.fulgur.prompts.value.SurrogateText;
import java.util.BitSet;

/// Which UTF-16 units of a text are surrogates that were written alone, as `\ud83d`. Two of them
/// side by side are not the character that they would be in UTF-16.
final class Surrogates {
  private final BitSet units = new BitSet();

  void add(int unit) {
    units.set(unit);
  }

  SurrogateText text(String joined) {
    int[] codePoints = new int[joined.length()];
    int count = 0;
    for (int i = 0; i < joined.length(); count++) {
      codePoints[count] = units.get(i) ? joined.charAt(i) : joined.codePointAt(i);
      i += Character.charCount(codePoints[count]);
    }
    return SurrogateText.of(java.util.Arrays.copyOf(codePoints, count));
  }
}
