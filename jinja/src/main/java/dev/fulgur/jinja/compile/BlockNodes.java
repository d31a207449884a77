package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.RenderError;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Blocks and inheritance.
final class BlockNodes {

  private BlockNodes() {}

  /// The body of a block.
  static final class Code implements Context.Block {
    private final String name;
    private final Source source;
    private final int slots;
    private final int selfSlot;
    private final int superSlot;
    private final Cmd enter;
    private final Cmd[] body;

    Code(
        String name, Source source, int slots, int selfSlot, int superSlot, Cmd enter, Cmd[] body) {
      this.name = name;
      this.source = source;
      this.slots = slots;
      this.selfSlot = selfSlot;
      this.superSlot = superSlot;
      this.enter = enter;
      this.body = body;
    }

    @Override
    public void render(Context context) {
      Frame f = new Frame(slots, null, context, source);
      if (selfSlot >= 0) {
        f.slots[selfSlot] = new TemplateReference(context);
      }
      if (superSlot >= 0) {
        f.slots[superSlot] = superBlock(context);
      }
      f.budget.enter();
      enter.exec(f);
      Cmd.all(body, f);
      f.budget.leave();
    }

    private Object superBlock(Context context) {
      List<Context.Block> stack = context.blocks().get(name);
      int at = stack == null ? -1 : stack.indexOf(this);
      return stack == null || at < 0 || at + 1 >= stack.size()
          ? BlockReference.noParent(context, name)
          : new BlockReference(name, context, stack, at + 1);
    }
  }

  /// The names that a scoped block sees beyond those of the context.
  static final class Visible {
    private final String[] names;
    private final Ex[] values;

    Visible(String[] names, Ex[] values) {
      this.names = names;
      this.values = values;
    }

    Map<String, Object> in(Frame f) {
      Map<String, Object> visible = new HashMap<>();
      for (int i = 0; i < names.length; i++) {
        Object value =
            values[i] instanceof NameNodes.Local local
                ? f.slots[local.slot]
                : values[i] instanceof NameNodes.Outer outer
                    ? f.outer(outer.depth).slots[outer.slot]
                    : null;
        if (value != null) {
          visible.put(names[i], value);
        }
      }
      return visible;
    }
  }

  /// A block where it stands.
  static final class Call extends Cmd {
    private final int pos;
    private final String name;
    private final @Nullable Visible scoped;
    private final boolean required;

    Call(int pos, String name, @Nullable Visible scoped, boolean required) {
      this.pos = pos;
      this.name = name;
      this.scoped = scoped;
      this.required = required;
    }

    @Override
    int exec(Frame f) {
      List<Context.Block> stack = f.context.blocks().get(name);
      try {
        if (stack == null) {
          throw PyError.of("KeyError", Repr.text(name));
        }
        if (required && stack.size() <= 1) {
          throw PyError.template("Required block " + Repr.text(name) + " not found");
        }
        stack.getFirst().render(scoped == null ? f.context : f.context.derive(scoped.in(f)));
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
      return NEXT;
    }
  }

  /// `extends`.
  static final class Extends extends Cmd {
    private final int pos;
    private final Ex template;
    private final int slot;
    private final boolean checked;

    /// An `extends` at a place.
    ///
    /// @param checked whether it must not have happened before
    Extends(int pos, Ex template, int slot, boolean checked) {
      this.pos = pos;
      this.template = template;
      this.slot = slot;
      this.checked = checked;
    }

    @Override
    int exec(Frame f) {
      try {
        if (checked && f.slots[slot] != null) {
          throw multiple();
        }
        Unit parent = Templates.get(template.eval(f), f.context);
        f.slots[slot] = new Unit.Parent(parent, pos);
        f.context.addBlocks(parent.blocks());
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
      return NEXT;
    }
  }

  private static PyError multiple() {
    return PyError.template("extended multiple times");
  }

  /// A second `extends`.
  static final class ExtendedTwice extends Cmd {
    private final int pos;

    ExtendedTwice(int pos) {
      this.pos = pos;
    }

    @Override
    int exec(Frame f) {
      throw multiple().at(f.source, pos);
    }
  }
}
