package dev.fulgur.store.isolation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What transactions on lists did, each of which reads whole lists and appends numbers that no
/// other appends; and whether there is an order of them in which one after another would have done
/// the same.
///
/// The list at the end says in which order the versions of a key came. From that follow the edges
/// between transactions, as Adya's thesis and the Elle checker have them: *ww* from who appended to
/// who appended next, *wr* from who appended to who read that last, *rw* from who read to who
/// appended next, and the order within a session. An order exists if there is no cycle.
final class History {

  /// One transaction.
  ///
  /// @param session transactions of one session follow each other
  /// @param committed false if it was refused or given up: nobody may see what it appended
  /// @param reads what it found under a key before it changed that
  /// @param appends the numbers that it appended, in order
  record Done(
      int session, boolean committed, Map<Long, List<Long>> reads, Map<Long, List<Long>> appends) {

    Done {
      reads = new LinkedHashMap<>(reads);
      appends = new LinkedHashMap<>(appends);
    }
  }

  /// What an edge says.
  private enum Edge {
    WW,
    WR,
    RW,
    SESSION
  }

  private record Arrow(int to, Edge edge) {}

  /// What a crash left of a history.
  ///
  /// @param history the same transactions, those that are lost as not committed
  /// @param lost how many that had appended something are lost
  /// @param problems what is wrong, empty if what is left is a prefix of a serializable history
  record Left(List<Done> history, int lost, List<String> problems) {}

  private final List<Done> all;
  private final Map<Long, List<Long>> end;
  private final List<String> problems = new ArrayList<>();
  private final Map<Long, Integer> appender = new HashMap<>();
  private final List<List<Arrow>> arrows = new ArrayList<>();

  private History(List<Done> all, Map<Long, List<Long>> end) {
    this.all = all;
    this.end = end;
  }

  /// What is wrong with a history, named by the anomaly; empty if it is serializable.
  ///
  /// @param all in each session in order
  /// @param end the lists after all of them
  static List<String> problems(List<Done> all, Map<Long, List<Long>> end) {
    return new History(all, end).check();
  }

  /// Looks at a history whose last transactions a crash took. As a whole it is serializable; none
  /// is lost in part, nor one that comes before one that is left, nor one of those that are surely
  /// kept.
  ///
  /// @param all in each session in order
  /// @param kept how many of the first ones must not be lost
  /// @param before the lists before the crash
  /// @param end the lists after it
  static Left left(
      List<Done> all, int kept, Map<Long, List<Long>> before, Map<Long, List<Long>> end) {
    History history = new History(all, before);
    history.check();
    return history.cut(kept, end);
  }

  private Left cut(int kept, Map<Long, List<Long>> after) {
    Set<Long> there = new HashSet<>();
    after.forEach(
        (key, list) -> {
          there.addAll(list);
          List<Long> whole = end.getOrDefault(key, List.of());
          if (list.size() > whole.size() || !whole.subList(0, list.size()).equals(list)) {
            problems.add("Key %d is %s after the crash, which it never was.".formatted(key, list));
          }
        });
    boolean[] lost = new boolean[all.size()];
    int count = 0;
    for (int i = 0; i < lost.length; i++) {
      List<Long> appended = all.get(i).appends().values().stream().flatMap(List::stream).toList();
      long left = appended.stream().filter(there::contains).count();
      if (all.get(i).committed() && left < appended.size()) {
        lost[i] = true;
        count++;
        if (left > 0) {
          problems.add("Left in part: " + all.get(i));
        }
        if (i < kept) {
          problems.add("Lost, though it was kept: " + all.get(i));
        }
      }
    }
    loseReaders(lost);
    List<Done> history = new ArrayList<>();
    for (int i = 0; i < lost.length; i++) {
      Done done = all.get(i);
      history.add(lost[i] ? new Done(done.session(), false, done.reads(), done.appends()) : done);
      for (Arrow arrow : lost[i] ? arrows.get(i) : List.<Arrow>of()) {
        if (!lost[arrow.to()]) {
          problems.add("No prefix: %s is lost before %s.".formatted(done, all.get(arrow.to())));
        }
      }
    }
    return new Left(history, count, problems);
  }

