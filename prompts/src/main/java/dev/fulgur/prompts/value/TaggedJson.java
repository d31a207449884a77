package dev.fulgur.prompts.value;

import dev.fulgur.store.codec.Ext;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Values as JSON text, with tags for what JSON cannot say:
///
/// | tag | value |
/// |---|---|
/// | `{"$float":"nan"}`, `"inf"`, `"-inf"` | a [Double] |
/// | `{"$bytes":base64}` | [Bytes] |
/// | `{"$date":iso}`, `{"$datetime":iso}` | [LocalDate], [Timestamp] |
/// | `{"$set":[..]}`, `{"$tuple":[..]}` | [Set], [Tuple] |
/// | `{"$map":[[key,value],..]}` | a [Map] with a key that is no text, or one that looks like a tag |
/// | `{"$surr":repr}` | [SurrogateText], as Python shows it |
/// | `{"$recursive":true}` | [Recursion] |
/// | `{"$instant":iso}`, `{"$ext":[type,base64]}` | MessagePack's extension types |
///
/// Floats have a point or an exponent, integers neither, whatever their size.
public final class TaggedJson {
  private final StringBuilder out;

  private TaggedJson(StringBuilder out) {
    this.out = out;
  }

  /// The JSON text of a value, on one line.
  ///
  /// @throws IllegalArgumentException if a part of it is of no kind above
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  /// Appends the JSON text of a value.
  public static void append(StringBuilder out, @Nullable Object value) {
    new TaggedJson(out).value(value);
  }

  /// The value of a JSON text, tags resolved. Objects become [OrderedMap]s.
  ///
  /// @throws IllegalArgumentException with the place, if the text is no JSON, nests deeper than
  ///   [Storable#MAX_NESTING], or a tag is wrong
  public static @Nullable Object read(String text) {
    return new JsonReader(text).document();
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> text(text);
      case Boolean flag -> out.append(flag.booleanValue());
      case Long number -> out.append(number.longValue());
      case Integer number -> out.append(number.intValue());
      case BigInteger number -> out.append(number);
      case Double number -> real(number);
      case Map<?, ?> map -> map(map);
      case List<?> list -> list(list);
      case Set<?> set -> tag("$set", List.copyOf(set));
      case Tuple tuple -> tag("$tuple", tuple.items());
      case Bytes bytes -> tag("$bytes", base64(bytes.toArray()));
      case LocalDate date -> tag("$date", date.toString());
      case Timestamp timestamp -> tag("$datetime", timestamp.iso());
      case SurrogateText text -> tag("$surr", PythonLiteral.write(text.codePoints()));
      case Recursion _ -> tag("$recursive", true);
      case Instant instant -> tag("$instant", instant.toString());
      case Ext ext -> tag("$ext", List.of((long) ext.type(), base64(ext.data())));
      default ->
          throw new IllegalArgumentException(
              "A " + value.getClass().getSimpleName() + " cannot be written as JSON.");
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void tag(String tag, Object value) {
    out.append("{\"").append(tag).append("\":");
    value(value);
    out.append('}');
  }

  private void real(double number) {
    if (Double.isFinite(number)) {
      out.append(number);
    } else {
      tag("$float", Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf");
    }
  }

  private void list(List<?> list) {
    out.append('[');
    String comma = "";
    for (Object item : list) {
      out.append(comma);
      value(item);
      comma = ",";
    }
    out.append(']');
  }

  private void map(Map<?, ?> map) {
    boolean tagged = !hasPlainKeys(map);
    out.append(tagged ? "{\"$map\":[" : "{");
    String comma = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(comma).append(tagged ? "[" : "");
      value(entry.getKey());
      out.append(tagged ? ',' : ':');
      value(entry.getValue());
      out.append(tagged ? "]" : "");
      comma = ",";
    }
    out.append(tagged ? "]}" : "}");
  }

  private static boolean hasPlainKeys(Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (!(key instanceof String text) || (map.size() == 1 && JsonReader.isTag(text))) {
        return false;
      }
    }
    return true;
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      switch (ch) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (ch < ' ' || ch == 0x7f || isAlone(text, i)) {
            out.append(String.format("\\u%04x", (int) ch));
          } else {
            out.append(ch);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isAlone(String text, int at) {
    char ch = text.charAt(at);
    if (Character.isHighSurrogate(ch)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(ch)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
