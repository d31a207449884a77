package dev.fulgur.prompts.versions;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A version that says what changed by its numbers.
///
/// ```
/// version = ["v"] major ["." minor ["." patch]] ["-" pre-release] ["+" build]
/// ```
///
/// Numbers have at most 18 digits and no leading zero; missing ones count as zero. Compared by the
/// numbers, then by the pre-release, which comes before its release; the build says nothing of the
/// order, so that versions that compare as equal need not be the same text.
///
/// Source: Semantic Versioning 2.0.0, which has no `v` and always three numbers.
///
/// @param prefix `v` or nothing
/// @param major rises with changes that break callers
/// @param minor rises with what is new
/// @param patch rises with corrections
/// @param preRelease the parts of the pre-release, none for a release
public record SemanticVersion(
    String prefix, long major, long minor, long patch, List<String> preRelease)
    implements Comparable<SemanticVersion> {

  /// Which number rises.
  public enum Part {
    /// The first.
    MAJOR,
    /// The second.
    MINOR,
    /// The third.
    PATCH
  }

  private static final String NUMBER = "(0|[1-9][0-9]{0,17})";
  private static final String WORD = "[0-9A-Za-z-]+";
  private static final Pattern SHAPE =
      Pattern.compile(
          "(v?)"
              + NUMBER
              + "(?:\\."
              + NUMBER
              + "(?:\\."
              + NUMBER
              + ")?)?(?:-("
              + WORD
              + "(?:\\."
              + WORD
              + ")*))?(?:\\+"
              + WORD
              + "(?:\\."
              + WORD
              + ")*)?");

  /// Copies the list.
  public SemanticVersion {
    preRelease = List.copyOf(preRelease);
  }

  /// What the text says, or null if it is no such version.
  public static @Nullable SemanticVersion parse(String text) {
    Matcher found = SHAPE.matcher(text);
    if (!found.matches()) {
      return null;
    }
    String preRelease = found.group(5);
    return new SemanticVersion(
        found.group(1),
        Long.parseLong(found.group(2)),
        number(found.group(3)),
        number(found.group(4)),
        preRelease == null ? List.of() : List.of(preRelease.split("\\.", -1)));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /// The next version. That of a pre-release is its release, where that is enough: `1.2.0-rc.1`
  /// becomes `1.2.0` by [Part#PATCH] and [Part#MINOR].
  public SemanticVersion next(Part part) {
    boolean open = !preRelease.isEmpty();
    return switch (part) {
      case MAJOR ->
          open && minor == 0 && patch == 0 ? release(major, 0, 0) : release(major + 1, 0, 0);
      case MINOR -> open && patch == 0 ? release(major, minor, 0) : release(major, minor + 1, 0);
      case PATCH -> release(major, minor, open ? patch : patch + 1);
    };
  }

  private SemanticVersion release(long toMajor, long toMinor, long toPatch) {
    return new SemanticVersion(prefix, toMajor, toMinor, toPatch, List.of());
  }

  @Override
  public int compareTo(SemanticVersion other) {
    int order = Long.compare(major, other.major);
    if (order == 0) {
      order = Long.compare(minor, other.minor);
    }
    if (order == 0) {
      order = Long.compare(patch, other.patch);
    }
    return order == 0 ? comparePreRelease(other.preRelease) : order;
  }

  private int comparePreRelease(List<String> others) {
    if (preRelease.isEmpty() || others.isEmpty()) {
      return Boolean.compare(preRelease.isEmpty(), others.isEmpty());
    }
    for (int i = 0; i < Math.min(preRelease.size(), others.size()); i++) {
      int order = compareWords(preRelease.get(i), others.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(preRelease.size(), others.size());
  }

  /// Numbers by their value and before words, words by their characters.
  private static int compareWords(String left, String right) {
    boolean leftIsNumber = isNumber(left);
    boolean rightIsNumber = isNumber(right);
    if (leftIsNumber && rightIsNumber) {
      return new java.math.BigInteger(left).compareTo(new java.math.BigInteger(right));
    }
    return leftIsNumber == rightIsNumber
        ? left.compareTo(right)
        : Boolean.compare(rightIsNumber, leftIsNumber);
  }

  private static boolean isNumber(String word) {
    return word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return prefix
        + major
        + "."
        + minor
        + "."
        + patch
        + (preRelease.isEmpty() ? "" : "-" + String.join(".", preRelease));
  }
}
