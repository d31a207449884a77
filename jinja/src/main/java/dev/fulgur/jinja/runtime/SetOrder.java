package dev.fulgur.jinja.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// The order in which Python shows a set. Python's sets are hash tables; the hash of a small
/// integer is the integer, so a set of integers has one order on every machine. Sets with anything
/// else in them, whose order Python leaves to chance, keep their own.
final class SetOrder {

  private static final int PROBES = 9;
  private static final int PERTURB_SHIFT = 5;
  private static final long HASH_MODULUS = (1L << 61) - 1;

  private SetOrder() {}

  static Collection<?> of(Set<?> set) {
    List<Object> items = new ArrayList<>(set.size());
    for (Object host : set) {
      Object item = Values.of(host);
      if (!(item instanceof Long || item instanceof Boolean)) {
        return set;
      }
      items.add(item);
    }
    if (items.size() < 2) {
      return items;
    }
    Object[] table = new Object[8];
    int used = 0;
    for (Object item : items) {
      insert(table, item);
      used++;
      int mask = table.length - 1;
      if (used * 5 >= mask * 3) {
        table = resized(table, used > 50_000 ? used * 2 : used * 4);
      }
    }
    List<Object> ordered = new ArrayList<>(items.size());
    for (Object item : table) {
      if (item != null) {
        ordered.add(item);
      }
    }
    return ordered;
  }

  private static Object[] resized(Object[] table, int wanted) {
    int size = 8;
    while (size <= wanted) {
      size <<= 1;
    }
    Object[] bigger = new Object[size];
    for (Object item : table) {
      if (item != null) {
        insert(bigger, item);
      }
    }
    return bigger;
  }

  private static long hash(Object item) {
    long n = item instanceof Boolean b ? (b ? 1 : 0) : (Long) item;
    long h = n < 0 ? -(Math.abs(n) % HASH_MODULUS) : n % HASH_MODULUS;
    return h == -1 ? -2 : h;
  }

  private static void insert(Object[] table, Object item) {
    int mask = table.length - 1;
    long hash = hash(item);
    long perturb = hash;
    int i = (int) (hash & mask);
    while (true) {
      int last = i + PROBES <= mask ? i + PROBES : i;
      for (int p = i; p <= last; p++) {
        if (table[p] == null) {
          table[p] = item;
          return;
        }
      }
      perturb >>>= PERTURB_SHIFT;
      i = (int) ((i * 5L + 1 + perturb) & mask);
    }
  }
}
