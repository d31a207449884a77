package dev.fulgur.jinja.syntax;

import java.util.Set;

/// What occurs somewhere in a part of a template, as bits: noted while parsing, so that the
/// compiler need not search for what is rarely there.
public final class Mentions {

  public static final int LOOP = 1;
  public static final int CALLER = 1 << 1;
  public static final int KWARGS = 1 << 2;
  public static final int VARARGS = 1 << 3;
  public static final int SELF = 1 << 4;
  public static final int SUPER = 1 << 5;

  /// The name `loop` is assigned.
  public static final int LOOP_ASSIGNED = 1 << 6;

  public static final int SCOPED_BLOCK = 1 << 7;
  public static final int EXTENDS = 1 << 8;

  /// Blocks or other templates see the names that are assigned at the top level.
  public static final int NAMES_WANTED = 1 << 9;

  /// A method is called that changes a list, dict or set.
  public static final int MUTATION = 1 << 10;

  private static final Set<String> MUTATORS =
      Set.of(
          "append",
          "extend",
          "insert",
          "pop",
          "remove",
          "clear",
          "sort",
          "reverse",
          "popitem",
          "setdefault",
          "update",
          "add",
          "discard",
          "difference_update",
          "intersection_update",
          "symmetric_difference_update");

  private Mentions() {}

  static int ofName(String name) {
    return switch (name) {
      case "loop" -> LOOP;
      case "caller" -> CALLER;
      case "kwargs" -> KWARGS;
      case "varargs" -> VARARGS;
      case "self" -> SELF;
      case "super" -> SUPER;
      default -> 0;
    };
  }

  static int ofTarget(String name) {
    return name.equals("loop") ? LOOP_ASSIGNED : 0;
  }

  static int ofCall(Expr callee) {
    return callee instanceof Expr.Attribute a && MUTATORS.contains(a.name()) ? MUTATION : 0;
  }
}
