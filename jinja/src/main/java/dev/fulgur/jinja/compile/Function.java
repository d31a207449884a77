package dev.fulgur.jinja.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What becomes one frame: the root of a template, a block, a macro, a recursive loop, the
/// condition of a loop. Gives out the slots of that frame.
///
/// Scopes of one depth share a slot for one name, as the scopes follow one another.
final class Function {

  final @Nullable Function parent;
  private final List<Map<String, Integer>> slots = new ArrayList<>(4);
  private int count;
  private boolean captured;

  Function(@Nullable Function parent) {
    this.parent = parent;
    for (Function f = parent; f != null; f = f.parent) {
      f.captured = true;
    }
  }

  int slot(int level, String name) {
    while (slots.size() <= level) {
      slots.add(new HashMap<>());
    }
    return slots.get(level).computeIfAbsent(name, _ -> count++);
  }

  /// A slot without a name.
  int hidden() {
    return count++;
  }

  int count() {
    return count;
  }

  /// Whether something in it keeps its frame, so that names must be forgotten where Python forgets
  /// them.
  boolean isCaptured() {
    return captured;
  }

  /// How many frames out `outer` is.
  int depthTo(Function outer) {
    int depth = 0;
    for (Function f = this; f != null; f = f.parent) {
      if (f == outer) {
        return depth;
      }
      depth++;
    }
    throw new IllegalStateException("not a function around this one");
  }
}
