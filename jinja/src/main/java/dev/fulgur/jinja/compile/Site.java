package dev.fulgur.jinja.compile;

import org.jspecify.annotations.Nullable;

/// Where a statement or an expression stands.
///
/// @param topLevel directly in the template, or in an `if` there: assignments are seen by others
/// @param rootLevel directly in the template
/// @param soft directly in an `if` or a conditional, where an unknown filter fails only when used
/// @param outputChecked output counts only while the template has not extended another
/// @param inLoop within a loop of the same function, which `break` may leave
record Site(
    Scope scope,
    Function function,
    boolean topLevel,
    boolean rootLevel,
    boolean soft,
    boolean outputChecked,
    boolean inLoop) {

  static Site root(Scope scope, Function function, boolean outputChecked) {
    return new Site(scope, function, true, true, false, outputChecked, false);
  }

  static Site block(Scope scope, Function function) {
    return new Site(scope, function, false, false, false, false, false);
  }

  /// In a scope inside this one.
  Site inner(Scope inner) {
    return new Site(inner, function, false, false, false, outputChecked, inLoop);
  }

  /// In a function inside this one.
  Site inner(Scope inner, Function of) {
    return new Site(inner, of, false, false, false, outputChecked, false);
  }

  Site softened() {
    return soft && !rootLevel
        ? this
        : new Site(scope, function, topLevel, false, true, outputChecked, inLoop);
  }

  Site withoutOutputCheck() {
    return new Site(scope, function, topLevel, rootLevel, soft, false, inLoop);
  }

  Site loop() {
    return new Site(scope, function, topLevel, rootLevel, soft, outputChecked, true);
  }

  /// Reads a name here.
  Ex read(String name) {
    return scope.read(name, function);
  }

  /// The slot of a name that is assigned here.
  int slot(String name) {
    Scope home = scope.find(name);
    if (home == null || home.function != function) {
      throw new IllegalStateException("a name that is not assigned here: " + name);
    }
    return home.slot(name);
  }

  /// The names that other templates see from here.
  BlockNodes.Visible visible() {
    var stored = scope.stored();
    String[] names = stored.keySet().toArray(new String[0]);
    Ex[] values = new Ex[names.length];
    for (int i = 0; i < names.length; i++) {
      values[i] = scope.read(names[i], function);
    }
    return new BlockNodes.Visible(names, values);
  }

  BlockNodes.@Nullable Visible visibleIf(boolean wanted) {
    return wanted ? visible() : null;
  }
}
