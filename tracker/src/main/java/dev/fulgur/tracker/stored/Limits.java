package dev.fulgur.tracker.stored;

import java.util.List;

/// Limits below 0 mean none.
final class Limits {

  private Limits() {}

  static int of(int limit) {
    return limit < 0 ? Integer.MAX_VALUE : limit;
  }

  static <T> List<T> first(List<T> all, int limit) {
    return limit < 0 || all.size() <= limit ? all : List.copyOf(all.subList(0, limit));
  }
}
