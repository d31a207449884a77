package dev.fulgur.tracker.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one JSON value (RFC 8259, and the `NaN` and `Infinity` of Python's `json`).
///
/// Values are `Map<String, Object>` in the order of the text, `List<Object>`, `String`, `Long`,
/// `BigInteger` (beyond 64 bits, signed), `Double`, `Boolean` and null. Nesting is limited to 256.
public final class Json {

  private static final int MAX_DEPTH = 256;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /// Reads the value that is all of `text`.
  ///
  /// @throws JsonException if it is no JSON value, or more than one
  public static @Nullable Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.skipSpace();
    if (json.at < text.length()) {
      throw json.error("Something follows the value");
    }
    return value;
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw error("Nested deeper than " + MAX_DEPTH);
    }
    skipSpace();
    if (at == text.length()) {
      throw error("The text ends where a value should be");
    }
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      default -> c == '-' || (c >= '0' && c <= '9') ? number() : word();
    };
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (accept('}')) {
      return map;
    }
    while (true) {
      skipSpace();
      if (at == text.length() || text.charAt(at) != '"') {
        throw error("A key is missing");
      }
      String key = string();
      skipSpace();
      expect(':');
      map.put(key, value(depth + 1));
      skipSpace();
      if (accept('}')) {
        return map;
      }
      expect(',');
    }
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    skipSpace();
    if (accept(']')) {
      return list;
    }
    while (true) {
      list.add(value(depth + 1));
      skipSpace();
      if (accept(']')) {
        return list;
      }
      expect(',');
    }
  }

  private String string() {
    int end = literalEnd(text, at);
    if (end < 0) {
      throw error("A text does not end");
    }
    String value = unquote(text, at, end);
    if (value == null) {
      throw error("A text has a wrong escape");
    }
    at = end;
    return value;
  }

  /// The offset behind the string literal whose opening quote stands at `start`, or -1 if it has no
  /// end.
  static int literalEnd(String text, int start) {
    for (int i = start + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i++;
      }
    }
    return -1;
  }

  /// What the literal from `start` to `end`, quotes included, says, or null where an escape is
  /// wrong.
  static @Nullable String unquote(String text, int start, int end) {
    if (text.indexOf('\\', start, end) < 0) {
      return text.substring(start + 1, end - 1);
    }
    StringBuilder out = new StringBuilder(end - start);
    for (int i = start + 1; i < end - 1; i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escape = text.charAt(++i);
      switch (escape) {
        case '"', '\\', '/' -> out.append(escape);
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          int code = i + 5 <= end - 1 ? hex(text, i + 1) : -1;
          if (code < 0) {
            return null;
          }
          out.append((char) code);
          i += 4;
        }
        default -> {
          return null;
        }
      }
    }
    return out.toString();
  }

  private static int hex(String text, int start) {
    int code = 0;
    for (int i = start; i < start + 4; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }

  private Object number() {
    int start = at;
    boolean whole = true;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '.' || c == 'e' || c == 'E') {
        whole = false;
      } else if (!(c >= '0' && c <= '9') && c != '-' && c != '+') {
        break;
      }
      at++;
    }
    String digits = text.substring(start, at);
    if (digits.equals("-") && text.startsWith("Infinity", at)) {
      at += "Infinity".length();
      return Double.NEGATIVE_INFINITY;
    }
    try {
      if (!whole) {
        return Double.parseDouble(digits);
      }
      if (digits.length() < 19) {
        return Long.parseLong(digits);
      }
      BigInteger big = new BigInteger(digits);
      return big.bitLength() < 64 ? (Object) big.longValueExact() : big;
    } catch (NumberFormatException e) {
      at = start;
      throw error("\"" + digits + "\" is no number");
    }
  }

  private @Nullable Object word() {
    if (word("null")) {
      return null;
    }
    if (word("true")) {
      return true;
    }
    if (word("false")) {
      return false;
    }
    if (word("NaN")) {
      return Double.NaN;
    }
    if (word("Infinity")) {
      return Double.POSITIVE_INFINITY;
    }
    throw error("No value begins like this");
  }

  private boolean word(String word) {
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }

  private void skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private boolean accept(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw error("'" + c + "' is missing");
    }
  }

  private JsonException error(String message) {
    return new JsonException(message, at);
  }

  /// The texts of all string literals in `text`, whether it is JSON or only nearly so.
  public static List<String> literals(String text) {
    List<String> found = new ArrayList<>();
    int i = text.indexOf('"');
    while (i >= 0) {
      int end = literalEnd(text, i);
      if (end < 0) {
        break;
      }
      String value = unquote(text, i, end);
      found.add(value == null ? text.substring(i + 1, end - 1) : value);
      i = text.indexOf('"', end);
    }
    return found;
  }

  /// Appends `value` as a JSON string in ASCII, as Python's `json.dumps` writes it.
  public static void quote(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c > 0x7e) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              out.append(Character.forDigit(c >> shift & 0xf, 16));
            }
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
