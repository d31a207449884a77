package dev.fulgur.jinja.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression. `pos` is the offset in the source that an error names.
public sealed interface Expr {

  int pos();

  /// A literal: text, a number, true, false or none.
  record Const(int pos, Object value) implements Expr {}

  /// Text between tags.
  record Data(int pos, String text) implements Expr {}

  /// A name that is read.
  record Name(int pos, String name) implements Expr {}

  /// A name that is assigned; `param` where it is bound by a macro, a call block or `with`.
  record Target(int pos, String name, boolean param) implements Expr {}

  /// An attribute of a namespace that is assigned.
  record NamespaceTarget(int pos, String name, String attribute) implements Expr {}

  /// A tuple, read or assigned.
  record Tuple(int pos, List<Expr> items) implements Expr {}

  record ListOf(int pos, List<Expr> items) implements Expr {}

  record Dict(int pos, List<Pair> items) implements Expr {}

  record Pair(Expr key, Expr value) {}

  record Keyword(String key, Expr value) {}

  /// `then if test else otherwise`.
  record Conditional(int pos, Expr test, Expr then, @Nullable Expr otherwise) implements Expr {}

  record And(int pos, Expr left, Expr right) implements Expr {}

  record Or(int pos, Expr left, Expr right) implements Expr {}

  record Not(int pos, Expr operand) implements Expr {}

  /// `+` or `-` before an operand.
  record Sign(int pos, boolean negative, Expr operand) implements Expr {}

  record Binary(int pos, BinaryOp op, Expr left, Expr right) implements Expr {}

  enum BinaryOp {
    ADD,
    SUB,
    MUL,
    DIV,
    FLOORDIV,
    MOD,
    POW
  }

  record Concat(int pos, List<Expr> parts) implements Expr {}

  record Compare(int pos, Expr first, List<Operand> rest) implements Expr {}

  record Operand(int pos, CompareOp op, Expr value) {}

  enum CompareOp {
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE,
    IN,
    NOT_IN
  }

  record Attribute(int pos, Expr object, String name) implements Expr {}

  record Item(int pos, Expr object, Expr key) implements Expr {}

  record Slice(int pos, @Nullable Expr start, @Nullable Expr stop, @Nullable Expr step)
      implements Expr {}

  /// What stands between the parentheses of a call.
  record Arguments(
      List<Expr> positional,
      List<Keyword> keywords,
      @Nullable Expr more,
      @Nullable Expr moreKeywords) {

    static final Arguments NONE = new Arguments(List.of(), List.of(), null, null);
  }

  record Call(int pos, Expr callee, Arguments arguments) implements Expr {}

  /// A filter; its input is null where it filters a block.
  record Filter(int pos, @Nullable Expr input, String name, Arguments arguments) implements Expr {}

  record Test(int pos, Expr input, String name, Arguments arguments) implements Expr {}
}
