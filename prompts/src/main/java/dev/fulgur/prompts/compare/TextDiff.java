package dev.fulgur.prompts.compare;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The difference of two texts by lines, in the unified form of `diff -u`.
///
/// Source: E. Myers, An O(ND) Difference Algorithm and Its Variations, 1986.
public final class TextDiff {
  private static final int CONTEXT = 3;

  /// Texts that differ in more lines are shown as one that was replaced as a whole.
  private static final int MOST_EDITS = 4_000;

  private TextDiff() {}

  /// A line that stays, goes or comes.
  private record Line(char mark, String text) {}

  /// The lines of the difference, without line ends; none if the texts are the same.
  ///
  /// @param before what the first text is called
  /// @param after what the second text is called
  public static List<String> unified(String before, String left, String after, String right) {
    if (left.equals(right)) {
      return List.of();
    }
    List<Line> lines = edits(lines(left), lines(right));
    List<String> out = new ArrayList<>();
    out.add("--- " + before);
    out.add("+++ " + after);
    int oldLine = 1;
    int newLine = 1;
    int i = 0;
    while (i < lines.size()) {
      if (lines.get(i).mark == ' ') {
        oldLine++;
        newLine++;
        i++;
        continue;
      }
      int from = Math.max(0, i - CONTEXT);
      int to = hunkEnd(lines, i);
      oldLine -= i - from;
      newLine -= i - from;
      int oldCount = count(lines, from, to, '+');
      int newCount = count(lines, from, to, '-');
      out.add("@@ -" + span(oldLine, oldCount) + " +" + span(newLine, newCount) + " @@");
      for (Line line : lines.subList(from, to)) {
        out.add(line.mark + line.text);
      }
      oldLine += oldCount;
      newLine += newCount;
      i = to;
    }
    return out;
  }

  private static int hunkEnd(List<Line> lines, int from) {
    int last = from;
    for (int i = from; i < lines.size() && i - last <= 2 * CONTEXT; i++) {
      last = lines.get(i).mark == ' ' ? last : i;
    }
    return Math.min(lines.size(), last + 1 + CONTEXT);
  }

  private static int count(List<Line> lines, int from, int to, char without) {
    int count = 0;
    for (Line line : lines.subList(from, to)) {
      count += line.mark == without ? 0 : 1;
    }
    return count;
  }

  private static String span(int line, int count) {
    return count == 1 ? String.valueOf(line) : (count == 0 ? line - 1 : line) + "," + count;
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      lines.add(text.substring(from, end));
      from = end + 1;
    }
    if (from < text.length()) {
      lines.add(text.substring(from) + "\n\\ No newline at end of file");
    }
    return lines;
  }

  private static List<Line> edits(List<String> left, List<String> right) {
    int start = 0;
    int most = Math.min(left.size(), right.size());
    while (start < most && left.get(start).equals(right.get(start))) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && left.get(left.size() - 1 - end).equals(right.get(right.size() - 1 - end))) {
      end++;
    }
    List<Line> lines = new ArrayList<>();
    left.subList(0, start).forEach(text -> lines.add(new Line(' ', text)));
    List<String> was = left.subList(start, left.size() - end);
    List<String> is = right.subList(start, right.size() - end);
    List<Line> middle = shortest(was, is);
    if (middle == null) {
      was.forEach(text -> lines.add(new Line('-', text)));
      is.forEach(text -> lines.add(new Line('+', text)));
    } else {
      lines.addAll(middle);
    }
    left.subList(left.size() - end, left.size()).forEach(text -> lines.add(new Line(' ', text)));
    return lines;
  }

  /// The fewest edits, or null if they are too many.
  private static @Nullable List<Line> shortest(List<String> left, List<String> right) {
    int most = Math.min(MOST_EDITS, left.size() + right.size());
    List<int[]> trace = new ArrayList<>();
    int[] reach = new int[2 * most + 3];
    for (int edits = 0; edits <= most; edits++) {
      trace.add(java.util.Arrays.copyOfRange(reach, most - edits, most + edits + 3));
      for (int k = -edits; k <= edits; k += 2) {
        int at = most + 1 + k;
        int x =
            k == -edits || (k != edits && reach[at - 1] < reach[at + 1])
                ? reach[at + 1]
                : reach[at - 1] + 1;
        int y = x - k;
        while (x < left.size() && y < right.size() && left.get(x).equals(right.get(y))) {
          x++;
          y++;
        }
        reach[at] = x;
        if (x >= left.size() && y >= right.size()) {
          return walkBack(left, right, trace);
        }
      }
    }
    return null;
  }

  private static List<Line> walkBack(List<String> left, List<String> right, List<int[]> trace) {
    List<Line> lines = new ArrayList<>();
    int x = left.size();
    int y = right.size();
    for (int edits = trace.size() - 1; edits >= 0; edits--) {
      int[] reach = trace.get(edits);
      int middle = edits + 1;
      int k = x - y;
      boolean down = k == -edits || (k != edits && reach[middle + k - 1] < reach[middle + k + 1]);
      int lastK = down ? k + 1 : k - 1;
      int lastX = edits == 0 ? 0 : reach[middle + lastK];
      int lastY = edits == 0 ? 0 : lastX - lastK;
      while (x > lastX && y > lastY) {
        lines.add(new Line(' ', left.get(x - 1)));
        x--;
        y--;
      }
      if (edits > 0) {
        lines.add(down ? new Line('+', right.get(y - 1)) : new Line('-', left.get(x - 1)));
      }
      x = lastX;
      y = lastY;
    }
    return lines.reversed();
  }
}
