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

  /// A printed expression.
  static final class Print extends Cmd {
    private final int pos;
    private final Ex value;
    private final Escaping escaping;

    Print(int pos, Ex value, Escaping escaping) {
      this.pos = pos;
      this.value = value;
      this.escaping = escaping;
    }

    @Override
    int exec(Frame f) {
      try {
        if (escaping.isOn(f)) {
          Escape.write(f.out, value.eval(f));
        } else {
          value.print(f);
        }
      } catch (RenderError e) {
        throw e.at(f.source, pos);
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
