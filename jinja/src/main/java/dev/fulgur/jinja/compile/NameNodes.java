package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Print;

/// Names that are read.
final class NameNodes {

  private NameNodes() {}

  /// A name of this frame.
  static final class Local extends Ex {
    final int slot;
    final String name;

    Local(int slot, String name) {
      this.slot = slot;
      this.name = name;
    }

    @Override
    Object eval(Frame f) {
      Object value = f.slots[slot];
      return value != null ? value : f.context.undefined(name);
    }

    @Override
    void print(Frame f) {
      if (f.slots[slot] instanceof String s) {
        f.out.append(s);
      } else {
        Print.write(f.out, eval(f));
      }
    }
  }

  /// A name of a frame around this one.
  static final class Outer extends Ex {
    final int depth;
    final int slot;
    final String name;

    Outer(int depth, int slot, String name) {
      this.depth = depth;
      this.slot = slot;
      this.name = name;
    }

    @Override
    Object eval(Frame f) {
      Object value = f.outer(depth).slots[slot];
      return value != null ? value : f.context.undefined(name);
    }
  }
}
