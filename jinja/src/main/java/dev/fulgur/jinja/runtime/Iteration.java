package dev.fulgur.jinja.runtime;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Python's `iter`.
public final class Iteration {

  private Iteration() {}

  /// The items of a value, one by one.
  ///
  /// @throws PyError `TypeError` when it has none
  public static PyIterator of(Object value) {
    if (value instanceof List<?> l && !(value instanceof PyList) && !(value instanceof PyTuple)) {
      return l instanceof RandomAccess
          ? new HostList(l)
          : PyIterator.over(l.iterator(), "list_iterator");
    }
    return other(value);
  }

  private static PyIterator other(Object value) {
    return switch (value) {
      case PyIterator i -> i;
      case PyTuple t -> new Indexed(t, "tuple_iterator");
      case PyList l -> new Indexed(l, "list_iterator");
      case Map<?, ?> m -> ofDict(m, DictView.Kind.KEYS);
      case String s -> new Characters(s);
      case Markup m -> new Characters(m.text());
      case PyRange r -> new Range(r);
      case Set<?> s -> PyIterator.over(SetOrder.of(s).iterator(), "set_iterator");
      case DictView v -> v.iterator();
      case PyBytes b -> bytes(b);
      case Undefined u -> {
        if (u.isStrict()) {
          throw u.fail();
        }
        yield empty();
      }
      case Iterated i -> i.iterator();
      default -> throw PyError.type("'" + Types.name(value) + "' object is not iterable");
    };
  }

  public static boolean isIterable(Object value) {
    if (value instanceof Undefined u && u.isStrict()) {
      throw u.fail();
    }
    return value instanceof Collection
        || value instanceof Map
        || value instanceof String
        || value instanceof Markup
        || value instanceof PyIterator
        || value instanceof PyRange
        || value instanceof DictView
        || value instanceof PyBytes
        || value instanceof Undefined
        || value instanceof Iterated;
  }

  /// Whether a value has a length and items, as Jinja2's test asks.
  public static boolean isSequence(Object value) {
    return (value instanceof Collection && !(value instanceof Set))
        || value instanceof Map
        || value instanceof String
        || value instanceof Markup
        || value instanceof PyRange
        || value instanceof PyBytes
        || (value instanceof Undefined u && !u.isStrict());
  }

  /// Fails as Python does for what cannot be the key of a dict.
  public static void requireHashable(Object value) {
    Hashing.hash(value);
  }

  /// Python's name for the type of a value, for errors.
  public static String typeName(Object value) {
    return Types.name(value);
  }

  /// All items, in a new list.
  public static PyList list(Object value, Budget budget) {
    PyList list = new PyList();
    if (value instanceof List<?> items) {
      budget.steps(items.size());
      Concatenation.addAll(list, items);
      return list;
    }
    PyIterator each = of(value);
    for (Object item = each.next(); item != null; item = each.next()) {
      budget.step();
      list.add(item);
    }
    return list;
  }

  static PyIterator empty() {
    return new PyIterator() {
      @Override
      public @Nullable Object next() {
        return null;
      }
    };
  }

  /// From the last item to the first, or null where Python has no `reversed`.
  public static @Nullable PyIterator reversed(Object value) {
    return switch (value) {
      case PyRange r ->
          new Range(new PyRange(r.get(Math.max(0, r.length() - 1)), 0, -r.step(), r.length()));
      case PyTuple t -> new Backwards(t, "reversed");
      case List<?> l -> new Backwards(l, "list_reverseiterator");
      case PyDict d -> new OwnDict(d, DictView.Kind.KEYS, true);
      case Map<?, ?> m -> reversedDict(m, DictView.Kind.KEYS);
      case DictView v ->
          v.dict() instanceof PyDict d
              ? new OwnDict(d, v.kind(), true)
              : reversedDict(v.dict(), v.kind());
      case PyBytes b -> new Backwards(bytesList(b), "reversed");
      case Undefined u -> {
        if (u.isStrict()) {
          throw u.fail();
        }
        yield new Backwards(new PyList(0), "reversed");
      }
      case String s -> new Characters(Strings.reverse(s));
      case Markup m -> new Characters(Strings.reverse(m.text()));
      default -> null;
    };
  }

  private static PyIterator reversedDict(Map<?, ?> dict, DictView.Kind kind) {
    String typeName =
        switch (kind) {
          case KEYS -> "dict_reversekeyiterator";
          case VALUES -> "dict_reversevalueiterator";
          case ITEMS -> "dict_reverseitemiterator";
        };
    return new Backwards(new DictView(dict, kind).list(), typeName);
  }

