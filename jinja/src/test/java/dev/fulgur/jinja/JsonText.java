package dev.fulgur.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON: objects as maps in their order, arrays as lists, numbers as Long, BigInteger or
/// Double.
final class JsonText {

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  static @Nullable Object parse(String text) {
    JsonText reader = new JsonText(text);
    Object value = reader.value();
    reader.blanks();
    if (reader.at != text.length()) {
      throw new IllegalArgumentException("text behind the JSON at " + reader.at);
    }
    return value;
  }

  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> parseObject(String text) {
    Object value = parse(text);
    if (value == null) {
      throw new IllegalArgumentException("null");
    }
    return (Map<String, @Nullable Object>) value;
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private @Nullable Object value() {
    blanks();
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw new IllegalArgumentException("no value at " + at);
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String s = text.substring(start, at);
    if (s.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
      BigInteger n = new BigInteger(s);
      return n.bitLength() < 64 ? (Object) n.longValue() : n;
    }
    return Double.valueOf(s);
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    at++;
    blanks();
    while (text.charAt(at) != '}') {
      blanks();
      String key = string();
      blanks();
      at++;
      map.put(key, value());
      blanks();
      if (text.charAt(at) == ',') {
        at++;
      }
    }
    at++;
    return map;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    blanks();
    while (text.charAt(at) != ']') {
      list.add(value());
      blanks();
      if (text.charAt(at) == ',') {
        at++;
        blanks();
      }
    }
    at++;
    return list;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char e = text.charAt(at++);
      switch (e) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'u' -> {
          out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
          at += 4;
        }
        default -> out.append(e);
      }
    }
    at++;
    return out.toString();
  }
}
