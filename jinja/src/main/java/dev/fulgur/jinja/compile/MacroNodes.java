package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.Calls;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.RenderError;

/// Macros and call blocks.
final class MacroNodes {

  private MacroNodes() {}

  /// A macro that becomes a value where it stands.
  static final class Define extends Cmd {
    private final MacroCode code;
    private final int slot;
    private final boolean topLevel;

    Define(MacroCode code, int slot, boolean topLevel) {
      this.code = code;
      this.slot = slot;
      this.topLevel = topLevel;
    }

    @Override
    int exec(Frame f) {
      Macro macro = new Macro(code, f);
      f.slots[slot] = macro;
      if (topLevel) {
        f.context.assign(code.name(), macro, true);
      }
      return NEXT;
    }
  }

  /// A call with a block, which the callee gets as `caller`.
  static final class CallBlock extends Cmd {
    private final int pos;
    private final MacroCode code;
    private final Ex callee;
    private final ArgumentNodes arguments;

    CallBlock(int pos, MacroCode code, Ex callee, ArgumentNodes arguments) {
      this.pos = pos;
      this.code = code;
      this.callee = callee;
      this.arguments = arguments;
    }

    @Override
    int exec(Frame f) {
      Macro caller = new Macro(code, f);
      Object function = callee.eval(f);
      try {
        Args args = withCaller(arguments.eval(f), caller);
        f.budget.step();
        writeText(Calls.call(function, args, f.context), f, pos);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
      return NEXT;
    }

    private static Args withCaller(Args args, Macro caller) {
      if (args.find("caller") != null) {
        throw PyError.type("got multiple values for keyword argument 'caller'");
      }
      int n = args.namedSize();
      String[] names = new String[n + 1];
      Object[] named = new Object[n + 1];
      for (int i = 0; i < n; i++) {
        names[i] = args.name(i);
        named[i] = args.named(i);
      }
      names[n] = "caller";
      named[n] = caller;
      return new Args(args.positional(), names, named);
    }
  }

  /// Writes what must be text already.
  static void writeText(Object value, Frame f, int pos) {
    switch (value) {
      case String s -> f.out.append(s);
      case Markup m -> f.out.append(m.text());
      default ->
          f.out.spoil(
              PyError.type(
                      "sequence item 0: expected str instance, " + Print.typeName(value) + " found")
                  .at(f.source, pos));
    }
  }
}