  static PyIterator ofDict(Map<?, ?> dict, DictView.Kind kind) {
    if (dict instanceof PyDict own) {
      return new OwnDict(own, kind, false);
    }
    return switch (kind) {
      case KEYS -> PyIterator.over(dict.keySet().iterator(), "dict_keyiterator");
      case VALUES -> PyIterator.over(dict.values().iterator(), "dict_valueiterator");
      case ITEMS -> new HostItems(dict.entrySet().iterator());
    };
  }

  private static PyIterator bytes(PyBytes b) {
    return PyIterator.over(bytesList(b).iterator(), "bytes_iterator");
  }

  private static PyList bytesList(PyBytes b) {
    PyList list = new PyList(b.length());
    for (int i = 0; i < b.length(); i++) {
      list.add((long) b.at(i));
    }
    return list;
  }

  /// A list that may change while it is walked, as in Python.
  private static final class Indexed extends PyIterator {
    private final List<Object> list;
    private final String typeName;
    private int next;

    Indexed(List<Object> list, String typeName) {
      this.list = list;
      this.typeName = typeName;
    }

    @Override
    public @Nullable Object next() {
      return next < list.size() ? list.get(next++) : null;
    }

    @Override
    public String typeName() {
      return typeName;
    }
  }

  private static final class HostList extends PyIterator {
    private final List<?> list;
    private int next;

    HostList(List<?> list) {
      this.list = list;
    }

    @Override
    public @Nullable Object next() {
      return next < list.size() ? Values.of(list.get(next++)) : null;
    }

    @Override
    public String typeName() {
      return "list_iterator";
    }
  }

  private static final class Backwards extends PyIterator {
    private final List<?> list;
    private final String typeName;
    private int next;

    Backwards(List<?> list, String typeName) {
      this.list = list;
      this.typeName = typeName;
      this.next = list.size() - 1;
    }

    @Override
    public @Nullable Object next() {
      if (next < 0 || next >= list.size()) {
        return null;
      }
      return Values.of(list.get(next--));
    }

    @Override
    public String typeName() {
      return typeName;
    }
  }

  private static final class Characters extends PyIterator {
    private final String text;
    private int next;

    Characters(String text) {
      this.text = text;
    }

    @Override
    public @Nullable Object next() {
      if (next >= text.length()) {
        return null;
      }
      int from = next;
      next += Character.charCount(text.codePointAt(from));
      return text.substring(from, next);
    }

    @Override
    public String typeName() {
      return "str_iterator";
    }
  }

  private static final class Range extends PyIterator {
    private final PyRange range;
    private long next;

    Range(PyRange range) {
      this.range = range;
    }

    @Override
    public @Nullable Object next() {
      return next < range.length() ? range.get(next++) : null;
    }

    @Override
    public String typeName() {
      return "range_iterator";
    }
  }

  private static final class HostItems extends PyIterator {
    private final Iterator<? extends Map.Entry<?, ?>> entries;

    HostItems(Iterator<? extends Map.Entry<?, ?>> entries) {
      this.entries = entries;
    }

    @Override
    public @Nullable Object next() {
      if (!entries.hasNext()) {
        return null;
      }
      Map.Entry<?, ?> e = entries.next();
      return PyTuple.wrap(Values.of(e.getKey()), Values.of(e.getValue()));
    }

    @Override
    public String typeName() {
      return "dict_itemiterator";
    }
  }

  private static final class OwnDict extends PyIterator {
    private final PyDict dict;
    private final DictView.Kind kind;
    private final boolean backwards;
    private final int size;
    private int at;

    OwnDict(PyDict dict, DictView.Kind kind, boolean backwards) {
      this.dict = dict;
      this.kind = kind;
      this.backwards = backwards;
      this.size = dict.size();
      this.at = backwards ? dict.end() : -1;
    }

    @Override
    public @Nullable Object next() {
      if (at == Integer.MIN_VALUE) {
        return null;
      }
      if (dict.size() != size) {
        throw PyError.of("RuntimeError", "dictionary changed size during iteration");
      }
      at = backwards ? dict.previousEntry(at - 1) : dict.nextEntry(at + 1);
      if (at < 0) {
        at = Integer.MIN_VALUE;
        return null;
      }
      return switch (kind) {
        case KEYS -> dict.keyAt(at);
        case VALUES -> dict.valueAt(at);
        case ITEMS -> PyTuple.wrap(dict.keyAt(at), dict.valueAt(at));
      };
    }

    @Override
    public String typeName() {
      String base =
          switch (kind) {
            case KEYS -> "dict_keyiterator";
            case VALUES -> "dict_valueiterator";
            case ITEMS -> "dict_itemiterator";
          };
      return backwards ? base.replace("_", "_reverse") : base;
    }
  }
}
