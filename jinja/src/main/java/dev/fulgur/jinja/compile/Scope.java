package dev.fulgur.jinja.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The names of one scope, and where each gets its first value when the scope is entered.
///
/// Follows the rules of Jinja2's `idtracking`: a name that is read before any scope around knows it
/// comes from the context; one that is assigned belongs to the scope that assigns it, and starts as
/// what the name was further out, or as nothing. Assigned in only some branches of an `if`, it
/// starts as what the context has.
final class Scope {

  /// Where a name starts from.
  enum Start {
    /// It is given: a parameter, the target of a loop.
    PARAMETER,
    CONTEXT,
    /// The same name in a scope around.
    OUTER,
    NOTHING
  }

  private static final class Name {
    final int slot;
    Start start;
    boolean stored;

    /// Where it is read first.
    int pos;

    Name(Start start, int slot) {
      this.start = start;
      this.slot = slot;
    }
  }

  final int level;
  final @Nullable Scope parent;
  final Function function;
  private final Map<String, Name> names = new LinkedHashMap<>();
  private int branches;

  private Scope(int level, @Nullable Scope parent, Function function) {
    this.level = level;
    this.parent = parent;
    this.function = function;
  }

  static Scope root(Function function) {
    return new Scope(0, null, function);
  }

  Scope inner(Function of) {
    return new Scope(level + 1, this, of);
  }

  /// Into the branches of an `if`, until [#leaveBranches].
  void enterBranches() {
    branches++;
  }

  void leaveBranches() {
    branches--;
  }

  private Name name(String name, Start start) {
    Name n = new Name(start, function.slot(level, name));
    names.put(name, n);
    return n;
  }

  void declareParameter(String name) {
    Name n = name(name, Start.PARAMETER);
    n.stored = true;
  }

  /// @param pos where it is read
  void load(String name, int pos) {
    if (find(name) == null) {
      name(name, Start.CONTEXT).pos = pos;
    }
  }

  void store(String name) {
    boolean outer = parent != null && parent.find(name) != null;
    Name n = names.get(name);
    if (n == null) {
      n = name(name, outer ? Start.OUTER : branches > 0 ? Start.CONTEXT : Start.NOTHING);
    } else if (!n.stored && branches > 0) {
      n.start = outer ? Start.OUTER : Start.CONTEXT;
    }
    n.stored = true;
  }

  /// The scope that the name belongs to, or null.
  @Nullable Scope find(String name) {
    for (Scope s = this; s != null; s = s.parent) {
      if (s.names.containsKey(name)) {
        return s;
      }
    }
    return null;
  }

  boolean isParameter(String name) {
    Name n = names.get(name);
    return n != null && n.start == Start.PARAMETER;
  }

  /// The slot of a name of this very scope.
  int slot(String name) {
    Name n = names.get(name);
    if (n == null) {
      throw new IllegalStateException("not a name of this scope: " + name);
    }
    return n.slot;
  }

  /// Reads a name, from code that runs in `from`.
  Ex read(String name, Function from) {
    Scope home = find(name);
    if (home == null) {
      throw new IllegalStateException("a name that no scope knows: " + name);
    }
    int depth = from.depthTo(home.function);
    int slot = home.slot(name);
    return depth == 0 ? new NameNodes.Local(slot, name) : new NameNodes.Outer(depth, slot, name);
  }

  /// What gives the names their first values.
  ScopeNodes.Enter enter() {
    List<Integer> resolved = new ArrayList<>(names.size());
    List<String> resolvedNames = new ArrayList<>(names.size());
    List<Integer> positions = new ArrayList<>(names.size());
    List<Integer> assigned = new ArrayList<>(0);
    List<String> assignedNames = new ArrayList<>(0);
    List<Integer> aliases = new ArrayList<>(0);
    List<Ex> aliased = new ArrayList<>(0);
    List<Integer> unset = new ArrayList<>(0);
    for (Map.Entry<String, Name> e : names.entrySet()) {
      String name = e.getKey();
      switch (e.getValue().start) {
        case PARAMETER -> {}
        case CONTEXT -> {
          boolean kept = !e.getValue().stored;
          (kept ? resolved : assigned).add(slot(name));
          (kept ? resolvedNames : assignedNames).add(name);
          if (kept) {
            positions.add(e.getValue().pos);
          }
        }
        case OUTER -> {
          Scope outer = parent;
          if (outer == null) {
            throw new IllegalStateException("no scope around: " + name);
          }
          aliases.add(slot(name));
          aliased.add(outer.read(name, function));
        }
        case NOTHING -> unset.add(slot(name));
      }
    }
    return new ScopeNodes.Enter(
        ints(resolved),
        resolvedNames.toArray(new String[0]),
        ints(positions),
        ints(assigned),
        assignedNames.toArray(new String[0]),
        ints(aliases),
        aliased.toArray(new Ex[0]),
        ints(unset));
  }

  /// The slots of all names of this scope.
  int[] slots() {
    List<Integer> all = new ArrayList<>();
    for (String name : names.keySet()) {
      all.add(slot(name));
    }
    return ints(all);
  }

  /// The names that were assigned here or further out, for templates that see this context.
  Map<String, Scope> stored() {
    Map<String, Scope> stored = new TreeMap<>();
    for (Scope s = this; s != null; s = s.parent) {
      for (Map.Entry<String, Name> e : s.names.entrySet()) {
        if (e.getValue().stored) {
          stored.putIfAbsent(e.getKey(), s);
        }
      }
    }
    return stored;
  }

  /// The names that come from the context.
  List<String> fromContext() {
    List<String> free = new ArrayList<>();
    for (Map.Entry<String, Name> e : names.entrySet()) {
      if (e.getValue().start == Start.CONTEXT) {
        free.add(e.getKey());
      }
    }
    return free;
  }

  private static int[] ints(List<Integer> list) {
    int[] array = new int[list.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = list.get(i);
    }
    return array;
  }
}
