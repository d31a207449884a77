package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.runtime.Arithmetic;
import dev.fulgur.jinja.runtime.Escape;
import dev.fulgur.jinja.runtime.Markup;
import dev.fulgur.jinja.runtime.Out;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.RenderError;
import dev.fulgur.jinja.syntax.Expr.BinaryOp;

/// Arithmetic and concatenation.
final class OperatorNodes {

  private OperatorNodes() {}

  /// `left op right`.
  static final class Binary extends Ex {
    private final int pos;
    private final BinaryOp op;
    private final Ex left;
    private final Ex right;

    Binary(int pos, BinaryOp op, Ex left, Ex right) {
      this.pos = pos;
      this.op = op;
      this.left = left;
      this.right = right;
    }

    @Override
    Object eval(Frame f) {
      Object a = left.eval(f);
      Object b = right.eval(f);
      try {
        return switch (op) {
          case ADD -> Arithmetic.add(a, b, f.budget);
          case SUB -> Arithmetic.subtract(a, b, f.budget);
          case MUL -> Arithmetic.multiply(a, b, f.budget);
          case DIV -> Arithmetic.divide(a, b);
          case FLOORDIV -> Arithmetic.floorDivide(a, b, f.budget);
          case MOD -> Arithmetic.modulo(a, b, f.context);
          case POW -> Arithmetic.power(a, b, f.budget);
        };
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }

  /// `-x` and `+x`.
  static final class Sign extends Ex {
    private final int pos;
    private final boolean negative;
    private final Ex operand;

    Sign(int pos, boolean negative, Ex operand) {
      this.pos = pos;
      this.negative = negative;
      this.operand = operand;
    }

    @Override
    Object eval(Frame f) {
      Object value = operand.eval(f);
      try {
        return negative ? Arithmetic.negate(value) : Arithmetic.plus(value);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }

  /// `a ~ b ~ c`: the text of each.
  static final class Concat extends Ex {
    private final int pos;
    private final Ex[] parts;
    private final Escaping escaping;

    Concat(int pos, Ex[] parts, Escaping escaping) {
      this.pos = pos;
      this.parts = parts;
      this.escaping = escaping;
    }

    @Override
    Object eval(Frame f) {
      Object[] values = LiteralNodes.evalAll(parts, f);
      try {
        return join(values, f, escaping.isOn(f));
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }

    /// Where escaping is on, the first part that is markup makes everything markup.
    static Object join(Object[] values, Frame f, boolean escape) {
      boolean markup = false;
      for (int i = 0; escape && i < values.length; i++) {
        markup |= values[i] instanceof Markup;
      }
      Out out = Out.text(f.budget);
      for (Object value : values) {
        if (markup) {
          Escape.write(out, value);
        } else {
          Print.write(out, value);
        }
      }
      f.budget.text(out.length());
      return markup ? new Markup(out.toString()) : out.toString();
    }

    @Override
    void print(Frame f) {
      if (escaping != Escaping.OFF) {
        super.print(f);
        return;
      }
      Object[] values = LiteralNodes.evalAll(parts, f);
      try {
        for (Object value : values) {
          Print.write(f.out, value);
        }
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }
}
