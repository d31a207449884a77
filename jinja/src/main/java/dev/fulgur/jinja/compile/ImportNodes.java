package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.NotFoundError;
import dev.fulgur.jinja.runtime.RenderError;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.Variables;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `include`, `import` and `from ... import`.
final class ImportNodes {

  private ImportNodes() {}

  /// A context for another template that sees what this one sees.
  private static Context shared(Unit unit, Frame f, BlockNodes.Visible visible) {
    Variables variables = f.context.all();
    Map<String, Object> names = visible.in(f);
    if (!names.isEmpty()) {
      variables = new Variables.Overlay(names, variables);
    }
    return Context.of(
        f.context.engine(), f.context.render(), variables, unit.name(), unit.autoescape());
  }

  private static Context alone(Unit unit, Context from) {
    return Context.of(
        from.engine(),
        from.render(),
        new Variables.Inputs(Map.of(), from.engine(), from.render()),
        unit.name(),
        unit.autoescape());
  }

  /// Runs a template for the names that it assigns. Without the context of the importing one it
  /// runs once a render.
  private static Module module(Unit unit, Frame f, BlockNodes.@Nullable Visible visible) {
    if (visible != null) {
      return run(unit, shared(unit, f, visible));
    }
    Map<Object, Object> modules = f.context.render().modules();
    if (modules.get(unit) instanceof Module known) {
      return known;
    }
    Module module = run(unit, alone(unit, f.context));
    modules.put(unit, module);
    return module;
  }

  private static Module run(Unit unit, Context context) {
    context.keepNames();
    context.budget().enter();
    int start = context.out().length();
    unit.render(context);
    String text = context.out().cut(start);
    context.budget().leave();
    context.budget().text(text.length());
    return new Module(unit.name(), text, context.exports());
  }

  /// `include`.
  static final class Include extends Cmd {
    private final int pos;
    private final Ex template;
    private final BlockNodes.@Nullable Visible visible;
    private final boolean ignoreMissing;

    Include(int pos, Ex template, BlockNodes.@Nullable Visible visible, boolean ignoreMissing) {
      this.pos = pos;
      this.template = template;
      this.visible = visible;
      this.ignoreMissing = ignoreMissing;
    }

    @Override
    int exec(Frame f) {
      try {
        Object name = template.eval(f);
        Unit unit;
        try {
          unit = Templates.select(name, f.context);
        } catch (NotFoundError e) {
          if (ignoreMissing) {
            return NEXT;
          }
          throw e;
        }
        include(unit, f);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
      return NEXT;
    }

    private void include(Unit unit, Frame f) {
      if (visible == null) {
        f.out.append(module(unit, f, null).text());
        return;
      }
      f.budget.enter();
      unit.render(shared(unit, f, visible));
      f.budget.leave();
    }
  }

  /// `import ... as target`.
  static final class Import extends Cmd {
    private final int pos;
    private final Ex template;
    private final BlockNodes.@Nullable Visible visible;
    private final int slot;
    private final String target;
    private final boolean topLevel;

    Import(
        int pos,
        Ex template,
        BlockNodes.@Nullable Visible visible,
        int slot,
        String target,
        boolean topLevel) {
      this.pos = pos;
      this.template = template;
      this.visible = visible;
      this.slot = slot;
      this.target = target;
      this.topLevel = topLevel;
    }

    @Override
    int exec(Frame f) {
      try {
        Module module = module(Templates.get(template.eval(f), f.context), f, visible);
        f.slots[slot] = module;
        if (topLevel) {
          f.context.assign(target, module, false);
        }
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
      return NEXT;
    }
  }

  /// `from ... import names`.
  static final class FromImport extends Cmd {
    private final int pos;
    private final Ex template;
    private final BlockNodes.@Nullable Visible visible;
    private final String[] names;
    private final String[] aliases;
    private final int[] slots;
    private final boolean topLevel;
    private final String place;

    FromImport(
        int pos,
        Ex template,
        BlockNodes.@Nullable Visible visible,
        String[] names,
        String[] aliases,
        int[] slots,
        boolean topLevel,
        String place) {
      this.pos = pos;
      this.template = template;
      this.visible = visible;
      this.names = names;
      this.aliases = aliases;
      this.slots = slots;
      this.topLevel = topLevel;
      this.place = place;
    }

    @Override
    int exec(Frame f) {
      try {
        Module module = module(Templates.get(template.eval(f), f.context), f, visible);
        for (int i = 0; i < names.length; i++) {
          Object value = module.attribute(f.context, names[i]);
          f.slots[slots[i]] = value == null ? notExported(module, names[i], f) : value;
        }
        for (int i = 0; topLevel && i < names.length; i++) {
          Object value = f.slots[slots[i]];
          if (value != null) {
            f.context.assign(aliases[i], value, false);
          }
        }
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
      return NEXT;
    }

    private Object notExported(Module module, String name, Frame f) {
      return f.context.undefinedBecause(
          "the template "
              + Repr.of(module.name())
              + " (imported on "
              + place
              + ") does not export the requested name "
              + Repr.text(name),
          name);
    }
  }
}
