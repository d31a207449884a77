package dev.fulgur.jinja.compile;

import dev.fulgur.jinja.UndefinedKind;
import dev.fulgur.jinja.runtime.Compare;
import dev.fulgur.jinja.runtime.Membership;
import dev.fulgur.jinja.runtime.RenderError;
import dev.fulgur.jinja.runtime.Truth;
import dev.fulgur.jinja.runtime.Undefined;
import dev.fulgur.jinja.syntax.Expr.CompareOp;
import org.jspecify.annotations.Nullable;

/// `and`, `or`, `not`, comparisons and the conditional.
final class LogicNodes {

  private LogicNodes() {}

  /// `left and right`: one of them.
  static final class And extends Ex {
    private final int pos;
    private final Ex left;
    private final Ex right;

    And(int pos, Ex left, Ex right) {
      this.pos = pos;
      this.left = left;
      this.right = right;
    }

    @Override
    Object eval(Frame f) {
      Object value = left.eval(f);
      return truth(value, f, pos) ? right.eval(f) : value;
    }

    @Override
    boolean test(Frame f) {
      return testAt(left, f, pos) && right.test(f);
    }
  }

  /// `left or right`: one of them.
  static final class Or extends Ex {
    private final int pos;
    private final Ex left;
    private final Ex right;

    Or(int pos, Ex left, Ex right) {
      this.pos = pos;
      this.left = left;
      this.right = right;
    }

    @Override
    Object eval(Frame f) {
      Object value = left.eval(f);
      return truth(value, f, pos) ? value : right.eval(f);
    }

    @Override
    boolean test(Frame f) {
      return testAt(left, f, pos) || right.test(f);
    }
  }

  /// `not operand`.
  static final class Not extends Ex {
    private final int pos;
    private final Ex operand;

    Not(int pos, Ex operand) {
      this.pos = pos;
      this.operand = operand;
    }

    @Override
    Object eval(Frame f) {
      return !testAt(operand, f, pos);
    }

    @Override
    boolean test(Frame f) {
      return !testAt(operand, f, pos);
    }
  }

  private static boolean truth(Object value, Frame f, int pos) {
    try {
      return Truth.of(value);
    } catch (RenderError e) {
      throw e.at(f.source, pos);
    }
  }

  /// The truth of an expression; what is wrong with it is wrong at `pos`.
  static boolean testAt(Ex e, Frame f, int pos) {
    try {
      return e.test(f);
    } catch (RenderError error) {
      throw error.at(f.source, pos);
    }
  }

  /// `then if test else otherwise`.
  static final class Conditional extends Ex {
    private final int pos;
    private final Ex test;
    private final Ex then;
    private final @Nullable Ex otherwise;
    private final String place;

    Conditional(int pos, Ex test, Ex then, @Nullable Ex otherwise, String place) {
      this.pos = pos;
      this.test = test;
      this.then = then;
      this.otherwise = otherwise;
      this.place = place;
    }

    @Override
    Object eval(Frame f) {
      if (testAt(test, f, pos)) {
        return then.eval(f);
      }
      return otherwise != null ? otherwise.eval(f) : nothing();
    }

    @Override
    void print(Frame f) {
      if (testAt(test, f, pos)) {
        then.print(f);
      } else if (otherwise != null) {
        otherwise.print(f);
      }
    }

    /// Undefined of the lenient kind, whatever the environment's is.
    private Undefined nothing() {
      return Undefined.because(
          UndefinedKind.DEFAULT,
          "the inline if-expression on "
              + place
              + " evaluated to false and no else section was defined.",
          "");
    }
  }

  static boolean compare(CompareOp op, Object a, Object b, Frame f) {
    return switch (op) {
      case EQ -> Compare.equal(a, b, f.budget);
      case NE -> !Compare.equal(a, b, f.budget);
      case LT -> Compare.ordered(a, b, Compare.Order.LT, f.budget);
      case LE -> Compare.ordered(a, b, Compare.Order.LE, f.budget);
      case GT -> Compare.ordered(a, b, Compare.Order.GT, f.budget);
      case GE -> Compare.ordered(a, b, Compare.Order.GE, f.budget);
      case IN -> Membership.contains(b, a, f.budget);
      case NOT_IN -> !Membership.contains(b, a, f.budget);
    };
  }

  /// One comparison.
  static final class Comparison extends Ex {
    private final int pos;
    private final CompareOp op;
    private final Ex left;
    private final Ex right;

    Comparison(int pos, CompareOp op, Ex left, Ex right) {
      this.pos = pos;
      this.op = op;
      this.left = left;
      this.right = right;
    }

    @Override
    Object eval(Frame f) {
      return test(f);
    }

    @Override
    boolean test(Frame f) {
      Object a = left.eval(f);
      Object b = right.eval(f);
      try {
        return compare(op, a, b, f);
      } catch (RenderError e) {
        throw e.at(f.source, pos);
      }
    }
  }

  /// `a < b < c`: each operand once, until a comparison fails.
  static final class Chain extends Ex {
    private final int pos;
    private final CompareOp[] ops;
    private final Ex[] operands;

    Chain(int pos, CompareOp[] ops, Ex[] operands) {
      this.pos = pos;
      this.ops = ops;
      this.operands = operands;
    }

    @Override
    Object eval(Frame f) {
      return test(f);
    }

    @Override
    boolean test(Frame f) {
      Object left = operands[0].eval(f);
      for (int i = 0; i < ops.length; i++) {
        Object right = operands[i + 1].eval(f);
        try {
          if (!compare(ops[i], left, right, f)) {
            return false;
          }
        } catch (RenderError e) {
          throw e.at(f.source, pos);
        }
        left = right;
      }
      return true;
    }
  }
}
