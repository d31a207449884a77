package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.RenderError;

/// What happens when a scope is entered or left.
final class ScopeNodes {

  private ScopeNodes() {}

  /// Gives the names of a scope their first values: from the context, from a name further out, or
  /// none.
  static final class Enter extends Cmd {
    private final int[] resolved;
    private final String[] names;
    private final int[] positions;
    private final int[] assigned;
    private final String[] assignedNames;
    private final int[] aliases;
    private final Ex[] aliased;
    private final int[] unset;
    private final boolean resets;

    /// @param positions where each name from the context is read first
    /// @param assigned names from the context that the scope assigns: each turn of a loop starts
    ///   with what the context has
    Enter(
        int[] resolved,
        String[] names,
        int[] positions,
        int[] assigned,
        String[] assignedNames,
        int[] aliases,
        Ex[] aliased,
        int[] unset) {
      this.resolved = resolved;
      this.names = names;
      this.positions = positions;
      this.assigned = assigned;
      this.assignedNames = assignedNames;
      this.aliases = aliases;
      this.aliased = aliased;
      this.unset = unset;
      this.resets = aliases.length > 0 || unset.length > 0 || assigned.length > 0;
    }

    @Override
    int exec(Frame f) {
      resolve(f);
      reset(f);
      return NEXT;
    }

    boolean isEmpty() {
      return resolved.length == 0 && !resets();
    }

    /// Whether [#reset] does anything.
    boolean resets() {
      return resets;
    }

    /// The names that come from the context, which does not change while a loop runs.
    void resolve(Frame f) {
      int i = 0;
      try {
        for (; i < resolved.length; i++) {
          f.slots[resolved[i]] = f.context.resolve(names[i]);
        }
      } catch (RenderError e) {
        throw e.at(f.source, positions[i]);
      }
    }

    /// The names that each turn of a loop gets anew.
    void reset(Frame f) {
      for (int i = 0; i < assigned.length; i++) {
        f.slots[assigned[i]] = f.context.resolve(assignedNames[i]);
      }
      for (int i = 0; i < aliases.length; i++) {
        Ex from = aliased[i];
        f.slots[aliases[i]] =
            from instanceof NameNodes.Local local
                ? f.slots[local.slot]
                : from instanceof NameNodes.Outer outer
                    ? f.outer(outer.depth).slots[outer.slot]
                    : null;
      }
      for (int slot : unset) {
        f.slots[slot] = null;
      }
    }
  }

  /// Statements with names of their own.
  static final class Scoped extends Cmd {
    private final Cmd enter;
    private final Cmd[] body;

    Scoped(Cmd enter, Cmd[] body) {
      this.enter = enter;
      this.body = body;
    }

    @Override
    int exec(Frame f) {
      enter.exec(f);
      return all(body, f);
    }
  }

  /// Escaping on or off for a block.
  static final class Autoescape extends Cmd {
    private final int pos;
    private final Ex on;
    private final Cmd[] body;

    Autoescape(int pos, Ex on, Cmd[] body) {
      this.pos = pos;
      this.on = on;
      this.body = body;
    }

    @Override
    int exec(Frame f) {
      boolean before = f.context.autoescape();
      f.context.autoescape(LogicNodes.testAt(on, f, pos));
      int signal = all(body, f);
      f.context.autoescape(before);
      return signal;
    }
  }

  /// Leaves a loop, or goes on with its next turn.
  static final class Jump extends Cmd {
    private final int signal;

    Jump(int signal) {
      this.signal = signal;
    }

    @Override
    int exec(Frame f) {
      return signal;
    }
  }
}
