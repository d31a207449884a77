package dev.fulgur.prompts.value;

import java.util.Arrays;

/// Text with surrogates that stand alone, which UTF-8 cannot say: YAML's `"\ud83d\ude00"` is two of
/// them, not one character beyond the first plane. It can be read, never stored. Immutable; equal
/// when the code points are.
public final class SurrogateText {
  private final int[] codePoints;

  private SurrogateText(int[] codePoints) {
    this.codePoints = codePoints;
  }

  /// The text of a copy of `codePoints`.
  ///
  /// @throws IllegalArgumentException if none of them is a surrogate: such text is a [String]
  public static SurrogateText of(int[] codePoints) {
    for (int codePoint : codePoints) {
      if (isSurrogate(codePoint)) {
        return new SurrogateText(codePoints.clone());
      }
    }
    throw new IllegalArgumentException(
        "text without surrogates is a String: " + new String(codePoints, 0, codePoints.length));
  }

  /// The code points, copied.
  public int[] codePoints() {
    return codePoints.clone();
  }

  /// The nearest Java string. A high surrogate before a low one becomes one character there.
  public String joined() {
    return new String(codePoints, 0, codePoints.length);
  }

  /// The first surrogate, as `\ud83d`.
  public String firstSurrogate() {
    for (int codePoint : codePoints) {
      if (isSurrogate(codePoint)) {
        return escape(codePoint);
      }
    }
    throw new AssertionError("no surrogate");
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static String escape(int codePoint) {
    return "\\u" + Integer.toHexString(codePoint);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SurrogateText that && Arrays.equals(codePoints, that.codePoints);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(codePoints);
  }

  /// The text with its surrogates escaped.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int codePoint : codePoints) {
      if (isSurrogate(codePoint)) {
        text.append(escape(codePoint));
      } else {
        text.appendCodePoint(codePoint);
      }
    }
    return text.toString();
  }
}
