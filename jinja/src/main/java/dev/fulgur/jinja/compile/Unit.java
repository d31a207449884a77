package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.RenderError;
import dev.fulgur.jinja.runtime.Source;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A compiled template: immutable, for any number of threads.
public final class Unit {

  private final Source source;
  private final int slots;
  private final Cmd[] body;
  private final Map<String, Context.Block> blocks;
  private final int parentSlot;
  private final int selfSlot;
  private final boolean autoescape;
  private final boolean namesWanted;
  private final boolean changesValues;

  Unit(
      Source source,
      int slots,
      Cmd[] body,
      Map<String, Context.Block> blocks,
      int parentSlot,
      int selfSlot,
      boolean autoescape,
      boolean namesWanted,
      boolean changesValues) {
    this.source = source;
    this.slots = slots;
    this.body = body;
    this.blocks = Map.copyOf(blocks);
    this.parentSlot = parentSlot;
    this.selfSlot = selfSlot;
    this.autoescape = autoescape;
    this.namesWanted = namesWanted;
    this.changesValues = changesValues;
  }

  public Source source() {
    return source;
  }

  public boolean autoescape() {
    return autoescape;
  }

  /// Whether it calls a method that changes a list, dict or set, so that it should have copies of
  /// what the host passes from the start.
  public boolean changesValues() {
    return changesValues;
  }

  Map<String, Context.Block> blocks() {
    return blocks;
  }

  /// Renders into the output of the context, whose blocks are set already.
  void renderRoot(Context context) {
    Frame f = new Frame(slots, null, context, source);
    if (selfSlot >= 0) {
      f.slots[selfSlot] = new TemplateReference(context);
    }
    Cmd.all(body, f);
    if (parentSlot >= 0 && f.slots[parentSlot] instanceof Parent parent) {
      try {
        context.budget().enter();
      } catch (RenderError e) {
        throw e.at(source, parent.pos());
      }
      parent.unit().renderRoot(context);
      context.budget().leave();
    }
  }

  /// Renders into the output of a context that is new.
  public void render(Context context) {
    context.addBlocks(blocks);
    if (namesWanted) {
      context.keepNames();
    }
    renderRoot(context);
  }

  /// The template that a template extends, in its slot.
  ///
  /// @param pos where it says so
  record Parent(Unit unit, int pos) {}

  /// The name for messages, or null.
  @Nullable String name() {
    return source.name();
  }
}
