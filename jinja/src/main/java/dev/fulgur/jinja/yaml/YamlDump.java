package dev.fulgur.jinja.yaml;

import dev.fulgur.jinja.runtime.Budget;
import dev.fulgur.jinja.runtime.None;
import dev.fulgur.jinja.runtime.Print;
import dev.fulgur.jinja.runtime.PyBytes;
import dev.fulgur.jinja.runtime.PyError;
import dev.fulgur.jinja.runtime.Repr;
import dev.fulgur.jinja.runtime.Values;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `yaml.safe_dump` of PyYAML over libyaml: block style, keys in their order, a line of about 80
/// characters, everything that libyaml takes for printable as it is (emoji are escapes).
///
/// A container that occurs twice is written once and referred to, `&id001` and `*id001`, when
/// sharing is asked for; else it is written twice.
public final class YamlDump {

  private static final int MAX_DEPTH = 500;
  private static final int BASE64_LINE = 76;

  private final YamlEmitter emitter;
  private final Budget budget;
  private final IdentityHashMap<Object, Integer> anchors = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Object> written = new IdentityHashMap<>();
  private int lastAnchor;
  private int depth;

  private YamlDump(Budget budget) {
    this.budget = budget;
    this.emitter = new YamlEmitter(budget);
  }

  /// The YAML of a value.
  ///
  /// @throws PyError `RepresenterError` for what YAML has no form for
  public static String dump(Object value, boolean sharing, Budget budget) {
    YamlDump dump = new YamlDump(budget);
    if (sharing) {
      dump.findShared(value, new IdentityHashMap<>());
    }
    dump.node(value, false);
    return dump.emitter.finish();
  }

  private void enter() {
    budget.step();
    if (++depth > MAX_DEPTH) {
      throw budget.recursion();
    }
  }

  private static boolean canBeShared(Object value) {
    return value instanceof Map
        || (value instanceof List<?> l && !l.isEmpty())
        || value instanceof Set
        || value instanceof PyBytes
        || value instanceof LocalDate
        || value instanceof LocalDateTime
        || value instanceof OffsetDateTime;
  }

  private void findShared(Object value, IdentityHashMap<Object, Object> seen) {
    if (!canBeShared(value)) {
      return;
    }
    if (seen.put(value, value) != null) {
      anchors.computeIfAbsent(value, _ -> ++lastAnchor);
      return;
    }
    enter();
    switch (value) {
      case Map<?, ?> m -> {
        for (Map.Entry<?, ?> e : m.entrySet()) {
          findShared(Values.of(e.getKey()), seen);
          findShared(Values.of(e.getValue()), seen);
        }
      }
      case Iterable<?> items -> {
        for (Object item : items) {
          findShared(Values.of(item), seen);
        }
      }
      default -> {}
    }
    depth--;
  }

  /// The anchor of a value, or null; `written` tells whether it is there already.
  private @Nullable String anchor(Object value) {
    Integer number = anchors.get(value);
    return number == null ? null : String.format("id%03d", number);
  }

  private void node(Object value, boolean key) {
    enter();
    String anchor = anchor(value);
    if (anchor != null && written.put(value, value) != null) {
      emitter.alias(anchor, key);
      depth--;
      return;
    }
    if (anchor != null) {
      emitter.anchor(anchor);
    }
    switch (value) {
      case Map<?, ?> m -> mapping(m);
      case Set<?> s -> set(s);
      case List<?> l -> sequence(l);
      default -> scalar(value, key);
    }
    depth--;
  }

  private void scalar(Object value, boolean key) {
    if (value instanceof PyBytes bytes) {
      emitter.tag("!!binary");
      emitter.literal(base64(bytes), key);
      return;
    }
    String text = text(value);
    boolean string = value instanceof String;
    emitter.scalar(text, !string || YamlResolver.isPlainText(text), key);
  }

  private String text(Object value) {
    return switch (value) {
      case String s -> s;
      case None _ -> "null";
      case Boolean b -> b ? "true" : "false";
      case Long n -> Long.toString(n);
      case BigInteger n -> Print.text(n, budget);
      case Double d -> real(d);
      case LocalDate _ -> Print.text(value);
      case LocalDateTime _ -> Print.text(value);
      case OffsetDateTime _ -> Print.text(value);
      default ->
          throw PyError.of("RepresenterError", "cannot represent an object: " + Repr.of(value));
    };
  }

  private static String real(double d) {
    if (Double.isNaN(d)) {
      return ".nan";
    }
    if (Double.isInfinite(d)) {
      return d > 0 ? ".inf" : "-.inf";
    }
    String text = Print.text(d);
    return text.indexOf('.') < 0 ? text.replaceFirst("e", ".0e") : text;
  }

  private String base64(PyBytes bytes) {
    byte[] all = bytes.toArray();
    budget.text(all.length * 2L);
    return new String(
            Base64.getMimeEncoder(BASE64_LINE, new byte[] {'\n'}).encode(all),
            java.nio.charset.StandardCharsets.US_ASCII)
        + (all.length == 0 ? "" : "\n");
  }

  private void sequence(List<?> list) {
    if (list.isEmpty()) {
      emitter.empty("[]");
      return;
    }
    emitter.startSequence();
    for (Object item : list) {
      emitter.item();
      node(Values.of(item), false);
    }
    emitter.endSequence();
  }

  private void set(Set<?> set) {
    emitter.tag("!!set");
    if (set.isEmpty()) {
      emitter.empty("{}");
      return;
    }
    emitter.startMapping();
    for (Object item : set) {
      entry(Values.of(item), None.NONE);
    }
    emitter.endMapping();
  }

  private void mapping(Map<?, ?> map) {
    if (map.isEmpty()) {
      emitter.empty("{}");
      return;
    }
    emitter.startMapping();
    for (Map.Entry<?, ?> e : map.entrySet()) {
      entry(Values.of(e.getKey()), Values.of(e.getValue()));
    }
    emitter.endMapping();
  }

  private void entry(Object key, Object value) {
    if (isSimpleKey(key)) {
      emitter.simpleKey();
      node(key, true);
      emitter.simpleValue();
    } else {
      emitter.complexKey();
      node(key, false);
      emitter.complexValue();
    }
    node(value, false);
  }

  /// A key that goes on one line before its colon.
  private boolean isSimpleKey(Object key) {
    String anchor = anchor(key);
    int length = anchor == null ? 0 : anchor.length();
    if (anchor != null && written.containsKey(key)) {
      return true;
    }
    if (key instanceof Map<?, ?> m) {
      return m.isEmpty();
    }
    if (key instanceof List<?> l) {
      return l.isEmpty();
    }
    if (key instanceof Set<?>) {
      return false;
    }
    String text = key instanceof PyBytes b ? "!!binary" + base64(b) : text(key);
    return !YamlScalar.hasLineBreak(text)
        && length + YamlScalar.utf8Length(text) <= YamlEmitter.MAX_SIMPLE_KEY;
  }
}
