package dev.fulgur.jinja.runtime;

import dev.fulgur.jinja.Limits;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `== != < <= > >=`.
///
/// What is compared is paid for by its size: a step for each item, and for each few characters of
/// texts. Without a budget, where a dict compares its keys, containers get a small one of their
/// own: two that hold themselves many times over have no end.
public final class Compare {

  private static final Limits OF_KEYS = Limits.DEFAULT.withSteps(1_000_000);

  private Compare() {}

  /// Which order is asked for.
  public enum Order {
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String sign;

    Order(String sign) {
      this.sign = sign;
    }

    boolean holds(int comparison) {
      return switch (this) {
        case LT -> comparison < 0;
        case LE -> comparison <= 0;
        case GT -> comparison > 0;
        case GE -> comparison >= 0;
      };
    }
  }

  @SuppressWarnings("ReferenceEquality") // Other objects are equal to themselves only.
  public static boolean equal(Object a, Object b, @Nullable Budget budget) {
    if (a instanceof String x && b instanceof String y) {
      if (budget != null && x.length() == y.length()) {
        budget.scan(x.length());
      }
      return x.equals(y);
    }
    if (a instanceof Long x && b instanceof Long y) {
      return x.longValue() == y.longValue();
    }
    if (a instanceof Undefined u) {
      return undefinedEquals(u, b);
    }
    if (b instanceof Undefined u) {
      return undefinedEquals(u, a);
    }
    return switch (a) {
      case String x -> b instanceof Markup m && x.equals(m.text());
      case Markup x -> x.text().equals(b instanceof Markup m ? m.text() : b);
      case Long _, Boolean _, BigInteger _, Double _ -> Numbers.isNumber(b) && numbersEqual(a, b);
      case PyTuple x -> b instanceof PyTuple y && listsEqual(x, y, own(budget));
      case List<?> x ->
          b instanceof List<?> y && !(b instanceof PyTuple) && listsEqual(x, y, own(budget));
      case Map<?, ?> x -> b instanceof Map<?, ?> y && mapsEqual(x, y, own(budget));
      case Set<?> x -> b instanceof Set<?> y && x.size() == y.size() && Sets.isSubset(x, y);
      case DictView x -> b instanceof DictView y && viewsEqual(x, y);
      case PyRange x -> b instanceof PyRange y && x.sameAs(y);
      case OffsetDateTime x -> b instanceof OffsetDateTime y && x.isEqual(y);
      case LocalDate _, LocalDateTime _, LocalTime _, Duration _, Zone _ -> a.equals(b);
      case PyBytes x -> x.equals(b);
      case PyType x -> x.equals(b);
      case PySlice x -> x.equals(b);
      case PyComplex x -> x.equals(b);
      default -> a == b;
    };
  }

  private static Budget own(@Nullable Budget budget) {
    return budget != null ? budget : new Budget(OF_KEYS);
  }

  /// As `in` and the keys of dicts compare: what is the same object is equal, even NaN.
  @SuppressWarnings("ReferenceEquality")
  public static boolean identicalOrEqual(Object a, Object b, @Nullable Budget budget) {
    return a == b || equal(a, b, budget);
  }

  private static boolean undefinedEquals(Undefined u, Object other) {
    if (u.isStrict()) {
      throw u.fail();
    }
    if (other instanceof Undefined o && o.isStrict()) {
      throw o.fail();
    }
    return other instanceof Undefined o && o.kind() == u.kind();
  }

  private static boolean numbersEqual(Object a, Object b) {
    if (a instanceof Double x) {
      return b instanceof Double y
          ? x.doubleValue() == y
          : !x.isNaN() && Numbers.compare(b, x) == 0;
    }
    if (b instanceof Double y) {
      return !y.isNaN() && Numbers.compare(a, y) == 0;
    }
    return Numbers.plain(a).equals(Numbers.plain(b));
  }

