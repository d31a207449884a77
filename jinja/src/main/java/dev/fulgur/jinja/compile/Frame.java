package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Out;
import dev.fulgur.jinja.runtime.Source;
import org.jspecify.annotations.Nullable;

/// The names of one call: of a template's root, a block, a macro, a recursive loop. A name is a
/// slot, found when the template is compiled; an empty slot is a name that is not there (yet).
///
/// Belongs to one thread. A macro keeps the frame that it was made in.
final class Frame {

  final @Nullable Object[] slots;
  final @Nullable Frame parent;
  final Context context;
  final Out out;
  final Budget budget;
  final Source source;

  Frame(int slots, @Nullable Frame parent, Context context, Source source) {
    this.slots = new Object[slots];
    this.parent = parent;
    this.context = context;
    this.out = context.out();
    this.budget = context.budget();
    this.source = source;
  }

  /// A frame inside this one.
  Frame inner(int count) {
    return new Frame(count, this, context, source);
  }

  /// The frame so many calls out.
  Frame outer(int depth) {
    Frame f = this;
    for (int i = 0; i < depth; i++) {
      Frame p = f.parent;
      if (p == null) {
        throw new IllegalStateException("no frame at depth " + depth);
      }
      f = p;
    }
    return f;
  }
}
