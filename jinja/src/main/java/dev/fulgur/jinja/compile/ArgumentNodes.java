package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Args;
import dev.fulgur.jinja.runtime.Calls;
import org.jspecify.annotations.Nullable;

/// The arguments of a call: by position, by name, and what `*` and `**` add.
final class ArgumentNodes {

  static final ArgumentNodes NONE =
      new ArgumentNodes(new Ex[0], new String[0], new Ex[0], null, null);

  final Ex[] positional;
  final String[] names;
  final Ex[] named;
  final @Nullable Ex more;
  final @Nullable Ex moreNamed;

  ArgumentNodes(
      Ex[] positional, String[] names, Ex[] named, @Nullable Ex more, @Nullable Ex moreNamed) {
    this.positional = positional;
    this.names = names;
    this.named = named;
    this.more = more;
    this.moreNamed = moreNamed;
  }

  boolean isPlain() {
    return more == null && moreNamed == null;
  }

  Args eval(Frame f) {
    if (positional.length == 0 && names.length == 0 && isPlain()) {
      return Args.NONE;
    }
    Object[] values = LiteralNodes.evalAll(positional, f);
    if (isPlain()) {
      return names.length == 0
          ? Args.of(values)
          : new Args(values, names, LiteralNodes.evalAll(named, f));
    }
    Object extra = more == null ? null : more.eval(f);
    Object[] byName = LiteralNodes.evalAll(named, f);
    Object extraNamed = moreNamed == null ? null : moreNamed.eval(f);
    return Calls.spread(values, extra, names, byName, extraNamed, f.budget);
  }
}
