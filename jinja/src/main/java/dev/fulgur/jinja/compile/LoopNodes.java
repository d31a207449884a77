package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Iteration;
import dev.fulgur.jinja.runtime.LoopContext;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.PyIterator;
import dev.fulgur.jinja.runtime.RenderError;
import org.jspecify.annotations.Nullable;

/// Loops.
final class LoopNodes {

  private LoopNodes() {}

  /// The condition of a loop, which runs in a frame of its own.
  static final class Filter {
    private final int slots;
    private final ScopeNodes.Enter enter;
    private final Store target;
    private final Ex test;
    private final int pos;

    Filter(int slots, ScopeNodes.Enter enter, Store target, Ex test, int pos) {
      this.slots = slots;
      this.enter = enter;
      this.target = target;
      this.test = test;
      this.pos = pos;
    }

    PyIterator over(PyIterator items, Frame outer) {
      Frame f = outer.inner(slots);
      return new PyIterator() {
        private boolean entered;

        @Override
        public @Nullable Object next() {
          if (!entered) {
            entered = true;
            enter.exec(f);
          }
          for (Object item = items.next(); item != null; item = items.next()) {
            f.budget.step();
            target.store(f, item);
            if (LogicNodes.testAt(test, f, pos)) {
              return target.stored(f);
            }
          }
          return null;
        }
      };
    }
  }

  /// What a loop does for each item, and when there is none.
  static final class Body {
    private final Store target;
    private final ScopeNodes.Enter enter;
    private final Cmd[] body;
    private final int loopSlot;
    private final @Nullable Filter filter;
    private final @Nullable Cmd otherwise;
    private final int[] left;

    /// The body of a loop.
    ///
    /// @param loopSlot where `loop` goes, or -1 when the body does not use it
    /// @param left the names to forget behind the loop, which a macro in it may still see
    Body(
        Store target,
        ScopeNodes.Enter enter,
        Cmd[] body,
        int loopSlot,
        @Nullable Filter filter,
        @Nullable Cmd otherwise,
        int[] left) {
      this.target = target;
      this.enter = enter;
      this.body = body;
      this.loopSlot = loopSlot;
      this.filter = filter;
      this.otherwise = otherwise;
      this.left = left;
    }

    int run(
        Object items,
        Frame f,
        Frame outer,
        LoopContext.@Nullable Recursion recursion,
        int depth,
        int pos) {
      PyIterator each;
      try {
        each = Iteration.of(items);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
      if (filter != null) {
        each = filter.over(each, outer);
      }
      LoopContext loop =
          loopSlot < 0
              ? null
              : new LoopContext(f.context, filter == null ? items : each, each, recursion, depth);
      boolean empty = turns(each, loop, f, pos);
      for (int slot : left) {
        f.slots[slot] = null;
      }
      return empty && otherwise != null ? otherwise.exec(f) : Cmd.NEXT;
    }

    /// Whether no turn came to its end, which is what `else` waits for.
    private boolean turns(PyIterator each, @Nullable LoopContext loop, Frame f, int pos) {
      boolean empty = true;
      enter.resolve(f);
      boolean resets = enter.resets();
      if (loop != null) {
        f.slots[loopSlot] = null;
      }
      try {
        while (true) {
          Object item = loop == null ? each.next() : loop.next();
          if (item == null) {
            return empty;
          }
          f.budget.step();
          target.store(f, item);
          if (loop != null) {
            f.slots[loopSlot] = loop;
          }
          if (resets) {
            enter.reset(f);
          }
          int signal = Cmd.all(body, f);
          if (signal == Cmd.BREAK) {
            return empty;
          }
          if (signal == Cmd.NEXT) {
            empty = false;
          }
        }
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }

  /// A loop.
  static final class For extends Cmd {
    private final int pos;
    private final Ex items;
    private final Body body;

    For(int pos, Ex items, Body body) {
      this.pos = pos;
      this.items = items;
      this.body = body;
    }

    @Override
    int exec(Frame f) {
      return body.run(items.eval(f), f, f, null, 0, pos);
    }
  }

  /// A recursive loop: a function of its own, which its body may call.
  static final class Recursive extends Cmd {
    private final int pos;
    private final Ex items;
    private final Body body;
    private final int slots;
    private final Escaping escaping;

    Recursive(int pos, Ex items, Body body, int slots, Escaping escaping) {
      this.pos = pos;
      this.items = items;
      this.body = body;
      this.slots = slots;
      this.escaping = escaping;
    }

    @Override
    int exec(Frame f) {
      Object values = items.eval(f);
      int start = f.out.length();
      run(values, f, new Again(f), 0);
      f.out.checkSince(start);
      return NEXT;
    }

    private void run(Object values, Frame outer, LoopContext.Recursion again, int depth) {
      Frame f = outer.inner(slots);
      f.budget.enter();
      body.run(values, f, outer, again, depth, pos);
      f.budget.leave();
    }

    private final class Again implements LoopContext.Recursion {
      private final Frame outer;

      Again(Frame outer) {
        this.outer = outer;
      }

      @Override
      public Object render(Context context, Object values, int depth) {
        int start = outer.out.length();
        run(values, outer, this, depth);
        String text = outer.out.cut(start);
        outer.budget.text(text.length());
        return escaping.isOn(outer) ? new Markup(text) : text;
      }
    }
  }
}
