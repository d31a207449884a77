package dev.fulgur.tracker;

import dev.fulgur.tracker.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list that is kept as the JSON text that it came as, such as `["db", "perf"]`.
///
/// The text is kept as it is, so that what was read from elsewhere goes back byte for byte. It need
/// not be a well-formed list: its texts are then the quoted pieces that stand in it.
///
/// @param json the text, or null where there is none
public record JsonList(@Nullable String json) {

  /// No list at all.
  public static final JsonList ABSENT = new JsonList(null);

  /// The empty list.
  public static final JsonList EMPTY = new JsonList("[]");

  /// The list of these texts, or [#ABSENT] if there are none.
  public static JsonList ofAny(List<String> texts) {
    return texts.isEmpty() ? ABSENT : ofTexts(texts);
  }

  /// The list of these texts, written as Python's `json.dumps` writes it.
  public static JsonList ofTexts(List<String> texts) {
    StringBuilder out = new StringBuilder("[");
    for (String text : texts) {
      if (out.length() > 1) {
        out.append(", ");
      }
      Json.quote(out, text);
    }
    return new JsonList(out.append(']').toString());
  }

  /// The list of these key hashes, as unsigned numbers.
  public static JsonList ofKeys(long... keys) {
    StringBuilder out = new StringBuilder("[");
    for (long key : keys) {
      if (out.length() > 1) {
        out.append(", ");
      }
      out.append(Long.toUnsignedString(key));
    }
    return new JsonList(out.append(']').toString());
  }

  /// The texts in the list; none if it is absent.
  public List<String> texts() {
    return json == null || json.indexOf('"') < 0 ? List.of() : Json.literals(json);
  }

  /// Whether each of `wanted` is one of the texts, without regard to the case of ASCII letters.
  public boolean holdsAll(List<String> wanted) {
    if (wanted.isEmpty()) {
      return true;
    }
    List<String> lower = new ArrayList<>();
    for (String text : texts()) {
      lower.add(AsciiCase.lower(text));
    }
    for (String text : wanted) {
      if (!lower.contains(AsciiCase.lower(text))) {
        return false;
      }
    }
    return true;
  }
}
