package dev.fulgur.tracker.replay;

import dev.fulgur.tracker.Span;
import dev.fulgur.tracker.TrackerException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The arguments of a call in a log, by name.
public final class Arguments {

  private static final BigInteger U64_LIMIT = BigInteger.ONE.shiftLeft(64);

  private final long line;
  private final Map<?, ?> values;

  Arguments(long line, Map<?, ?> values) {
    this.line = line;
    this.values = values;
  }

  /// Whether the argument is there and not null.
  boolean has(String name) {
    return values.get(name) != null;
  }

  String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw bad(name, "is missing");
    }
    return text;
  }

  @Nullable String textOrNull(String name) {
    Object value = values.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return checked(name, text);
    }
    throw bad(name, "is no text");
  }

  /// A text that can be stored: JSON can write halves of characters.
  private String checked(String name, String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw bad(name, "has a lone surrogate, U+%04X, at index %d".formatted(point, i));
      }
    }
    return text;
  }

  List<String> texts(String name) {
    if (!(values.get(name) instanceof List<?> list)) {
      throw bad(name, "is no list");
    }
    List<String> texts = new ArrayList<>(list.size());
    for (Object value : list) {
      if (!(value instanceof String text)) {
        throw bad(name, "holds something that is no text");
      }
      texts.add(checked(name, text));
    }
    return texts;
  }

  /// A signed 64-bit number.
  long i64(String name) {
    if (values.get(name) instanceof Long number) {
      return number;
    }
    throw bad(name, "is no whole number of 64 bits");
  }

  int i32(String name) {
    long number = i64(name);
    if (number != (int) number) {
      throw bad(name, "is no whole number of 32 bits");
    }
    return (int) number;
  }

  /// An unsigned 64-bit number, or a negative one that stands for the same bits.
  long u64(String name) {
    Object value = values.get(name);
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof BigInteger big && big.signum() > 0 && big.compareTo(U64_LIMIT) < 0) {
      return big.longValue();
    }
    throw bad(name, "is no key hash of 64 bits");
  }

  double f64(String name, double whenMissing) {
    Object value = values.get(name);
    if (value == null) {
      return whenMissing;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw bad(name, "is no number");
  }

  Span place(String offset, String length) {
    return new Span(i64(offset), i64(length));
  }

  @Nullable Span span(String offset, String length) {
    return has(offset) ? new Span(i64(offset), has(length) ? i64(length) : 0) : null;
  }

  /// A map whose values are lists; each list as arguments named "0", "1" and so on.
  Map<String, Arguments> pairs(String name) {
    if (!(values.get(name) instanceof Map<?, ?> map)) {
      throw bad(name, "is no map");
    }
    Map<String, Arguments> pairs = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getValue() instanceof List<?> list)) {
        throw bad(name, "holds something that is no list");
      }
      Map<String, Object> numbered = new HashMap<>();
      for (int i = 0; i < list.size(); i++) {
        Object value = list.get(i);
        if (value != null) {
          numbered.put(Integer.toString(i), value);
        }
      }
      pairs.put(String.valueOf(entry.getKey()), new Arguments(line, numbered));
    }
    return pairs;
  }

  private TrackerException.BadOperation bad(String name, String what) {
    return new TrackerException.BadOperation(line, "the argument \"" + name + "\" " + what, null);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
