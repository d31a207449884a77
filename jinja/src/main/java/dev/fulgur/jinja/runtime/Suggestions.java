package dev.fulgur.jinja.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names that are close to one that is not there.
public final class Suggestions {

  private static final int LONGEST = 64;
  private static final int MOST = 1000;

  private Suggestions() {}

  /// The candidate with the fewest edits, at most one in three characters, or null.
  public static @Nullable String closest(String name, Collection<String> candidates) {
    if (name.length() > LONGEST) {
      return null;
    }
    int best = Math.max(1, name.length() / 3) + 1;
    String closest = null;
    for (String candidate : candidates) {
      if (candidate.length() <= LONGEST && !candidate.equals(name)) {
        int edits = edits(name, candidate, best);
        if (edits < best
            || (edits == best && closest != null && candidate.compareTo(closest) < 0)) {
          best = edits;
          closest = candidate;
        }
      }
    }
    return closest;
  }

  /// The keys of a map that are text, or none of a big map.
  static Collection<String> textKeys(Map<?, ?> map) {
    List<String> keys = new ArrayList<>();
    if (map.size() <= MOST) {
      for (Object key : map.keySet()) {
        if (key instanceof String s) {
          keys.add(s);
        }
      }
    }
    return keys;
  }

  /// Insertions, deletions, replacements and swaps of neighbours; no more than `max` are counted.
  private static int edits(String a, String b, int max) {
    if (Math.abs(a.length() - b.length()) > max) {
      return max + 1;
    }
    String x = a.toLowerCase(Locale.ROOT);
    String y = b.toLowerCase(Locale.ROOT);
    int[][] d = new int[x.length() + 1][y.length() + 1];
    for (int i = 0; i <= x.length(); i++) {
      for (int j = 0; j <= y.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && x.charAt(i - 1) == y.charAt(j - 2)
            && x.charAt(i - 2) == y.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[x.length()][y.length()];
  }
}
