package dev.fulgur.jinja.runtime;

import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;

/// Python's `str`.
public final class Print {

  /// Python refuses to print integers of more than 4,300 digits; this many bits always fit.
  private static final int SAFE_BITS = 14_280;

  private static final int MAX_DIGITS = 4300;

  private Print() {}

  /// The text of a value, without a limit but the machine's.
  public static String text(Object value) {
    if (value instanceof String s) {
      return s;
    }
    if (value instanceof Markup m) {
      return m.text();
    }
    Out out = Out.unlimited();
    write(out, value);
    return out.toString();
  }

  /// The text of a value, within the limits of a render.
  public static String text(Object value, Budget budget) {
    return switch (value) {
      case String s -> s;
      case Markup m -> m.text();
      case Long n -> Long.toString(n);
      default -> {
        Out out = Out.text(budget);
        write(out, value);
        budget.text(out.length());
        yield out.toString();
      }
    };
  }

  public static void write(Out out, Object value) {
    if (value instanceof String s) {
      out.append(s);
    } else if (value instanceof Long n) {
      out.append((long) n);
    } else {
      other(out, value);
    }
  }

  private static void other(Out out, Object value) {
    switch (value) {
      case Markup m -> out.append(m.text());
      case Undefined u -> out.append(u.text());
      case LocalDate d -> out.append(DateText.of(d));
      case LocalDateTime d -> out.append(DateText.of(d, ' '));
      case OffsetDateTime d -> out.append(DateText.of(d, ' '));
      case LocalTime t -> out.append(DateText.of(t));
      case Duration d -> out.append(TimeSpans.text(d));
      case PyError e -> out.append(e.reason());
      case TextObject o -> out.append(o.text());
      default -> Repr.write(out, value);
    }
  }

  /// Python's name for the type of a value, for errors.
  public static String typeName(Object value) {
    return Types.name(value);
  }

  /// What is no container, as `repr` writes it.
  static void scalar(Out out, Object value) {
    switch (value) {
      case None _ -> out.append("None");
      case Boolean b -> out.append(b ? "True" : "False");
      case Long n -> out.append((long) n);
      case BigInteger n -> out.append(integer(n));
      case Double d -> out.append(FloatText.of(d));
      case PyBytes b -> Repr.bytes(out, b);
      case PyRange r -> range(out, r);
      case Undefined _ -> out.append("Undefined");
      case PyType t -> out.append("<class '" + t.qualified() + "'>");
      case PySlice s -> slice(out, s);
      case PyIterator i -> out.append("<" + i.describe() + address(i) + ">");
      case PyObject o -> out.append(o.describe());
      case PyCallable c -> out.append(c.describe());
      case LocalDate d -> out.append(DateText.repr(d));
      case LocalDateTime d -> out.append(DateText.repr(d));
      case OffsetDateTime d -> out.append(DateText.repr(d));
      case LocalTime t -> out.append(DateText.repr(t));
      case Duration d -> out.append(TimeSpans.repr(d));
      default -> throw new IllegalStateException("no value: " + value.getClass());
    }
  }

  /// Where Python prints the address of an object.
  public static String address(Object object) {
    return " at 0x" + String.format("%012x", 0x7f00_0000_0000L + System.identityHashCode(object));
  }

  static String integer(BigInteger n) {
    if (n.bitLength() > SAFE_BITS) {
      String digits = n.bitLength() > SAFE_BITS + 16 ? "" : n.abs().toString();
      if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
        throw PyError.value(
            "Exceeds the limit (4300 digits) for integer string conversion;"
                + " use sys.set_int_max_str_digits() to increase the limit");
      }
    }
    return n.toString();
  }

  private static void range(Out out, PyRange r) {
    out.append("range(");
    out.append(r.start());
    out.append(", ");
    out.append(r.stop());
    if (r.step() != 1) {
      out.append(", ");
      out.append(r.step());
    }
    out.append(')');
  }

  private static void slice(Out out, PySlice s) {
    out.append("slice(");
    Repr.write(out, s.start());
    out.append(", ");
    Repr.write(out, s.stop());
    out.append(", ");
    Repr.write(out, s.step());
    out.append(')');
  }
}
