package dev.fulgur.jinja.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The variable `loop` of a loop.
public final class LoopContext implements PyObject, PyCallable, Sized, Iterated {

  /// The attributes that are numbers or booleans.
  public enum Field {
    INDEX(false),
    INDEX0(false),
    REVINDEX(false),
    REVINDEX0(false),
    LENGTH(false),
    DEPTH(false),
    DEPTH0(false),
    FIRST(true),
    LAST(true);

    private static final Map<String, Field> BY_NAME =
        Map.of(
            "index", INDEX,
            "index0", INDEX0,
            "revindex", REVINDEX,
            "revindex0", REVINDEX0,
            "length", LENGTH,
            "depth", DEPTH,
            "depth0", DEPTH0,
            "first", FIRST,
            "last", LAST);

    private final boolean isBoolean;

    Field(boolean isBoolean) {
      this.isBoolean = isBoolean;
    }

    public boolean isBoolean() {
      return isBoolean;
    }

    public static @Nullable Field of(String name) {
      return BY_NAME.get(name);
    }
  }

  /// Renders the body of a recursive loop over other items.
  public interface Recursion {
    Object render(Context context, Object items, int depth);
  }

  private static final Method CYCLE =
      (context, self, args) -> {
        if (args.namedSize() > 0) {
          throw PyError.type("cycle() got an unexpected keyword argument");
        }
        if (args.size() == 0) {
          throw PyError.type("no items for cycling given");
        }
        return args.get((int) (((LoopContext) self).index0 % args.size()));
      };

  private static final Method CHANGED =
      (context, self, args) -> {
        if (args.namedSize() > 0) {
          throw PyError.type("changed() got an unexpected keyword argument");
        }
        return ((LoopContext) self).changed(PyTuple.wrap(args.positional()));
      };

  private final Context context;
  private final Object items;
  private PyIterator iterator;
  private final @Nullable Recursion recursion;
  private final int depth0;
  private long index0 = -1;
  private long length = -1;
  private @Nullable Object before;
  private @Nullable Object current;
  private @Nullable Object after;
  private @Nullable Object lastChanged;

  public LoopContext(
      Context context,
      Object items,
      PyIterator iterator,
      @Nullable Recursion recursion,
      int depth0) {
    this.context = context;
    this.items = items;
    this.iterator = iterator;
    this.recursion = recursion;
    this.depth0 = depth0;
  }

  /// The next item, or null at the end.
  public @Nullable Object next() {
    Object item = after;
    if (item != null) {
      after = null;
    } else {
      item = iterator.next();
      if (item == null) {
        return null;
      }
    }
    index0++;
    before = current;
    current = item;
    return item;
  }

  private @Nullable Object peek() {
    if (after == null) {
      after = iterator.next();
    }
    return after;
  }

  private long length() {
    if (length < 0) {
      boolean sized = !(items instanceof PyIterator) && !(items instanceof LoopContext);
      if (sized) {
        length = Truth.length(items, context.budget());
      } else {
        PyList rest = Iteration.list(iterator, context.budget());
        iterator = Iteration.of(rest);
        length = rest.size() + index0 + 1 + (after != null ? 1 : 0);
      }
    }
    return length;
  }

  public long number(Field field) {
    return switch (field) {
      case INDEX -> index0 + 1;
      case INDEX0 -> index0;
      case REVINDEX -> length() - index0;
      case REVINDEX0 -> length() - index0 - 1;
      case LENGTH -> length();
      case DEPTH -> depth0 + 1;
      case DEPTH0 -> depth0;
      case FIRST -> index0 == 0 ? 1 : 0;
      case LAST -> peek() == null ? 1 : 0;
    };
  }

  public Object value(Field field) {
    long n = number(field);
    return field.isBoolean ? (Object) (n != 0) : (Object) n;
  }

  private boolean changed(PyTuple values) {
    if (lastChanged != null && Compare.equal(lastChanged, values, context.budget())) {
      return false;
    }
    lastChanged = values;
    return true;
  }

  @Override
  public @Nullable Object attribute(Context from, String name) {
    Field field = Field.of(name);
    if (field != null) {
      return value(field);
    }
    return switch (name) {
      case "previtem" ->
          index0 == 0 || before == null
              ? context.undefinedBecause("there is no previous item", "previtem")
              : before;
      case "nextitem" -> {
        Object next = peek();
        yield next == null ? context.undefinedBecause("there is no next item", "nextitem") : next;
      }
      case "cycle" -> new BoundMethod(this, name, CYCLE);
      case "changed" -> new BoundMethod(this, name, CHANGED);
      default -> null;
    };
  }

  @Override
  public Object call(Context from, Args args) {
    if (args.size() != 1 || args.namedSize() > 0) {
      throw PyError.type(
          "LoopContext.__call__() takes 2 positional arguments but "
              + (args.size() + 1)
              + " were given");
    }
    if (recursion == null) {
      throw PyError.type("The loop must have the 'recursive' marker to be called recursively.");
    }
    return recursion.render(from, args.get(0), depth0 + 1);
  }

  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, length());
  }

  @Override
  public PyIterator iterator() {
    return new PyIterator() {
      @Override
      public @Nullable Object next() {
        Object item = LoopContext.this.next();
        return item == null ? null : PyTuple.wrap(item, LoopContext.this);
      }
    };
  }

  @Override
  public String typeName() {
    return "jinja2.runtime.LoopContext";
  }

  @Override
  public String describe() {
    return "<LoopContext " + (index0 + 1) + "/" + length() + ">";
  }
}
