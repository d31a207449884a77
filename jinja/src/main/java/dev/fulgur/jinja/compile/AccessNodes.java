package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Attributes;
import dev.fulgur.jinja.runtime.DictMethods;
import dev.fulgur.jinja.runtime.Dicts;
import dev.fulgur.jinja.runtime.LoopContext;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.RenderError;
import dev.fulgur.jinja.runtime.Slices;
import java.util.Map;

/// Attributes, items and slices.
final class AccessNodes {

  private static final int LONGEST_INTERNED = 64;

  private AccessNodes() {}

  /// `object.name`.
  static final class Attribute extends Ex {
    private final int pos;
    final Ex object;
    final String name;
    private final boolean neverDictKey;
    private final int slot;

    Attribute(int pos, Ex object, String name) {
      this.pos = pos;
      this.object = object;
      // The keys of most maps are interned, and are found sooner by the very same string.
      this.name = name.length() <= LONGEST_INTERNED ? name.intern() : name;
      this.neverDictKey = DictMethods.isMethod(name);
      this.slot = object instanceof NameNodes.Local local ? local.slot : -1;
    }

    private Object object(Frame f) {
      Object value = slot < 0 ? null : f.slots[slot];
      return value != null ? value : object.eval(f);
    }

    @Override
    void print(Frame f) {
      Object value = object(f);
      if (neverDictKey || !(value instanceof Map<?, ?> map)) {
        Print.write(f.out, of(value, f));
        return;
      }
      Object raw = Dicts.raw(map, name);
      if (raw instanceof String s) {
        f.out.append(s);
      } else if (raw instanceof Integer n) {
        f.out.append((long) n);
      } else {
        Print.write(f.out, of(value, f));
      }
    }

    @Override
    Object eval(Frame f) {
      return of(object(f), f);
    }

    private Object of(Object value, Frame f) {
      if (!neverDictKey && value instanceof Map<?, ?> map) {
        Object found = Dicts.find(map, name);
        if (found != null) {
          return found;
        }
      }
      try {
        return Attributes.attribute(value, name, f.context);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }

  /// `object[key]`.
  static final class Item extends Ex {
    private final int pos;
    private final Ex object;
    private final Ex key;

    Item(int pos, Ex object, Ex key) {
      this.pos = pos;
      this.object = object;
      this.key = key;
    }

    @Override
    Object eval(Frame f) {
      Object value = object.eval(f);
      Object index = key.eval(f);
      try {
        return Attributes.item(value, index, f.context);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }

  /// `object[start:stop:step]`.
  static final class Slice extends Ex {
    private final int pos;
    private final Ex object;
    private final Ex start;
    private final Ex stop;
    private final Ex step;

    Slice(int pos, Ex object, Ex start, Ex stop, Ex step) {
      this.pos = pos;
      this.object = object;
      this.start = start;
      this.stop = stop;
      this.step = step;
    }

    @Override
    Object eval(Frame f) {
      Object value = object.eval(f);
      Object from = start.eval(f);
      Object to = stop.eval(f);
      Object by = step.eval(f);
      try {
        return Slices.slice(value, from, to, by, f.budget);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }

  /// `loop.index` and the other attributes of the loop that are numbers or booleans.
  static final class LoopAttribute extends Ex {
    private final int slot;
    private final LoopContext.Field field;
    private final Attribute general;

    LoopAttribute(int slot, LoopContext.Field field, Attribute general) {
      this.slot = slot;
      this.field = field;
      this.general = general;
    }

    @Override
    Object eval(Frame f) {
      return f.slots[slot] instanceof LoopContext loop ? loop.value(field) : general.eval(f);
    }

    @Override
    boolean test(Frame f) {
      return f.slots[slot] instanceof LoopContext loop ? loop.number(field) != 0 : general.test(f);
    }

    @Override
    void print(Frame f) {
      if (f.slots[slot] instanceof LoopContext loop && !field.isBoolean()) {
        f.out.append(loop.number(field));
      } else {
        super.print(f);
      }
    }
  }
}
