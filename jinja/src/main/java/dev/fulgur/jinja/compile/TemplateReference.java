package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Indexed;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Repr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The variable `self`: its items are the blocks of the template.
final class TemplateReference implements Indexed {

  private final Context home;

  TemplateReference(Context home) {
    this.home = home;
  }

  @Override
  public @Nullable Object item(Context context, Object key) {
    List<Context.Block> stack = key instanceof String name ? home.blocks().get(name) : null;
    return stack == null ? null : new BlockReference((String) key, home, stack, 0);
  }

  @Override
  public @Nullable Object attribute(Context context, String name) {
    return item(context, name);
  }

  @Override
  public String typeName() {
    return "jinja2.runtime.TemplateReference";
  }

  @Override
  public String describe() {
    String name = home.templateName();
    return "<TemplateReference " + Repr.of(name == null ? None.NONE : name) + ">";
  }
}
