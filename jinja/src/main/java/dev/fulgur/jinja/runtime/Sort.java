package dev.fulgur.jinja.runtime;

/// A stable sort that asks only whether one key is less than another, as Python's does. Short lists
/// are compared in the very order in which Python compares them, so that even keys without a total
/// order (NaN, sets) end up in Python's places.
public final class Sort {

  private static final int SHORT = 64;

  private final Object[] keys;
  private final Object[] items;
  private final Budget budget;
  private final boolean safely;

  private Sort(Object[] keys, Object[] items, Budget budget, boolean safely) {
    this.safely = safely;
    this.keys = keys;
    this.items = items;
    this.budget = budget;
  }

  /// Sorts `items` by `keys`, which move along.
  ///
  /// @throws PyError `TypeError` when two keys do not compare
  public static void sort(Object[] keys, Object[] items, boolean reverse, Budget budget) {
    Sort sort = new Sort(keys, items, budget, false);
    if (reverse) {
      sort.reverse(0, keys.length);
    }
    sort.run();
    if (reverse) {
      sort.reverse(0, keys.length);
    }
  }

  /// Sorts by keys of any kinds: those that do not compare go by the names of their types.
  static void sortSafely(Object[] keys, Object[] items, Budget budget) {
    new Sort(keys, items, budget, true).run();
  }

  private void run() {
    int n = keys.length;
    for (int from = 0; from < n; from += SHORT) {
      shortRun(from, Math.min(n, from + SHORT));
    }
    Object[] keysAside = n > SHORT ? new Object[n] : new Object[0];
    Object[] itemsAside = n > SHORT ? new Object[n] : new Object[0];
    for (int width = SHORT; width > 0 && width < n; width *= 2) {
      for (int low = 0; low + width < n; low += 2 * width) {
        merge(low, low + width, Math.min(n, low + 2 * width), keysAside, itemsAside);
      }
    }
  }

  private boolean less(Object a, Object b) {
    budget.step();
    if (!safely) {
      return Compare.ordered(a, b, Compare.Order.LT, budget);
    }
    try {
      return Compare.ordered(a, b, Compare.Order.LT, budget);
    } catch (PyError e) {
      if (e.is("TypeError")) {
        return Types.qualified(a).compareTo(Types.qualified(b)) < 0;
      }
      throw e;
    }
  }

  /// The run that is in order already, then binary insertion.
  private void shortRun(int low, int high) {
    if (high - low < 2) {
      return;
    }
    int run = low + 2;
    if (less(keys[low + 1], keys[low])) {
      while (run < high && less(keys[run], keys[run - 1])) {
        run++;
      }
      reverse(low, run);
    } else {
      while (run < high && !less(keys[run], keys[run - 1])) {
        run++;
      }
    }
    for (int i = run; i < high; i++) {
      insert(low, i);
    }
  }

  private void insert(int low, int at) {
    Object key = keys[at];
    Object item = items[at];
    int left = low;
    int right = at;
    while (left < right) {
      int middle = left + (right - left) / 2;
      if (less(key, keys[middle])) {
        right = middle;
      } else {
        left = middle + 1;
      }
    }
    System.arraycopy(keys, left, keys, left + 1, at - left);
    System.arraycopy(items, left, items, left + 1, at - left);
    keys[left] = key;
    items[left] = item;
  }

  private void reverse(int from, int to) {
    for (int i = from, j = to - 1; i < j; i++, j--) {
      Object key = keys[i];
      keys[i] = keys[j];
      keys[j] = key;
      Object item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
  }

  private void merge(int low, int middle, int high, Object[] keysAside, Object[] itemsAside) {
    if (!less(keys[middle], keys[middle - 1])) {
      return;
    }
    System.arraycopy(keys, low, keysAside, low, middle - low);
    System.arraycopy(items, low, itemsAside, low, middle - low);
    int left = low;
    int right = middle;
    int to = low;
    while (left < middle) {
      boolean takeRight = right < high && less(keys[right], keysAside[left]);
      keys[to] = takeRight ? keys[right] : keysAside[left];
      items[to] = takeRight ? items[right++] : itemsAside[left++];
      to++;
    }
  }
}
