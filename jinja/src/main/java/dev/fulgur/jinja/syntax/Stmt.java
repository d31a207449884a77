package dev.fulgur.jinja.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement. `pos` is the offset in the source that an error names.
public sealed interface Stmt {

  int pos();

  /// Text and printed expressions, one after the other.
  record Output(int pos, List<Expr> parts) implements Stmt {}

  /// A loop.
  ///
  /// @param mentions what the body mentions, and whether anything in the loop assigns `loop` or is
  ///   a scoped block
  record For(
      int pos,
      Expr target,
      Expr items,
      List<Stmt> body,
      List<Stmt> otherwise,
      @Nullable Expr test,
      boolean recursive,
      int mentions)
      implements Stmt {}

  /// `if`, its `elif`s and its `else`.
  record If(int pos, Expr test, List<Stmt> body, List<If> elifs, List<Stmt> otherwise)
      implements Stmt {}

  /// The parameters of a macro or a call block; the defaults belong to the last of them.
  record Signature(List<Expr.Target> parameters, List<Expr> defaults) {

    static final Signature NONE = new Signature(List.of(), List.of());
  }

  record Macro(int pos, String name, Signature signature, List<Stmt> body, int mentions)
      implements Stmt {}

  record CallBlock(int pos, Expr.Call call, Signature signature, List<Stmt> body, int mentions)
      implements Stmt {}

  record FilterBlock(int pos, Expr.Filter filter, List<Stmt> body) implements Stmt {}

  record With(int pos, List<Expr> targets, List<Expr> values, List<Stmt> body) implements Stmt {}

  record Autoescape(int pos, Expr value, List<Stmt> body) implements Stmt {}

  record Block(
      int pos, String name, List<Stmt> body, boolean scoped, boolean required, int mentions)
      implements Stmt {}

  record Extends(int pos, Expr template) implements Stmt {}

  record Include(int pos, Expr template, boolean withContext, boolean ignoreMissing)
      implements Stmt {}

  record Import(int pos, Expr template, String target, boolean withContext) implements Stmt {}

  record FromImport(int pos, Expr template, List<Imported> names, boolean withContext)
      implements Stmt {}

  /// A name that is imported.
  ///
  /// @param name what the other template calls it
  /// @param alias what this one calls it
  record Imported(String name, String alias) {}

  record Assign(int pos, Expr target, Expr value) implements Stmt {}

  record AssignBlock(int pos, Expr target, Expr.@Nullable Filter filter, List<Stmt> body)
      implements Stmt {}

  /// `do`: evaluated, not printed.
  record Do(int pos, Expr value) implements Stmt {}

  record Break(int pos) implements Stmt {}

  record Continue(int pos) implements Stmt {}
}
