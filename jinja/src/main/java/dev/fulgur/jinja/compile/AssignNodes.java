package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Markup;
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

  /// `set target = value`.
  static final class Assign extends Cmd {
    private final Store target;
    private final Ex value;
    private final Store.Attribute[] namespaces;
    private final @Nullable Exports exports;

    Assign(Store target, Ex value, Store.Attribute[] namespaces, @Nullable Exports exports) {
      this.target = target;
      this.value = value;
      this.namespaces = namespaces;
      this.exports = exports;
    }

    @Override
    int exec(Frame f) {
      for (Store.Attribute namespace : namespaces) {
        namespace.check(f);
      }
      target.store(f, value.eval(f));
      if (exports != null) {
        exports.publish(f);
      }
      return NEXT;
    }
  }

  /// `set target` with a block, whose output is the value.
  static final class AssignBlock extends Cmd {
    private final Store target;
    private final Store.Attribute[] namespaces;
    private final Cmd[] body;
    private final int textSlot;
    private final @Nullable Ex filter;
    private final @Nullable Exports exports;
    private final Escaping escaping;

    AssignBlock(
        Store target,
        Store.Attribute[] namespaces,
        Cmd[] body,
        int textSlot,
        @Nullable Ex filter,
        @Nullable Exports exports,
        Escaping escaping) {
      this.target = target;
      this.namespaces = namespaces;
      this.body = body;
      this.textSlot = textSlot;
      this.filter = filter;
      this.exports = exports;
      this.escaping = escaping;
    }

    @Override
    int exec(Frame f) {
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
      if (f.context.autoescape() && !(value instanceof Markup)) {
        value = new Markup(dev.fulgur.jinja.runtime.Print.text(value, f.budget));
      }
      for (Store.Attribute namespace : namespaces) {
        namespace.check(f);
      }
      target.store(f, value);
      if (exports != null) {
        exports.publish(f);
      }
      return NEXT;
    }
  }

  /// `filter` around a block.
  static final class FilterBlock extends Cmd {
    private final int pos;
    private final Cmd[] body;
    private final int textSlot;
    private final Ex filter;
    private final Escaping escaping;

    FilterBlock(int pos, Cmd[] body, int textSlot, Ex filter, Escaping escaping) {
      this.pos = pos;
      this.body = body;
      this.textSlot = textSlot;
      this.filter = filter;
      this.escaping = escaping;
    }

    @Override
    int exec(Frame f) {
      int start = f.out.length();
      int signal = all(body, f);
      String text = f.out.cut(start);
      if (signal != NEXT) {
        return signal;
      }
      f.budget.text(text.length());
      f.slots[textSlot] = escaping.isOn(f) ? new Markup(text) : text;
      Object value = filter.eval(f);
      f.slots[textSlot] = null;
      MacroNodes.writeText(value, f, pos);
      return NEXT;
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
