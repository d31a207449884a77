package dev.fulgur.prompts.versions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// The order in which the versions of one template are shown, the oldest first: those that are
/// [semantic][SemanticVersion] by their numbers, and behind them the others by the time at which
/// they were saved. Equals are in the order of their texts.
public final class VersionOrder {
  private VersionOrder() {}

  /// The same things, in order.
  ///
  /// @param version the version of a thing
  /// @param savedAt when it was saved, in any unit
  public static <T> List<T> sorted(
      List<T> things, Function<T, String> version, ToLongFunction<T> savedAt) {
    record Sortable<T>(
        T thing, String text, @org.jspecify.annotations.Nullable SemanticVersion parsed, long at) {}
    List<Sortable<T>> all = new ArrayList<>();
    for (T thing : things) {
      String text = version.apply(thing);
      all.add(new Sortable<>(thing, text, SemanticVersion.parse(text), savedAt.applyAsLong(thing)));
    }
    Comparator<Sortable<T>> order =
        (left, right) -> {
          SemanticVersion a = left.parsed();
          SemanticVersion b = right.parsed();
          if (a != null && b != null) {
            return a.compareTo(b);
          }
          return a == null && b == null
              ? Long.compare(left.at(), right.at())
              : Boolean.compare(a == null, b == null);
        };
    all.sort(order.thenComparing(Sortable::text));
    List<T> sorted = new ArrayList<>(all.size());
    for (Sortable<T> one : all) {
      sorted.add(one.thing());
    }
    return sorted;
  }
}
