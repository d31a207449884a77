package dev.fulgur.tracker;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which memories are asked for: every task, context, insight, tag and word that is given must be
/// there.
///
/// Contexts, insights and tags are compared whole, without regard to the case of ASCII letters; the
/// task is compared exactly. A word is a run of letters and digits and is compared without regard
/// to case.
///
/// @param task the task, or null or empty for any
/// @param contexts contexts that must all be there
/// @param insights insights that must all be there
/// @param tags tags that must all be there
/// @param words words of the text that must all be there
public record MemoryQuery(
    @Nullable String task,
    List<String> contexts,
    List<String> insights,
    List<String> tags,
    List<String> words) {

  private static final int MAX_WORD = 64;

  /// Every memory.
  public static final MemoryQuery ALL =
      new MemoryQuery(null, List.of(), List.of(), List.of(), List.of());

  /// Copies the lists.
  public MemoryQuery {
    task = task == null || task.isEmpty() ? null : task;
    contexts = List.copyOf(contexts);
    insights = List.copyOf(insights);
    tags = List.copyOf(tags);
    words = List.copyOf(words);
  }

  /// The same, and of this task.
  public MemoryQuery withTask(@Nullable String other) {
    return new MemoryQuery(other, contexts, insights, tags, words);
  }

  /// The same, and with all of these contexts.
  public MemoryQuery withContexts(List<String> others) {
    return new MemoryQuery(task, others, insights, tags, words);
  }

  /// The same, and with all of these insights.
  public MemoryQuery withInsights(List<String> others) {
    return new MemoryQuery(task, contexts, others, tags, words);
  }

  /// The same, and with all of these tags.
  public MemoryQuery withTags(List<String> others) {
    return new MemoryQuery(task, contexts, insights, others, words);
  }

  /// The same, and with every word of `text`.
  public MemoryQuery withText(String text) {
    return new MemoryQuery(task, contexts, insights, tags, words(text));
  }

  /// Whether `memory` is one of those asked for.
  public boolean matches(MemoryRecord memory) {
    return (task == null || task.equals(memory.task()))
        && memory.contexts().holdsAll(contexts)
        && memory.insights().holdsAll(insights)
        && memory.tags().holdsAll(tags)
        && (words.isEmpty() || words(memory.text()).containsAll(words));
  }

  /// The different words of a text in lower case, in the order in which they first stand there:
  /// runs of letters and digits, each at most 64 characters long.
  public static List<String> words(String text) {
    Set<String> found = new LinkedHashSet<>();
    int i = 0;
    while (i < text.length()) {
      int end = wordEnd(text, i);
      if (end == i) {
        i += Character.charCount(text.codePointAt(i));
      } else {
        found.add(text.substring(i, end).toLowerCase(Locale.ROOT));
        i = end;
      }
    }
    return List.copyOf(found);
  }

  private static int wordEnd(String text, int start) {
    int end = start;
    for (int length = 0; length < MAX_WORD && end < text.length(); length++) {
      int c = text.codePointAt(end);
      if (!Character.isLetterOrDigit(c)) {
        break;
      }
      end += Character.charCount(c);
    }
    return end;
  }
}
