package dev.fulgur.prompts.value;

import dev.fulgur.store.codec.Ext;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one JSON text with the tags of [TaggedJson].
///
/// Source: RFC 8259.
final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][-+]?[0-9]++)?");
  private static final Pattern OFFSET = Pattern.compile("(.+)([-+])(\\d{2}):(\\d{2})");
  private static final int MAX_DIGITS = 4300;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  static boolean isTag(String key) {
    return switch (key) {
      case "$float", "$bytes", "$date", "$datetime", "$set", "$tuple", "$map", "$surr" -> true;
      case "$recursive", "$instant", "$ext" -> true;
      default -> false;
    };
  }

  @Nullable Object document() {
    Object value = value();
    skipBlanks();
    if (at < text.length()) {
      throw problem("something follows the JSON value");
    }
    return value;
  }

  private @Nullable Object value() {
    skipBlanks();
    if (at == text.length()) {
      throw problem("the JSON text ends too early");
    }
    return switch (text.charAt(at)) {
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
      throw problem("expected a JSON value");
    }
    at += word.length();
    return value;
  }

  private Number number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw problem("expected a JSON value");
    }
    String number = matcher.group();
    if (matcher.group(1) != null || matcher.group(2) != null) {
      at = matcher.end();
      return Double.valueOf(number);
    }
    if (number.length() > MAX_DIGITS) {
      throw problem("an integer of " + number.length() + " digits");
    }
    at = matcher.end();
    return PythonNumbers.narrow(new BigInteger(number));
  }

  private List<@Nullable Object> array() {
    enter();
    List<@Nullable Object> items = new ArrayList<>();
    if (!take(']')) {
      do {
        items.add(value());
      } while (more(']'));
    }
    depth--;
    return Collections.unmodifiableList(items);
  }

  private @Nullable Object object() {
    int start = at;
    enter();
    var entries = new OrderedMap.Builder<String, @Nullable Object>(4);
    if (!take('}')) {
      do {
        skipBlanks();
        String key = string();
        skipBlanks();
        if (at == text.length() || text.charAt(at++) != ':') {
          throw problem("expected ':' after the key '" + key + "'");
        }
        entries.put(key, value());
      } while (more('}'));
    }
    depth--;
    OrderedMap<String, @Nullable Object> object = entries.build();
    if (object.size() == 1 && isTag(object.keyAt(0))) {
      try {
        return tagged(object.keyAt(0), object.valueAt(0));
      } catch (IllegalArgumentException | DateTimeException | ClassCastException e) {
        at = start;
        throw problem("the tag " + object.keyAt(0) + " has a wrong value");
      }
    }
    return object;
  }

  private static Object tagged(String tag, @Nullable Object value) {
    return switch (tag) {
      case "$float" -> real(String.valueOf(value));
      case "$bytes" -> Bytes.of(Base64.getDecoder().decode(String.valueOf(value)));
      case "$date" -> LocalDate.parse(String.valueOf(value));
      case "$datetime" -> timestamp(String.valueOf(value));
      case "$set" -> Collections.unmodifiableSet(new LinkedHashSet<>(list(value)));
      case "$tuple" -> new Tuple(list(value));
      case "$map" -> map(list(value));
      case "$surr" -> SurrogateText.of(PythonLiteral.read(String.valueOf(value)));
      case "$recursive" -> Recursion.RECURSION;
      case "$instant" -> Instant.parse(String.valueOf(value));
      default -> ext(list(value));
    };
  }

  @SuppressWarnings("unchecked") // every list that is read here is one of these
  private static List<@Nullable Object> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return (List<@Nullable Object>) list;
    }
    throw new IllegalArgumentException("not a list");
  }

  private static double real(String word) {
    return switch (word) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static Timestamp timestamp(String iso) {
    Matcher matcher = OFFSET.matcher(iso);
    if (!matcher.matches()) {
      return new Timestamp(LocalDateTime.parse(iso), null);
    }
    int minutes = Integer.parseInt(matcher.group(3)) * 60 + Integer.parseInt(matcher.group(4));
    return new Timestamp(
        LocalDateTime.parse(matcher.group(1)), matcher.group(2).equals("-") ? -minutes : minutes);
  }

  private static OrderedMap<@Nullable Object, @Nullable Object> map(List<?> entries) {
    var map = new OrderedMap.Builder<@Nullable Object, @Nullable Object>(entries.size());
    for (Object entry : entries) {
      List<?> pair = list(entry);
      if (pair.size() != 2) {
        throw new IllegalArgumentException("not a pair");
      }
      map.put(pair.get(0), pair.get(1));
    }
    return map.build();
  }

  private static Ext ext(List<?> parts) {
    if (parts.size() == 2
        && parts.get(0) instanceof Long type
        && parts.get(1) instanceof String data) {
      return Ext.of(type.intValue(), Base64.getDecoder().decode(data));
    }
    throw new IllegalArgumentException("not a type and its bytes");
  }

  private String string() {
    if (at == text.length() || text.charAt(at) != '"') {
      throw problem("expected a text");
    }
    int start = at++;
    StringBuilder out = new StringBuilder();
    while (at < text.length()) {
      char ch = text.charAt(at++);
      if (ch == '"') {
        return out.toString();
      }
      if (ch < ' ') {
        at--;
        throw problem("a control character in a text");
      }
      out.append(ch == '\\' ? escape() : ch);
    }
    at = start;
    throw problem("the text that starts here is never closed");
  }

  private char escape() {
    char ch = at < text.length() ? text.charAt(at++) : 0;
    return switch (ch) {
      case '"', '\\', '/' -> ch;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> {
        at--;
        throw problem("an unknown escape");
      }
    };
  }

  private char unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char ch = at < text.length() ? text.charAt(at) : 0;
      int digit = ch < 0x80 ? Character.digit(ch, 16) : -1;
      if (digit < 0) {
        throw problem("expected four hexadecimal digits");
      }
      unit = unit << 4 | digit;
      at++;
    }
    return (char) unit;
  }

  private void enter() {
    if (++depth > Storable.MAX_NESTING) {
      throw problem("nested deeper than " + Storable.MAX_NESTING + " levels");
    }
    at++;
  }

  private boolean take(char ch) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == ch) {
      at++;
      return true;
    }
    return false;
  }

  /// Whether another element follows, behind a comma.
  private boolean more(char end) {
    if (take(',')) {
      return true;
    }
    if (!take(end)) {
      throw problem("expected ',' or '" + end + "'");
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException problem(String problem) {
    return new IllegalArgumentException("character " + (at + 1) + ": " + problem);
  }
}