  /// Whoever only read, and comes after one that is lost, is lost as well: nothing can tell.
  private void loseReaders(boolean[] lost) {
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < lost.length; i++) {
      if (lost[i]) {
        open.add(i);
      }
    }
    for (@Nullable Integer next = open.poll(); next != null; next = open.poll()) {
      for (Arrow arrow : arrows.get(next)) {
        if (!lost[arrow.to()] && all.get(arrow.to()).appends().isEmpty()) {
          lost[arrow.to()] = true;
          open.add(arrow.to());
        }
      }
    }
  }

  private List<String> check() {
    for (int i = 0; i < all.size(); i++) {
      arrows.add(new ArrayList<>());
      for (List<Long> numbers : all.get(i).appends().values()) {
        for (long number : numbers) {
          appender.put(number, i);
        }
      }
    }
    end.forEach(this::checkVersions);
    checkNothingIsLost();
    checkReads();
    if (problems.isEmpty()) {
      connect();
      findCycle("G0", Set.of(Edge.WW));
      findCycle("G1c", Set.of(Edge.WW, Edge.WR));
      findCycle("G2", Set.of(Edge.WW, Edge.WR, Edge.RW));
      findCycle("a cycle with the order of a session", Set.of(Edge.values()));
    }
    return problems;
  }

  private void checkVersions(long key, List<Long> list) {
    Set<Long> seen = new HashSet<>();
    for (long number : list) {
      Integer by = appender.get(number);
      if (by == null) {
        problems.add("Key %d has %d, which nobody appended.".formatted(key, number));
      } else if (!all.get(by).committed()) {
        problems.add("G1a: key %d has %d, which was not committed.".formatted(key, number));
      }
      if (!seen.add(number)) {
        problems.add("Key %d has %d twice.".formatted(key, number));
      }
    }
  }

  private void checkNothingIsLost() {
    for (Done done : all) {
      done.appends()
          .forEach(
              (key, numbers) -> {
                if (done.committed() && !end.getOrDefault(key, List.of()).containsAll(numbers)) {
                  problems.add("Lost: %s of key %d was committed.".formatted(numbers, key));
                }
              });
    }
  }

  /// Each read is a beginning of the list at the end, and ends with all that a transaction
  /// appended.
  private void checkReads() {
    for (Done done : all) {
      if (!done.committed()) {
        continue;
      }
      done.reads()
          .forEach(
              (key, list) -> {
                List<Long> versions = end.getOrDefault(key, List.of());
                int size = list.size();
                if (size > versions.size() || !versions.subList(0, size).equals(list)) {
                  problems.add("Key %d was read as %s, which it never was.".formatted(key, list));
                } else if (size > 0 && size < versions.size() && isInside(versions, size)) {
                  problems.add(
                      "G1b: key %d was read in the middle of a transaction.".formatted(key));
                }
              });
    }
  }

  private boolean isInside(List<Long> versions, int size) {
    return appender(versions.get(size - 1)) == appender(versions.get(size));
  }

  private int appender(long number) {
    Integer by = appender.get(number);
    return by == null ? -1 : by;
  }

  private void connect() {
    for (List<Long> versions : end.values()) {
      for (int i = 1; i < versions.size(); i++) {
        arrow(appender(versions.get(i - 1)), appender(versions.get(i)), Edge.WW);
      }
    }
    Map<Integer, Integer> before = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      Done done = all.get(i);
      if (!done.committed()) {
        continue;
      }
      Integer earlier = before.put(done.session(), i);
      if (earlier != null) {
        arrow(earlier, i, Edge.SESSION);
      }
      int reader = i;
      done.reads()
          .forEach(
              (key, list) -> {
                List<Long> versions = end.getOrDefault(key, List.of());
                if (!list.isEmpty()) {
                  arrow(appender(list.getLast()), reader, Edge.WR);
                }
                if (list.size() < versions.size()) {
                  arrow(reader, appender(versions.get(list.size())), Edge.RW);
                }
              });
    }
  }

  private void arrow(int from, int to, Edge edge) {
    if (from != to) {
      arrows.get(from).add(new Arrow(to, edge));
    }
  }

  /// Takes away what nothing points at until there is no such thing; what is left is in cycles.
  private void findCycle(String name, Set<Edge> edges) {
    if (!problems.isEmpty()) {
      return;
    }
    int[] pointedAt = new int[all.size()];
    for (List<Arrow> from : arrows) {
      for (Arrow arrow : from) {
        pointedAt[arrow.to()] += edges.contains(arrow.edge()) ? 1 : 0;
      }
    }
    Deque<Integer> free = new ArrayDeque<>();
    Set<Integer> left = new TreeSet<>();
    for (int i = 0; i < pointedAt.length; i++) {
      left.add(i);
      if (pointedAt[i] == 0) {
        free.add(i);
      }
    }
    for (@Nullable Integer next = free.poll(); next != null; next = free.poll()) {
      left.remove(next);
      for (Arrow arrow : arrows.get(next)) {
        if (edges.contains(arrow.edge()) && --pointedAt[arrow.to()] == 0) {
          free.add(arrow.to());
        }
      }
    }
    if (!left.isEmpty()) {
      List<Done> some = left.stream().limit(4).map(all::get).toList();
      problems.add("%s: %d transactions are in cycles: %s".formatted(name, left.size(), some));
    }
  }
}
