package dev.fulgur.prompts.value;

import dev.fulgur.store.codec.Ext;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which values a record can hold, and why others cannot be stored.
public final class Storable {
  /// How deep sequences and mappings in one value may nest.
  public static final int MAX_NESTING = 256;

  private static final int SHOWN = 40;

  private Storable() {}

  /// Why `value` cannot be stored, as one clause that begins with where: `metadata.released is a
  /// date`. Null if it can.
  ///
  /// @param path what to call the value itself
  public static @Nullable String problem(String path, @Nullable Object value) {
    return problem(path, value, 0);
  }

  private static @Nullable String problem(String path, @Nullable Object value, int depth) {
    return switch (value) {
      case null -> null;
      case Boolean _, Long _, Integer _, Double _, Bytes _, Instant _, Ext _ -> null;
      case BigInteger big -> isStorable(big) ? null : path + " is an integer beyond 64 bits";
      case String text -> textProblem(path, text);
      case SurrogateText text ->
          path + " has the lone surrogate " + text.firstSurrogate() + ", which UTF-8 cannot say";
      case Tuple tuple -> listProblem(path, tuple.items(), depth);
      case List<?> list -> listProblem(path, list, depth);
      case Map<?, ?> map -> mapProblem(path, map, depth);
      case Set<?> _ -> path + " is a set";
      case LocalDate _ -> path + " is a date";
      case Timestamp _ -> path + " is a date with a time";
      case Recursion _ -> path + " contains itself";
      default -> path + " is a " + value.getClass().getSimpleName();
    };
  }

  private static boolean isStorable(BigInteger big) {
    return big.signum() < 0 ? big.bitLength() < Long.SIZE : big.bitLength() <= Long.SIZE;
  }

  /// Why `text` is not to be stored: a surrogate without its other half. Null if it can be.
  public static @Nullable String textProblem(String path, String text) {
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      if (Character.isSurrogate(ch)) {
        boolean pair =
            Character.isHighSurrogate(ch)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return path
              + " has the lone surrogate \\u"
              + Integer.toHexString(ch)
              + ", which UTF-8 cannot say";
        }
        i++;
      }
    }
    return null;
  }

  private static @Nullable String listProblem(String path, List<?> list, int depth) {
    if (depth == MAX_NESTING) {
      return path + " nests deeper than " + MAX_NESTING + " levels";
    }
    int place = 0;
    for (Object item : list) {
      String problem = problem(path + "[" + place++ + "]", item, depth + 1);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static @Nullable String mapProblem(String path, Map<?, ?> map, int depth) {
    if (depth == MAX_NESTING) {
      return path + " nests deeper than " + MAX_NESTING + " levels";
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      String keyPath = "the key " + shown(key) + " of " + path;
      String problem =
          key instanceof Tuple || key instanceof Map<?, ?> || key instanceof List<?>
              ? keyPath + " is not a plain value"
              : problem(keyPath, key, depth + 1);
      if (problem == null) {
        problem = problem(path + "." + shown(key), entry.getValue(), depth + 1);
      }
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static String shown(@Nullable Object key) {
    String text =
        switch (key) {
          case LocalDate date -> date.toString();
          case Timestamp timestamp -> timestamp.iso();
          case null, default -> String.valueOf(key);
        };
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
