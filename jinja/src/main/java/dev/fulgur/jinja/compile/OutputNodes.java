package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Escape;
import dev.fulgur.jinja.runtime.RenderError;

/// What a template prints.
final class OutputNodes {

  private OutputNodes() {}

  /// Text.
  static final class Text extends Cmd {
    private final String text;

    Text(String text) {
      this.text = text;
    }

    @Override
    int exec(Frame f) {
      f.out.append(text);
      return NEXT;
    }
  }

  /// Expressions that are printed, each behind some text.
  static final class Prints extends Cmd {
    private final String[] texts;
    private final Ex[] values;
    private final int[] positions;
    private final String last;
    private final Escaping escaping;

    /// Text and values in turn.
    ///
    /// @param texts the text before each value
    /// @param last the text behind the last value
    Prints(String[] texts, Ex[] values, int[] positions, String last, Escaping escaping) {
      this.texts = texts;
      this.values = values;
      this.positions = positions;
      this.last = last;
      this.escaping = escaping;
    }

    @Override
    int exec(Frame f) {
      boolean escape = escaping != Escaping.OFF && escaping.isOn(f);
      int i = 0;
      try {
        for (; i < values.length; i++) {
          String text = texts[i];
          if (!text.isEmpty()) {
            f.out.append(text);
          }
          if (escape) {
            Escape.write(f.out, values[i].eval(f));
          } else {
            values[i].print(f);
          }
        }
      } catch (RenderError e) {
        throw e.at(f.source, positions[i]);
      }
      if (!last.isEmpty()) {
        f.out.append(last);
      }
      return NEXT;
    }
  }

  /// Evaluated, not printed.
  static final class Do extends Cmd {
    private final Ex value;

    Do(Ex value) {
      this.value = value;
    }

    @Override
    int exec(Frame f) {
      value.eval(f);
      return NEXT;
    }
  }

  /// Only where the template has not extended another yet.
  static final class UnlessExtended extends Cmd {
    private final int depth;
    private final int slot;
    private final Cmd[] body;

    /// Commands that an `extends` switches off.
    ///
    /// @param depth how many frames out the slot is
    UnlessExtended(int depth, int slot, Cmd[] body) {
      this.depth = depth;
      this.slot = slot;
      this.body = body;
    }

    @Override
    int exec(Frame f) {
      return f.outer(depth).slots[slot] == null ? all(body, f) : NEXT;
    }
  }
}