  private static boolean listsEqual(List<?> a, List<?> b, Budget budget) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<?> y = b.iterator();
    for (Object x : a) {
      budget.step();
      if (!y.hasNext() || !identicalOrEqual(Values.of(x), Values.of(y.next()), budget)) {
        return false;
      }
    }
    return true;
  }

  private static boolean mapsEqual(Map<?, ?> a, Map<?, ?> b, Budget budget) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<?, ?> e : a.entrySet()) {
      budget.step();
      Object other = Dicts.find(b, Values.of(e.getKey()));
      if (other == null || !identicalOrEqual(Values.of(e.getValue()), other, budget)) {
        return false;
      }
    }
    return true;
  }

  private static boolean viewsEqual(DictView a, DictView b) {
    if (a.kind() == DictView.Kind.VALUES || b.kind() == DictView.Kind.VALUES) {
      return a.equals(b);
    }
    return a.dict().size() == b.dict().size() && PySet.copyOf(b.list()).containsAll(a.list());
  }

  public static boolean ordered(Object a, Object b, Order order, Budget budget) {
    if (a instanceof Long x && b instanceof Long y) {
      return order.holds(Long.compare(x, y));
    }
    if (a instanceof Double x && b instanceof Double y) {
      return holds(x, y, order);
    }
    return orderedOther(a, b, order, budget);
  }

  private static boolean holds(double x, double y, Order order) {
    return switch (order) {
      case LT -> x < y;
      case LE -> x <= y;
      case GT -> x > y;
      case GE -> x >= y;
    };
  }

  private static boolean orderedOther(Object a, Object b, Order order, Budget budget) {
    if (a instanceof Undefined u) {
      throw u.fail();
    }
    if (b instanceof Undefined u) {
      throw u.fail();
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return numbersOrdered(a, b, order);
    }
    String x = textOf(a);
    String y = textOf(b);
    if (x != null && y != null) {
      budget.scan(Math.min(x.length(), y.length()));
      return order.holds(Strings.compare(x, y));
    }
    if (a instanceof List<?> p && b instanceof List<?> q && isTuple(a) == isTuple(b)) {
      return listsOrdered(p, q, order, budget);
    }
    if (a instanceof Set<?> p && b instanceof Set<?> q) {
      budget.steps(p.size());
      return Sets.ordered(p, q, order);
    }
    if (a instanceof PyBytes p && b instanceof PyBytes q) {
      return order.holds(p.compareTo(q));
    }
    Integer time = Times.compare(a, b);
    if (time != null) {
      return order.holds(time);
    }
    throw PyError.type(
        "'"
            + order.sign
            + "' not supported between instances of '"
            + Types.name(a)
            + "' and '"
            + Types.name(b)
            + "'");
  }

  private static boolean isTuple(Object value) {
    return value instanceof PyTuple;
  }

  private static @Nullable String textOf(Object value) {
    return value instanceof String s ? s : value instanceof Markup m ? m.text() : null;
  }

  private static boolean numbersOrdered(Object a, Object b, Order order) {
    if (a instanceof Double x) {
      return b instanceof Double y
          ? holds(x, y, order)
          : !x.isNaN() && order.holds(-Numbers.compare(b, x));
    }
    if (b instanceof Double y) {
      return !y.isNaN() && order.holds(Numbers.compare(a, y));
    }
    return order.holds(Numbers.big(a).compareTo(Numbers.big(b)));
  }

  /// The first items that differ decide, else the lengths.
  private static boolean listsOrdered(List<?> a, List<?> b, Order order, Budget budget) {
    Iterator<?> q = b.iterator();
    for (Object host : a) {
      if (!q.hasNext()) {
        break;
      }
      Object x = Values.of(host);
      Object y = Values.of(q.next());
      budget.step();
      if (!identicalOrEqual(x, y, budget)) {
        return ordered(x, y, order, budget);
      }
    }
    return order.holds(Integer.compare(a.size(), b.size()));
  }
}
