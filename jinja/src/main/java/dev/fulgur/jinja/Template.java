package dev.fulgur.jinja;

import dev.fulgur.jinja.compile.Unit;
import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.Context;
import dev.fulgur.jinja.runtime.Out;
import dev.fulgur.jinja.runtime.Render;
import dev.fulgur.jinja.runtime.RenderError;
import dev.fulgur.jinja.runtime.ThawSignal;
import dev.fulgur.jinja.runtime.Variables;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A compiled template. Immutable, for any number of threads; a render takes no lock.
///
/// Inputs are maps, lists, sets, text, numbers, booleans, null, dates and bytes; see
/// [JinjaEnvironment]. A render never changes them: a template that calls `append` or its like on
/// one works on a copy. They must not be changed by others meanwhile.
public final class Template {

  private static final int FIRST_BUFFER = 256;
  private static final int MAX_KEPT = 1 << 16;

  private final JinjaEngine engine;
  private final Unit unit;
  private final Limits limits;
  private final OutputBuffers buffers = new OutputBuffers(FIRST_BUFFER, MAX_KEPT);
  private boolean copiesInputs;

  Template(JinjaEngine engine, Unit unit, Limits limits) {
    this.engine = engine;
    this.unit = unit;
    this.limits = limits;
    this.copiesInputs = unit.changesValues();
  }

  /// The name that it was compiled under, or null.
  public @Nullable String name() {
    return unit.source().name();
  }

  /// Renders into a string.
  ///
  /// @throws JinjaException when the template fails; there is no output then
  public String render(Map<String, ?> inputs) {
    return render(inputs, limits);
  }

  /// Renders into a string within limits of its own.
  ///
  /// @throws JinjaException when the template fails; there is no output then
  public String render(Map<String, ?> inputs, Limits within) {
    char[] buffer = buffers.take();
    Out out = run(inputs, within, buffer);
    String text = out.toString();
    buffers.giveBack(out.buffer());
    return text;
  }

  /// Renders and appends the whole output at once, or nothing.
  ///
  /// @throws JinjaException when the template fails; nothing was appended then
  /// @throws IOException from the target
  public void render(Map<String, ?> inputs, Appendable target) throws IOException {
    char[] buffer = buffers.take();
    Out out = run(inputs, limits, buffer);
    out.appendTo(target);
    buffers.giveBack(out.buffer());
  }

  private Out run(Map<String, ?> inputs, Limits within, char[] buffer) {
    try {
      return copiesInputs ? run(inputs, within, buffer, true) : run(inputs, within, buffer, false);
    } catch (ThawSignal signal) {
      // Racing threads write the same.
      copiesInputs = true;
      return run(inputs, within, buffer, true);
    }
  }

  private Out run(Map<String, ?> inputs, Limits within, char[] buffer, boolean copied) {
    Budget budget = new Budget(within);
    Out out = Out.output(buffer, within.outputChars());
    Render render = new Render(budget, out, copied);
    Context context =
        Context.of(
            engine,
            render,
            new Variables.Inputs(inputs, engine, render),
            unit.source().name(),
            unit.autoescape());
    try {
      unit.render(context);
      out.checkWhole();
      return out;
    } catch (RenderError e) {
      throw engine.explain(e, inputs);
    } catch (StackOverflowError e) {
      // Deeper than the thread's stack: values nested deeply, or a thread with a small stack.
      throw budget.recursion().at(unit.source(), 0).toException();
    }
  }
}
