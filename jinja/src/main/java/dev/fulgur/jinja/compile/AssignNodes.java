package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.Print;
import org.jspecify.annotations.Nullable;

/// `set`, with a value or a block, and `with`.
final class AssignNodes {

  private AssignNodes() {}

  /// The names that a statement assigns at the top level of a template, which others can see.
  static final class Exports {
    private final String[] names;
    private final int[] slots;

    Exports(String[] names, int[] slots) {
      this.names = names;
      this.slots = slots;
    }

    void publish(Frame f) {
      Context context = f.context;
      for (int i = 0; i < names.length; i++) {
        Object value = f.slots[slots[i]];
        if (value != null) {
          context.assign(names[i], value, true);
        }
      }
    }
  }

  /// What a `set` assigns to.
  static final class Assignee {
    private final Store target;
    private final Store.Attribute[] namespaces;
    private final @Nullable Exports exports;

    Assignee(Store target, Store.Attribute[] namespaces, @Nullable Exports exports) {
      this.target = target;
      this.namespaces = namespaces;
      this.exports = exports;
    }

    private void check(Frame f) {
      for (Store.Attribute namespace : namespaces) {
        namespace.check(f);
      }
    }

    private void store(Frame f, Object value) {
      target.store(f, value);
      if (exports != null) {
        exports.publish(f);
      }
    }
  }

  /// `set target = value`.
  static final class Assign extends Cmd {
    private final Assignee assignee;
    private final Ex value;

    Assign(Assignee assignee, Ex value) {
      this.assignee = assignee;
      this.value = value;
    }

    @Override
    int exec(Frame f) {
      assignee.check(f);
      assignee.store(f, value.eval(f));
      return NEXT;
    }
  }

  /// A block whose output is a value, behind a filter or not.
  abstract static class Block extends Cmd {
    private final Cmd[] body;
    private final int textSlot;
    private final @Nullable Ex filter;
    private final Escaping escaping;

    /// @param textSlot where the filter finds the output
    Block(Cmd[] body, int textSlot, @Nullable Ex filter, Escaping escaping) {
      this.body = body;
      this.textSlot = textSlot;
      this.filter = filter;
      this.escaping = escaping;
    }

    abstract void take(Frame f, Object value);

    @Override
    final int exec(Frame f) {
      int start = f.out.length();
      int signal = all(body, f);
      String text = f.out.cut(start);
      if (signal != NEXT) {
        return signal;
      }
      f.budget.text(text.length());
      Object value = text;
      if (filter != null) {
        f.slots[textSlot] = escaping.isOn(f) ? new Markup(text) : text;
        value = filter.eval(f);
        f.slots[textSlot] = null;
      }
      take(f, value);
      return NEXT;
    }
  }

  /// `set target` with a block.
  static final class AssignBlock extends Block {
    private final Assignee assignee;

    AssignBlock(
        Assignee assignee, Cmd[] body, int textSlot, @Nullable Ex filter, Escaping escaping) {
      super(body, textSlot, filter, escaping);
      this.assignee = assignee;
    }

    @Override
    void take(Frame f, Object value) {
      Object assigned =
          f.context.autoescape() && !(value instanceof Markup)
              ? new Markup(Print.text(value, f.budget))
              : value;
      assignee.check(f);
      assignee.store(f, assigned);
    }
  }

  /// `filter` around a block.
  static final class FilterBlock extends Block {
    private final int pos;

    FilterBlock(int pos, Cmd[] body, int textSlot, Ex filter, Escaping escaping) {
      super(body, textSlot, filter, escaping);
      this.pos = pos;
    }

    @Override
    void take(Frame f, Object value) {
      MacroNodes.writeText(value, f, pos);
    }
  }

  /// `with`: names for a block.
  static final class With extends Cmd {
    private final Store[] targets;
    private final Ex[] values;
    private final Cmd enter;
    private final Cmd[] body;

    With(Store[] targets, Ex[] values, Cmd enter, Cmd[] body) {
      this.targets = targets;
      this.values = values;
      this.enter = enter;
      this.body = body;
    }

    @Override
    int exec(Frame f) {
      enter.exec(f);
      for (int i = 0; i < targets.length; i++) {
        targets[i].store(f, values[i].eval(f));
      }
      return all(body, f);
    }
  }
}
